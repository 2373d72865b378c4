import type { ThreadView } from '@lectern/sync-client';
import { type MessageRowData, type TimelineRow, timelineRows } from '../channel/timeline-rows.ts';

/**
 * Rows of a thread: its first message, what stands between that and the first reply that is shown (how many there are,
 * or that earlier ones are missing), and the replies.
 */
export function threadRows(
  { root, replies, older }: Pick<ThreadView, 'root' | 'replies' | 'older'>,
  about: {
    readonly me: MessageRowData['item']['record']['author'];
    readonly unreadAfter: number | null;
    readonly dayOf: (at: number) => number;
  },
): TimelineRow[] {
  if (root === null) return [];
  const rest = { ...about, newer: 'end', unreadCount: 0 } as const;
  const rowsOf = (items: ThreadView['replies'], edge: ThreadView['older']) =>
    timelineRows({ ...rest, items, older: edge }).filter((row) => row.kind === 'message');
  if (older !== 'end') {
    const [first] = rowsOf([root], 'needs-connection');
    return [first!, { kind: 'edge', key: 'older', edge: older }, ...rowsOf(replies, older)];
  }
  // Read together, so that a day that begins with the first message is not said to begin with the first reply again.
  const [first, ...others] = rowsOf([root, ...replies], 'needs-connection');
  const [next, ...later] = others;
  return [
    first!,
    { kind: 'start', key: 'start' },
    // The first below the line shows who wrote it, though it be the author of what stands above.
    ...(next === undefined ? [] : [{ ...next, isHead: true }]),
    ...later,
  ];
}

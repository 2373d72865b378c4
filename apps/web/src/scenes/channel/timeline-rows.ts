import { isTombstone, type UserId } from '@lectern/contracts';
import type { Edge, TimelineItem } from '@lectern/sync-client';

/** One row of the message list. Keys are the messages' ids, so that a row keeps its place when others come and go. */
export type TimelineRow =
  | { readonly kind: 'edge'; readonly key: 'older' | 'newer'; readonly edge: Exclude<Edge, 'end'> }
  /** The beginning of the channel. */
  | { readonly kind: 'start'; readonly key: 'start' }
  | MessageRowData;

export interface MessageRowData {
  readonly kind: 'message';
  readonly key: string;
  readonly item: TimelineItem;
  /** Shows the author: the first of a group. */
  readonly isHead: boolean;
  /** A moment of the day that begins here. */
  readonly day: number | null;
  /** The unread line stands above this message and says this many. */
  readonly unread: number | null;
  /** The last message of this person that is on the server keeps its tick. */
  readonly keepsTick: boolean;
}

/** Messages of one author within this time form a group. */
const GROUP_MS = 5 * 60_000;

export interface RowsInput {
  readonly items: readonly TimelineItem[];
  readonly older: Edge;
  readonly newer: Edge;
  readonly me: UserId;
  /** The unread line stands above the first message of someone else after this seq; null draws none. */
  readonly unreadAfter: number | null;
  /** How many messages are unread, where it is known better than by counting the rows. */
  readonly unreadCount: number;
  readonly dayOf: (at: number) => number;
}

/** Rows of a window on a conversation: groups, day dividers, the unread line and the beginning of the channel. */
export function timelineRows(input: RowsInput): TimelineRow[] {
  const { items, older, newer, me, unreadAfter, dayOf } = input;
  const rows: TimelineRow[] = [];
  if (older === 'end') rows.push({ kind: 'start', key: 'start' });

  const hidesFirst = (older === 'stored' || older === 'loading') && items.length > 1;
  const firstUnread = unreadAfter === null ? -1 : items.findIndex((item) => isUnread(item, unreadAfter, me));
  const unreadHere =
    unreadAfter === null ? 0 : items.filter((item) => isUnread(item, unreadAfter, me)).length;
  const lastOwn = items.findLastIndex((item) => item.record.author === me && item.rung === 'server');
  items.forEach((item, at) => {
    const before = items[at - 1];
    // What stands before the first row is not known yet: its divider and its group could only be guessed, and a
    // wrong guess would change its height under the reader later. It waits for its neighbour.
    if (!before && hidesFirst) return;
    const newDay = !before || dayOf(shownAt(before)) !== dayOf(shownAt(item));
    const unread = at === firstUnread ? Math.max(unreadHere, input.unreadCount) : null;
    rows.push({
      kind: 'message',
      key: item.record.id,
      item,
      isHead: newDay || unread !== null || !before || !continues(before, item),
      day: newDay ? shownAt(item) : null,
      unread,
      keepsTick: at === lastOwn,
    });
  });
  if (newer !== 'end') rows.push({ kind: 'edge', key: 'newer', edge: newer });
  return rows;
}

/**
 * `next` with every row that says the same as in `previous` replaced by that one: values from the hub are fresh
 * copies, and only rows that differ should be drawn again.
 */
export function reuseRows(previous: readonly TimelineRow[], next: TimelineRow[]): readonly TimelineRow[] {
  const known = new Map(previous.map((row) => [row.key, row]));
  let same = previous.length === next.length;
  const shared = next.map((row, at) => {
    const before = known.get(row.key);
    const kept = before && sameRow(before, row) ? before : row;
    if (kept !== previous[at]) same = false;
    return kept;
  });
  return same ? previous : shared;
}

/** When a message is said to be from: the server's clock, or the device's while the server does not know it. */
export const shownAt = ({ record, rung }: TimelineItem): number =>
  rung !== undefined && rung !== 'server' && !isTombstone(record) ? record.sentAt : record.at;

const isUnread = ({ record, rung }: TimelineItem, after: number, me: UserId): boolean =>
  record.seq > after && record.author !== me && (rung === undefined || rung === 'server');

const continues = (before: TimelineItem, item: TimelineItem): boolean =>
  before.record.author === item.record.author && shownAt(item) - shownAt(before) < GROUP_MS;

function sameRow(a: TimelineRow, b: TimelineRow): boolean {
  if (a.kind === 'message' && b.kind === 'message') {
    return (
      a.isHead === b.isHead &&
      a.day === b.day &&
      a.unread === b.unread &&
      a.keepsTick === b.keepsTick &&
      a.item.rung === b.item.rung &&
      a.item.reason === b.item.reason &&
      a.item.change?.op === b.item.change?.op &&
      a.item.change?.rung === b.item.change?.rung &&
      a.item.record.rev === b.item.record.rev &&
      a.item.record.seq === b.item.record.seq &&
      a.item.record.at === b.item.record.at &&
      a.item.quoted?.rev === b.item.quoted?.rev &&
      a.item.quoted?.id === b.item.quoted?.id &&
      a.item.newReplies === b.item.newReplies &&
      a.item.record.replies?.count === b.item.record.replies?.count &&
      a.item.saved === b.item.saved &&
      marksOf(a.item) === marksOf(b.item) &&
      isTombstone(a.item.record) === isTombstone(b.item.record)
    );
  }
  return a.kind === b.kind && (a.kind !== 'edge' || (b.kind === 'edge' && a.edge === b.edge));
}

/** What waits here may show at a message that it does not name: an accepted answer at its question. */
const marksOf = ({ record }: TimelineItem): string | null => {
  if (isTombstone(record)) return null;
  const { pinned, question, answers, endorsed } = record;
  return pinned || question || answers || endorsed
    ? JSON.stringify([pinned, question, answers, endorsed])
    : '';
};

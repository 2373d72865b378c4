import type { JournalEnd, JournalRow } from './store.ts';

/** How far along an op is; it only moves on. */
const order = { waiting: 0, offered: 0, committed: 1, refused: 1, done: 2 } as const;

/** The row after this end, or null when the end comes too late to change anything. */
export function afterEnd(row: JournalRow, end: JournalEnd): JournalRow | null {
  if (order[end.state] <= order[row.state]) return null;
  // It was over before it was offered again, and its person has seen how.
  if (row.state === 'offered') return { ...row, state: 'done' };
  switch (end.state) {
    case 'committed':
      return { ...row, state: 'committed', rev: end.rev };
    case 'refused':
      return { ...row, state: 'refused', reason: end.reason };
    case 'done':
      // Refused ops leave by being discarded; nothing else ends them.
      return row.state === 'refused' ? null : { ...row, state: 'done', endedAt: end.at };
  }
}

import type { MessageId, Op } from '@lectern/contracts';
import type { JournalEnd, JournalRow } from './store.ts';

/** How far along an op is; it only moves on. */
const order = { held: -1, waiting: 0, offered: 0, committed: 1, refused: 1, done: 2 } as const;

/** The row after this end, or null when the end comes too late to change anything. */
export function afterEnd(row: JournalRow, end: JournalEnd): JournalRow | null {
  if (order[end.state] <= order[row.state]) return null;
  if (row.again && isOver(row, end)) return over(row, end);
  switch (end.state) {
    case 'waiting':
      return { ...row, state: 'waiting' };
    case 'committed':
      return { ...row, state: 'committed', rev: end.rev };
    case 'refused':
      return { ...row, state: 'refused', reason: end.reason };
    case 'done':
      // Refused ops leave by being discarded; nothing else ends them.
      return row.state === 'refused' ? null : { ...row, state: 'done', endedAt: end.at };
  }
}

/** Offered again, it is over unless the server does not take it; what was done to a message that is deleted is moot. */
const isOver = ({ op, state }: JournalRow, end: JournalEnd): boolean =>
  end.state === 'refused'
    ? end.reason === 'already-deleted' && op.kind !== 'send'
    : end.state === 'committed' && state === 'offered';

const over = (row: JournalRow, end: JournalEnd): JournalRow => ({
  ...row,
  ...(end.state === 'committed' ? { rev: end.rev } : {}),
  state: 'done',
  endedAt: row.endedAt ?? row.since,
});

/** The row as it is offered once more. */
export const offeredAgain = <Row extends Pick<JournalRow, 'state'>>(row: Row): Row & { again: true } => ({
  ...row,
  state: 'offered',
  again: true,
});

/** The row as it waits once more. */
export function reopened<Row extends Pick<JournalRow, 'state' | 'rev'>>({ rev: _, ...row }: Row) {
  return { ...row, state: 'waiting' as const };
}

/** Whether the row may go when everything does that was over before this time. */
export const isPast = (
  { state, since, endedAt }: Pick<JournalRow, 'state' | 'since' | 'endedAt'>,
  time: number,
) => (state === 'held' ? since < time : state === 'done' && (endedAt ?? 0) < time);

/** The message whose words an op holds, if it holds any. */
export function saysIn(op: Op): MessageId | null {
  if (op.kind === 'send') return op.id as string as MessageId;
  return op.kind === 'edit' ? op.message : null;
}

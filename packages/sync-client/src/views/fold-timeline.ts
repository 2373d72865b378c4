import { withReply } from '@lectern/channel-doc';
import { isMessageOp, type UserId } from '@lectern/contracts';
import type { OpenOp } from '../journal.ts';
import { PROVISIONAL_SEQ, type Rung, type TimelineItem } from '../port-values.ts';
import { foldStored, type StoredRows } from './fold-stored.ts';
import { type Scope, type ShownOp, showOps } from './show-ops.ts';

/** The screen's rows: stored records with this device's open ops done to them (SPEC.md, V1 to V4). Pure. */

export interface TimelineInput extends StoredRows {
  readonly scope: Scope;
  /** This device's open ops for the channel, in the order in which they were written. */
  readonly ops: readonly OpenOp[];
  readonly rungOf: (op: OpenOp) => Rung;
}

export function foldTimeline(input: TimelineInput): TimelineItem[] {
  const { me, records, atNewest, scope, ops, rungOf } = input;
  const shown = ops.flatMap((row): ShownOp[] => {
    const { op, since, state, reason, rev } = row;
    if (!isMessageOp(op)) return [];
    const told = reason === undefined ? { rung: rungOf(row) } : { rung: rungOf(row), reason };
    return [{ op, since, ...told, ...(state === 'committed' ? { rev: rev ?? 0 } : {}) }];
  });
  const stored = records.map((record) => ({ record }));
  const items = showOps(stored, shown, me, atNewest, scope);
  return foldStored(
    input,
    items.map((item) => withWaitingReplies(item, shown, me)),
  );
}

/** The first message of a thread counts the replies that wait here, until it counts them as the server does. */
function withWaitingReplies(item: TimelineItem, ops: readonly ShownOp[], author: UserId): TimelineItem {
  const { record } = item;
  const waiting = ops.filter(
    ({ op, rung, rev }) =>
      op.kind === 'send' &&
      op.thread === record.id &&
      rung !== 'refused' &&
      (rev === undefined || rev > record.rev),
  );
  if (waiting.length === 0) return item;
  const replies = waiting.reduce(
    (before, { op }) => withReply(before, { seq: PROVISIONAL_SEQ, at: op.at, author }),
    record.replies,
  );
  return { ...item, record: { ...record, replies: replies! } };
}

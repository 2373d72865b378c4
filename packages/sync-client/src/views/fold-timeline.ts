import { withReply } from '@lectern/channel-doc';
import {
  isMessageOp,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type UserId,
} from '@lectern/contracts';
import type { OpenOp } from '../journal.ts';
import { PROVISIONAL_SEQ, type Rung, type TimelineItem } from '../port-values.ts';
import { type Scope, type ShownOp, showOps } from './show-ops.ts';

/** The screen's rows: stored records with this device's open ops done to them (SPEC.md, V1 to V4). Pure. */

/** Own messages among this many newest rows show that they are on the server; of older ones it is old news. */
const NEWS_ROWS = 20;
/** Rows that are shown at most: a month's backlog in one channel is not sent to the page with every change. */
const MOST_ITEMS = 1_000;

export interface TimelineInput {
  readonly me: UserId;
  readonly records: readonly MessageRecord[];
  /** Messages outside of the rows that rows answer, as far as they are stored. */
  readonly quotes: ReadonlyMap<MessageId, MessageRecord>;
  /** The rows reach the newest message that is known: pending ones may follow them. */
  readonly atNewest: boolean;
  readonly scope: Scope;
  /** Replies that are new, of the threads that this person follows, by their first message. */
  readonly newReplies: ReadonlyMap<MessageId, number>;
  /** This device's open ops for the channel, in the order in which they were written. */
  readonly ops: readonly OpenOp[];
  readonly rungOf: (op: OpenOp) => Rung;
  readonly isSaved?: (message: MessageId) => boolean;
}

export function foldTimeline(input: TimelineInput): TimelineItem[] {
  const { me, records, quotes, atNewest, scope, newReplies, ops, rungOf, isSaved } = input;
  const shown = ops.flatMap((row): ShownOp[] => {
    const { op, since, state, reason, rev } = row;
    if (!isMessageOp(op)) return [];
    const told = reason === undefined ? { rung: rungOf(row) } : { rung: rungOf(row), reason };
    return [{ op, since, ...told, ...(state === 'committed' ? { rev: rev ?? 0 } : {}) }];
  });
  const stored = records.map((record) => ({ record }));
  const items = showOps(stored, shown, me, atNewest, scope)
    .slice(-MOST_ITEMS)
    .map((item) => withWaitingReplies(item, shown, me));
  const isNews = (place: number): boolean => atNewest && place >= items.length - NEWS_ROWS;
  const quotable = new Map([...quotes, ...items.map(({ record }) => [record.id, record] as const)]);
  return items.map((item, place) => {
    const { record, rung } = item;
    const news = rung === undefined && record.author === me && isNews(place);
    const answered = answeredBy(record);
    const quoted = answered === undefined ? undefined : quotable.get(answered);
    const fresh = newReplies.get(record.id) ?? 0;
    return {
      ...item,
      ...(news ? { rung: 'server' as const } : {}),
      ...(quoted === undefined ? {} : { quoted }),
      ...(fresh === 0 ? {} : { newReplies: fresh }),
      ...(isSaved?.(record.id) ? { saved: true as const } : {}),
    };
  });
}

/** The message that a row leads back to: what it answers, or for what was said in the channel too, its thread. */
export function answeredBy(record: MessageRecord): MessageId | undefined {
  if (isTombstone(record)) return undefined;
  return record.reply?.id ?? (record.inChannel ? record.thread?.id : undefined);
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

import {
  isMessageOp,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type UserId,
} from '@lectern/contracts';
import type { OpenOp } from '../journal.ts';
import type { Rung, TimelineItem } from '../port.ts';
import { type ShownOp, showOps } from './show-ops.ts';

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
  /** This device's open ops for the channel, in the order in which they were written. */
  readonly ops: readonly OpenOp[];
  readonly rungOf: (op: OpenOp) => Rung;
}

export function foldTimeline({ me, records, quotes, atNewest, ops, rungOf }: TimelineInput): TimelineItem[] {
  const shown = ops.flatMap((row): ShownOp[] => {
    const { op, since, state, reason, rev } = row;
    if (!isMessageOp(op)) return [];
    const told = reason === undefined ? { rung: rungOf(row) } : { rung: rungOf(row), reason };
    return [{ op, since, ...told, ...(state === 'committed' ? { rev: rev ?? 0 } : {}) }];
  });
  const stored = records.map((record) => ({ record }));
  const items = showOps(stored, shown, me, atNewest).slice(-MOST_ITEMS);
  const isNews = (place: number): boolean => atNewest && place >= items.length - NEWS_ROWS;
  const quotable = new Map([...quotes, ...items.map(({ record }) => [record.id, record] as const)]);
  return items.map((item, place) => {
    const { record, rung } = item;
    const news = rung === undefined && record.author === me && isNews(place);
    const quoted =
      isTombstone(record) || record.reply === undefined ? undefined : quotable.get(record.reply.id);
    return {
      ...item,
      ...(news ? { rung: 'server' as const } : {}),
      ...(quoted === undefined ? {} : { quoted }),
    };
  });
}

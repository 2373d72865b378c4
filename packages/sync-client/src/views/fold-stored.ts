import { isTombstone, type MessageId, type MessageRecord, type UserId } from '@lectern/contracts';
import type { TimelineItem } from '../port-values.ts';

/** Own messages among this many newest rows show that they are on the server; of older ones it is old news. */
const NEWS_ROWS = 20;
/** Rows that are shown at most: a month's backlog in one channel is not sent to the page with every change. */
const MOST_ITEMS = 1_000;

/** What is known of stored rows beside them. */
export interface StoredRows {
  readonly me: UserId;
  readonly records: readonly MessageRecord[];
  /** Messages outside of the rows that rows answer, as far as they are stored. */
  readonly quotes: ReadonlyMap<MessageId, MessageRecord>;
  /** The rows reach the newest message that is known: pending ones may follow them. */
  readonly atNewest: boolean;
  /** Replies that are new, of the threads that this person follows, by their first message. */
  readonly newReplies: ReadonlyMap<MessageId, number>;
  readonly isSaved?: (message: MessageId) => boolean;
}

/**
 * The screen's rows, without this device's ops or with what has been made of them (`foldTimeline`). Pure.
 * @param withOps the rows with ops done to them; the records as they are stored when left out
 */
export function foldStored(
  { me, records, quotes, atNewest, newReplies, isSaved }: StoredRows,
  withOps: readonly TimelineItem[] = records.map((record) => ({ record })),
): TimelineItem[] {
  const items = withOps.slice(-MOST_ITEMS);
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

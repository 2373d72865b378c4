import { type MessageEffect, reduceMessage } from '@lectern/channel-doc';
import {
  type DenyReason,
  isMessageOp,
  type MessageId,
  type MessageOp,
  type MessageRecord,
  type UserId,
} from '@lectern/contracts';
import type { OpenOp } from '../journal.ts';
import { PROVISIONAL_SEQ, type Rung, type TimelineItem } from '../port.ts';

/**
 * The screen's rows: stored records with this device's waiting ops done to them by the reducer that the scribe uses
 * too (SPEC.md, V1 to V4). Pure.
 */

/** Own messages among this many newest rows show that they are on the server; of older ones it is old news. */
const NEWS_ROWS = 20;
/** Rows that are shown at most: a month's backlog in one channel is not sent to the page with every change. */
const MOST_ITEMS = 1_000;

export interface TimelineInput {
  readonly me: UserId;
  readonly records: readonly MessageRecord[];
  /** The rows reach the newest message that is known: pending ones may follow them. */
  readonly atNewest: boolean;
  /** This device's open ops for the channel, in the order in which they were written. */
  readonly ops: readonly OpenOp[];
  readonly rungOf: (op: OpenOp) => Rung;
}

export function foldTimeline({ me, records, atNewest, ops, rungOf }: TimelineInput): TimelineItem[] {
  const items: TimelineItem[] = records.map((record) => ({ record }));
  const places = new Map<MessageId, number>(records.map((record, place) => [record.id, place]));
  for (const row of ops) {
    const { op } = row;
    if (!isMessageOp(op)) continue;
    const rung = rungOf(row);
    const told = row.reason === undefined ? { rung } : { rung, reason: row.reason };
    if (op.kind === 'send') {
      // Its message may have come before its outcome: then it stands there already, and only there (rule 8).
      const place = places.get(op.id as string as MessageId);
      if (place !== undefined) items[place] = { ...items[place]!, rung: 'server' };
      else if (atNewest) {
        places.set(op.id as string as MessageId, items.length);
        items.push({ record: pendingRecord(op, me, row.since, items.length), ...told });
      }
      continue;
    }
    const place = places.get(op.message);
    if (place === undefined) continue;
    items[place] = changed(items[place]!, op, row, told);
  }
  if (atNewest) {
    for (let place = Math.max(0, items.length - NEWS_ROWS); place < items.length; place += 1) {
      const item = items[place]!;
      if (item.rung === undefined && item.record.author === me) items[place] = { ...item, rung: 'server' };
    }
  }
  return items.length > MOST_ITEMS ? items.slice(-MOST_ITEMS) : items;
}

const pendingRecord = (
  op: Extract<MessageOp, { kind: 'send' }>,
  me: UserId,
  at: number,
  place: number,
): MessageRecord =>
  reduceMessage(
    null,
    { kind: 'append', message: op.id as string as MessageId, author: me, body: op.body, sentAt: op.at },
    { seq: PROVISIONAL_SEQ + place, rev: 0, at },
  );

function changed(
  item: TimelineItem,
  op: Exclude<MessageOp, { kind: 'send' }>,
  row: OpenOp,
  told: { readonly rung: Rung; readonly reason?: DenyReason },
): TimelineItem {
  // The row shows the change already, and perhaps later ones too.
  if (row.state === 'committed' && item.record.rev >= (row.rev ?? 0)) return item;
  const change = { op: op.id, kind: op.kind, ...told };
  // A change that was refused is not shown; that it was wanted is.
  if (row.state === 'refused') return { ...item, change };
  const { seq, rev } = item.record;
  return { ...item, record: reduceMessage(item.record, effectOf(op), { seq, rev, at: op.at }), change };
}

const effectOf = (op: Exclude<MessageOp, { kind: 'send' }>): MessageEffect =>
  op.kind === 'edit'
    ? { kind: 'replace', message: op.message, body: op.body }
    : { kind: 'remove', message: op.message };

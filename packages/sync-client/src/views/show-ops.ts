import { type MessageEffect, otherEnds, reduceMessage } from '@lectern/channel-doc/reduce';
import {
  type DenyReason,
  isMarkOp,
  type MessageId,
  type MessageOp,
  type MessageRecord,
  type SendOp,
  type UserId,
} from '@lectern/contracts';
import { PROVISIONAL_SEQ, type Rung, type TimelineItem } from '../port-values.ts';

/** What is shown: a channel's own list, or the thread that begins at a message. */
export type Scope = 'channel' | MessageId;

/** An op as far as the screen is concerned. */
export interface ShownOp {
  readonly op: MessageOp;
  readonly rung: Rung;
  readonly reason?: DenyReason;
  /** Device clock when it was written. */
  readonly since: number;
  /** Once it is committed: the rev of its change. */
  readonly rev?: number;
}

/**
 * Rows with a person's open ops done to them, by the reducer that the scribe uses too (SPEC.md, V1 and V2). The same
 * for what the hub has in its journal and for what a page has not yet handed to it. Pure.
 * @param atNewest the rows reach the newest message that is known: pending ones may follow them
 */
export function showOps(
  rows: readonly TimelineItem[],
  ops: readonly ShownOp[],
  me: UserId,
  atNewest: boolean,
  scope: Scope,
): TimelineItem[] {
  const items = [...rows];
  const places = new Map<MessageId, number>(items.map(({ record }, place) => [record.id, place]));
  for (const shown of ops) {
    const { op } = shown;
    const place = places.get(op.kind === 'send' ? messageIdOf(op) : op.message);
    const find = (id: MessageId) => items[places.get(id) ?? -1]?.record ?? null;
    if (place !== undefined) {
      for (const end of endsOf(shown, items[place]!.record, me, find)) {
        const at = places.get(end.message);
        if (at !== undefined) items[at] = { ...items[at]!, record: reduced(items[at]!.record, end, op) };
      }
      items[place] = withOp(items[place]!, shown, me, find);
    } else if (op.kind === 'send' && atNewest && isIn(scope, op)) {
      const answered = op.reply === undefined ? undefined : items[places.get(op.reply) ?? -1]?.record;
      places.set(messageIdOf(op), items.length);
      items.push(pendingItem(op, shown, me, items.length, answered));
    }
  }
  return items;
}

/** A channel's own list shows what was said in a thread only where it was sent to the channel too. */
function isIn(scope: Scope, op: SendOp): boolean {
  if (scope === 'channel') return op.thread === undefined || op.inChannel === true;
  // A thread may begin at a message that waits here itself.
  return op.thread === scope || messageIdOf(op) === scope;
}

/** For a sent message the id of the op is the id of the message. */
const messageIdOf = (op: MessageOp): MessageId => op.id as string as MessageId;

function pendingItem(
  op: SendOp,
  { since, ...shown }: ShownOp,
  me: UserId,
  place: number,
  answered: MessageRecord | undefined,
): TimelineItem {
  // Of a message outside of this window only the id is known; its place comes with the answer's own.
  const reply = op.reply === undefined ? {} : { reply: { id: op.reply, seq: answered?.seq ?? 0 } };
  const thread = op.thread === undefined ? {} : { thread: { id: op.thread, seq: 0 } };
  const inChannel = op.inChannel ? { inChannel: op.inChannel } : {};
  const record = reduceMessage(
    null,
    {
      kind: 'append',
      message: messageIdOf(op),
      author: me,
      body: op.body,
      sentAt: op.at,
      ...reply,
      ...thread,
      ...inChannel,
      ...(op.question ? { question: true } : {}),
      ...(op.anchor === undefined ? {} : { anchor: op.anchor }),
    },
    { seq: PROVISIONAL_SEQ + place, rev: 0, at: since },
  );
  return { record, ...toldOf(shown) };
}

type Find = (message: MessageId) => MessageRecord | null;

/** What an op does at the other end of an accepted answer, unless the rows show it already. */
function endsOf({ op, rung, rev }: ShownOp, target: MessageRecord, me: UserId, find: Find): MessageEffect[] {
  if (op.kind !== 'delete' && !isMarkOp(op)) return [];
  const isShown = rev !== undefined && target.rev >= rev;
  return rung === 'refused' || isShown ? [] : otherEnds(effectOf(op, me, find), find);
}

const reduced = (record: MessageRecord, effect: MessageEffect, { at }: MessageOp): MessageRecord =>
  reduceMessage(record, effect, { seq: record.seq, rev: record.rev, at });

function withOp(item: TimelineItem, { op, ...shown }: ShownOp, me: UserId, find: Find): TimelineItem {
  // Its message may have come before its outcome: then it stands there already, and only there (rule 8).
  if (op.kind === 'send') return item.record.seq < PROVISIONAL_SEQ ? { ...item, rung: 'server' } : item;
  // The row shows the change already, and perhaps later ones too.
  if (item.change?.op === op.id || (shown.rev !== undefined && item.record.rev >= shown.rev)) return item;
  const change = { op: op.id, kind: op.kind, ...toldOf(shown) };
  // A change that was refused is not shown; that it was wanted is.
  if (shown.rung === 'refused') return { ...item, change };
  return { ...item, record: reduced(item.record, effectOf(op, me, find), op), change };
}

const toldOf = ({ rung, reason }: Pick<ShownOp, 'rung' | 'reason'>) =>
  reason === undefined ? { rung } : { rung, reason };

function effectOf(op: Exclude<MessageOp, { kind: 'send' }>, user: UserId, find: Find): MessageEffect {
  const { message } = op;
  switch (op.kind) {
    case 'edit':
      return { kind: 'replace', message, body: op.body };
    case 'delete':
      return { kind: 'remove', message };
    case 'react':
      return { kind: 'react', message, user, emoji: op.emoji, on: op.on };
    case 'pin':
      return { kind: 'pin', message, by: user, order: op.order };
    case 'question':
      return { kind: 'question', message, on: op.on };
    case 'accept': {
      // Of a message outside of these rows only the id is known.
      const answer = op.answer === null ? null : { id: op.answer, seq: find(op.answer)?.seq ?? 0 };
      return { kind: 'accept', message, answer };
    }
    case 'endorse':
      return { kind: 'endorse', message, by: op.on ? user : null };
  }
}

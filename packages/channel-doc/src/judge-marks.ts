import { type Actor, type Things, whyNot } from '@lectern/access';
import {
  type DenyReason,
  isTombstone,
  MAX_PINS,
  type MarkOp,
  type Message,
  type MessageId,
  type MessagePlace,
  type MessageRecord,
  type UserId,
} from '@lectern/contracts';

/** What becomes of what people have made of a message. */
export type MarkEffect =
  | {
      readonly kind: 'pin';
      readonly message: MessageId;
      readonly by: UserId;
      /** Null takes the pin away. */
      readonly order: number | null;
    }
  | { readonly kind: 'question'; readonly message: MessageId; readonly on: boolean }
  | { readonly kind: 'accept'; readonly message: MessageId; readonly answer: MessagePlace | null }
  /** The other end of an accepted answer: the question that it answers, or none any more. */
  | { readonly kind: 'answer'; readonly message: MessageId; readonly question: MessagePlace | null }
  | { readonly kind: 'endorse'; readonly message: MessageId; readonly by: UserId | null };

export interface MarkFacts {
  readonly actor: Actor;
  readonly thing: Things['message.question'];
  /** The op's message, living. */
  readonly message: Message;
  /** The answer that is to be accepted, if it stands in this channel. */
  readonly answer: MessageRecord | null;
  /** Pins of the channel. */
  readonly pins: number;
}

/** Judges an op on a living message whose channel the actor may read. */
export function judgeMark(
  op: MarkOp,
  facts: MarkFacts,
): { readonly allow: MarkEffect } | { readonly deny: DenyReason } {
  const reason = whyNotMark(op, facts);
  return reason === null ? { allow: effectOf(op, facts) } : { deny: reason };
}

function whyNotMark(op: MarkOp, { actor, thing, message, answer, pins }: MarkFacts): DenyReason | null {
  switch (op.kind) {
    case 'pin': {
      const isFull = op.order !== null && message.pinned === undefined && pins >= MAX_PINS;
      return whyNot(actor, 'message.pin', thing) ?? (isFull ? 'too-many-pins' : null);
    }
    case 'question':
      return whyNot(actor, 'message.question', thing);
    case 'accept':
      return whyNot(actor, 'message.question', thing) ?? whyNotAccept(op.answer, message, answer);
    case 'endorse':
      return whyNot(actor, 'message.endorse', thing);
  }
}

function whyNotAccept(
  wanted: MessageId | null,
  question: Message,
  answer: MessageRecord | null,
): DenyReason | null {
  if (question.question === undefined) return 'no-question';
  if (wanted === null) return null;
  if (answer === null) return 'unknown-message';
  if (isTombstone(answer)) return 'already-deleted';
  if (answer.id === question.id) return 'invalid';
  // An answer names its question, so that it can be found from there: one.
  return answer.answers === undefined || answer.answers.id === question.id ? null : 'answers-another';
}

function effectOf(op: MarkOp, { actor, answer }: MarkFacts): MarkEffect {
  const { message } = op;
  switch (op.kind) {
    case 'pin':
      return { kind: 'pin', message, by: actor.user, order: op.order };
    case 'question':
      return { kind: 'question', message, on: op.on };
    case 'accept': {
      const place = op.answer === null || answer === null ? null : { id: answer.id, seq: answer.seq };
      return { kind: 'accept', message, answer: place };
    }
    case 'endorse':
      return { kind: 'endorse', message, by: op.on ? actor.user : null };
  }
}

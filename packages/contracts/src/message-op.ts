import type { AcceptOp, DeleteOp, EditOp, EndorseOp, Op, PinOp, QuestionOp, ReactOp, SendOp } from './op.ts';

/** Ops that change what people have made of a message, and none of its words. */
export type MarkOp = PinOp | QuestionOp | AcceptOp | EndorseOp;
/** Ops that change messages; they are shown at once and marked until the server has answered. */
export type MessageOp = SendOp | EditOp | DeleteOp | ReactOp | MarkOp;

export const isMarkOp = (op: Op): op is MarkOp =>
  op.kind === 'pin' || op.kind === 'question' || op.kind === 'accept' || op.kind === 'endorse';
export const isMessageOp = (op: Op): op is MessageOp =>
  op.kind === 'send' || op.kind === 'edit' || op.kind === 'delete' || op.kind === 'react' || isMarkOp(op);

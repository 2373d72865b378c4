import type { DeleteOp, EditOp, Op, ReactOp, SendOp } from './op.ts';

/** Ops that change messages; they are shown at once and marked until the server has answered. */
export type MessageOp = SendOp | EditOp | DeleteOp | ReactOp;
export const isMessageOp = (op: Op): op is MessageOp =>
  op.kind === 'send' || op.kind === 'edit' || op.kind === 'delete' || op.kind === 'react';

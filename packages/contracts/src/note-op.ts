import type { ChangeNoteOp, CreateNoteOp, Op } from './op.ts';

/** Ops that change the list of a channel's notes. */
export type NoteOp = CreateNoteOp | ChangeNoteOp;

export const isNoteOp = (op: Op): op is NoteOp => op.kind === 'note.create' || op.kind === 'note.change';

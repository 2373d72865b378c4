import { type Actor, type Things, whyNot } from '@lectern/access';
import { type DenyReason, MAX_NOTES, type NoteEntry, type NoteOp, type SendOp } from '@lectern/contracts';
import { checkQuote } from '@lectern/rich-text';
import { type NoteEffect, noteEffectOf } from './reduce-notes.ts';

export interface NoteFacts {
  readonly actor: Actor;
  readonly channel: Things['note.manage'];
  /** All notes of the channel. */
  readonly notes: readonly NoteEntry[];
  /** Another channel has a note with the op's id. */
  readonly noteElsewhere: boolean;
}

/** Judges an op on the list of a channel's notes. */
export function judgeNote(
  op: NoteOp,
  { actor, channel, notes, noteElsewhere }: NoteFacts,
): { readonly allow: NoteEffect } | { readonly deny: DenyReason } {
  const reason = whyNot(actor, 'note.manage', channel) ?? whyNotNote(op, notes, noteElsewhere);
  return reason === null ? { allow: noteEffectOf(op, actor.user) } : { deny: reason };
}

function whyNotNote(op: NoteOp, notes: readonly NoteEntry[], noteElsewhere: boolean): DenyReason | null {
  const isKnown = notes.some(({ id }) => id === op.note);
  if (op.kind === 'note.change') return isKnown ? null : 'unknown-note';
  if (isKnown || noteElsewhere) return 'id-used';
  return notes.length >= MAX_NOTES ? 'too-many-notes' : null;
}

/** Of a passage of a note of the channel one speaks in the channel itself: what is said in a thread has its subject. */
export function whyNotAnchor({ anchor, thread }: SendOp, notes: readonly NoteEntry[]): DenyReason | null {
  if (anchor === undefined) return null;
  if (thread !== undefined) return 'invalid';
  return checkQuote(anchor.quote) ?? (notes.some(({ id }) => id === anchor.note) ? null : 'unknown-note');
}

import type { NoteEntry, NoteId, NoteOp, NoteTemplate, UserId } from '@lectern/contracts';
import { inOrder } from './note-list.ts';

/** What becomes of the list of a channel's notes. */
export type NoteEffect =
  | {
      readonly kind: 'create-note';
      readonly note: NoteId;
      readonly title: string;
      readonly order: number;
      readonly template: NoteTemplate;
      readonly by: UserId;
    }
  /** The fields that are given become so. */
  | { readonly kind: 'change-note'; readonly note: NoteId; readonly fields: NoteFields };

type NoteFields = Partial<Pick<NoteEntry, 'title' | 'order' | 'pinned' | 'archived'>>;

/** What an op does once it is allowed. */
export function noteEffectOf(op: NoteOp, by: UserId): NoteEffect {
  const { note, title, order } = op;
  if (op.kind === 'note.create')
    return { kind: 'create-note', note, title: op.title, order: op.order, template: op.template, by };
  const { pinned, archived } = op;
  return {
    kind: 'change-note',
    note,
    fields: {
      ...(title === undefined ? {} : { title }),
      ...(order === undefined ? {} : { order }),
      ...(pinned === undefined ? {} : { pinned }),
      ...(archived === undefined ? {} : { archived }),
    },
  };
}

/**
 * What the list of a channel's notes is after an effect, in its order: the one reducer for what the scribe commits and
 * for what a device shows before. A note that is there already, or that nobody knows, leaves the list as it is.
 */
export function reduceNotes(
  before: readonly NoteEntry[],
  effect: NoteEffect,
  { at }: { readonly at: number },
): readonly NoteEntry[] {
  const isKnown = before.some(({ id }) => id === effect.note);
  if (effect.kind === 'create-note') return isKnown ? before : inOrder([...before, created(effect, at)]);
  if (!isKnown) return before;
  return inOrder(before.map((entry) => (entry.id === effect.note ? { ...entry, ...effect.fields } : entry)));
}

const created = (
  { note, title, order, by }: Extract<NoteEffect, { kind: 'create-note' }>,
  at: number,
): NoteEntry => ({ id: note, title, order, pinned: false, archived: false, by, at, life: 1 });

import type { NoteItem } from '@lectern/sync-client';

/** Notes in the order in which lists show them: the pinned ones first, each in its place. */
export const inOrder = (notes: readonly NoteItem[]): NoteItem[] =>
  notes.toSorted(
    (a, b) => Number(b.pinned) - Number(a.pinned) || a.order - b.order || (a.id < b.id ? -1 : 1),
  );

/** A place behind all of these. */
export const lastPlace = (notes: readonly NoteItem[]): number =>
  notes.length === 0 ? 0 : Math.ceil(Math.max(...notes.map(({ order }) => order))) + 1;

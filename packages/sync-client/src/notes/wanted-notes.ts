import type { NoteId } from '@lectern/contracts';

/** Notes that stay open in the hub, those in use not counted: they are followed as others write in them. */
export const MOST_KEPT_OPEN = 60;
/** Pinned notes beyond those are brought up to date one after another, so many at a time. */
export const AT_ONCE = 4;
/** Notes opened lately that stay up to date here. */
export const MOST_OPENED = 30;

export interface NotePlaces {
  /** Open on a page, or with changes that the server has not logged. */
  readonly inUse: readonly NoteId[];
  /** Of the channel on screen. */
  readonly onScreen: readonly NoteId[];
  /** The latest first. */
  readonly opened: readonly NoteId[];
  /** Of all channels. */
  readonly pinned: readonly NoteId[];
  /** Whether all that the channel's list knows of its text has been fetched in this run. */
  readonly isFresh: (note: NoteId) => boolean;
}

/**
 * Which notes are open here, in order of need. Every pinned note must be readable without a network: those for which
 * there is no room are opened in turn and closed once they are up to date.
 */
export function wantedNotes({ inUse, onScreen, opened, pinned, isFresh }: NotePlaces): readonly NoteId[] {
  const kept = new Set([...inUse, ...onScreen, ...opened.slice(0, MOST_OPENED), ...pinned]);
  const used = new Set(inUse);
  const others = [...kept].filter((note) => !used.has(note));
  const inTurn = others.slice(MOST_KEPT_OPEN).filter((note) => !isFresh(note));
  return [...used, ...others.slice(0, MOST_KEPT_OPEN), ...inTurn.slice(0, AT_ONCE)];
}

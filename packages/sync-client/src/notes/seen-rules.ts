import type { NoteBody, NoteEntry, NoteId, UserId } from '@lectern/contracts';
import type { SeenNote } from '@lectern/local-store';
import { diffNotes, isVisibleChange } from '@lectern/rich-text/notes';

/** What may be kept of notes as their person last saw them. */
export const seenBounds = {
  /** Bytes of one note: twice a long lecture with its formulas. A longer one is only known to have changed. */
  one: 256 * 1024,
  /** Bytes of all of them: a semester's notes of a person's courses. The ones seen longest ago give way. */
  all: 8 * 1024 * 1024,
  /** Notes of which it is known that they were seen at all. */
  notes: 1_000,
} as const;

/** A note as it was last seen; the body is null where it is not kept. */
export interface SeenWords {
  readonly seen: SeenNote;
  readonly body: NoteBody | null;
}
/** What a note says, null where that is not here, and who wrote in it last as the channel's list has it. */
export interface PresentNote {
  readonly body: NoteBody | null;
  readonly edited: NoteEntry['edited'];
}
/** What became of a note since it was seen. */
export interface NoteNews {
  /** How many of its paragraphs came, went or changed; null when only that something did is known. */
  readonly paragraphs: number | null;
  /** Who wrote last since; null when that is not known. */
  readonly by: UserId | null;
}

/**
 * What changed in a note since its person saw it; null when nothing did. Who wrote in it last, on whatever device, had
 * the note before them then: that is no news to them.
 */
export function newsOf(
  { seen, body }: SeenWords,
  { body: now, edited }: PresentNote,
  me: UserId,
): NoteNews | null {
  const isEdited = (edited?.at ?? 0) > seen.edited;
  if (isEdited && edited?.by === me) return null;
  const by = isEdited ? (edited?.by ?? null) : null;
  if (now === null || seen.print === null) return isEdited ? { paragraphs: null, by } : null;
  if (printOf(now) === seen.print) return null;
  if (body === null) return { paragraphs: null, by };
  const paragraphs = diffNotes(body, now).filter(isVisibleChange).length;
  return paragraphs === 0 ? null : { paragraphs, by };
}

/** Of whom what they said is let go of, and who is forgotten altogether, so that all others are within the bounds. */
export function givesWay(
  rows: readonly SeenNote[],
  bounds: { readonly all: number; readonly notes: number } = seenBounds,
): { readonly words: readonly NoteId[]; readonly notes: readonly NoteId[] } {
  const latest = rows.toSorted((a, b) => b.at - a.at);
  const kept = latest.slice(0, bounds.notes);
  let bytes = 0;
  const words = kept.filter((row) => {
    bytes += row.bytes;
    return row.bytes > 0 && bytes > bounds.all;
  });
  return {
    words: words.map(({ note }) => note),
    notes: latest.slice(bounds.notes).map(({ note }) => note),
  };
}

/** What a body takes on disk, about. */
export const bytesOf = (body: NoteBody): number => new TextEncoder().encode(JSON.stringify(body)).length;

/** Bodies do not change: each is gone through once. */
const prints = new WeakMap<NoteBody, string>();

/** The same for notes that say the same, whatever their blocks are called, and else another one. */
export function printOf(body: NoteBody): string {
  const known = prints.get(body);
  if (known !== undefined) return known;
  const said = JSON.stringify(body.blocks, (key, value) => (key === 'id' ? undefined : value));
  const print = `${said.length.toString(36)}-${hashOf(said, 0x811c9dc5)}${hashOf(said, 0x2c1b3c6d)}`;
  prints.set(body, print);
  return print;
}

/** FNV-1a with a last mixing, from a beginning: two of them make it unlikely enough that two texts share both. */
function hashOf(text: string, begin: number): string {
  let hash = begin;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0).toString(36);
}

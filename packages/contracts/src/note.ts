import type { ChannelId, NoteId, UserId } from './ids.ts';

/** A channel's note as its document lists it. What the note says is a document of its own, `note/<id>/<life>`. */
export interface NoteEntry {
  readonly id: NoteId;
  readonly title: string;
  /** Its place among the channel's notes, the lowest first. Between two places there is room for others. */
  readonly order: number;
  readonly pinned: boolean;
  readonly archived: boolean;
  readonly by: UserId;
  /** Server clock when it was made. */
  readonly at: number;
  /** Who wrote in it last and when, on the server's clock; left out while nobody has. */
  readonly edited?: { readonly by: UserId; readonly at: number };
  /** The note document's present life. */
  readonly life: number;
}

/** A note together with the channel it belongs to. */
export interface ChannelNote extends NoteEntry {
  readonly channel: ChannelId;
}

/** What a new note begins with. The text of each is a constant update, so that it is the same on every device. */
export const noteTemplates = ['blank', 'lecture', 'lab', 'faq'] as const;
export type NoteTemplate = (typeof noteTemplates)[number];

/**
 * A passage of a note that a message asks about. The ends are Yjs relative positions, as the bytes of
 * `encodeRelativePosition` in base64: they stay with the passage through edits that are made offline.
 */
export interface NoteAnchor {
  readonly note: NoteId;
  readonly from: string;
  readonly to: string;
  /** The words as they stood there when the question was asked; they outlive the passage. */
  readonly quote: string;
}

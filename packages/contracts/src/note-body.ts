import type { InlineNode, MathNode } from './body.ts';

/**
 * What a note says, as typed nodes: what readers draw, versions keep and exports write. It is read out of the note's
 * document (`readNote` in channel-doc) and is never the document itself. Lines hold what lines of messages hold, but
 * for mentions.
 */
export interface NoteBody {
  readonly blocks: readonly NoteBlock[];
}

export const calloutTones = ['info', 'tip', 'warning', 'danger'] as const;
export type CalloutTone = (typeof calloutTones)[number];

/** Headings of a note: its title stands above it. */
export type HeadingLevel = 1 | 2 | 3;

export type NoteLine = readonly Exclude<InlineNode, { t: 'mention' }>[];

export interface NoteItem {
  readonly c: NoteLine;
  /** How far it stands in, from 0 to `MAX_NOTE_INDENT`. */
  readonly d: number;
  readonly mark: 'bullet' | 'number' | 'open' | 'done';
}

export interface NoteCell {
  readonly c: readonly NoteLine[];
  readonly head: boolean;
}

/** `id` names the block as long as it lives, in every replica: a link to a heading and a diff go by it. */
export type NoteBlock = { readonly id: string } & (
  | { readonly t: 'p' | 'quote'; readonly c: NoteLine }
  | { readonly t: 'h'; readonly level: HeadingLevel; readonly c: NoteLine }
  | { readonly t: 'callout'; readonly tone: CalloutTone; readonly c: NoteLine }
  | { readonly t: 'list'; readonly items: readonly NoteItem[] }
  | { readonly t: 'table'; readonly rows: readonly (readonly NoteCell[])[] }
  | { readonly t: 'code'; readonly s: string; readonly lang?: string }
  | MathNode
  | { readonly t: 'rule' }
);

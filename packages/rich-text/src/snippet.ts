import type { UserId } from '@lectern/contracts';
import { findPhrases, type Range } from './match.ts';
import type { SearchQuery } from './query.ts';

export interface Snippet {
  /** One line around the first match. */
  readonly snippet: string;
  /** `[start, length]` of every match in it, in UTF-16 units, in order and apart from each other. */
  readonly marks: readonly (readonly [number, number])[];
  /** `[place, person]` of every `@` in it that mentions somebody: where the name belongs, behind the `@`. */
  readonly mentions: readonly (readonly [number, UserId])[];
}

/** Characters of a snippet without its ellipses: two lines of a result list. */
const SNIPPET_LENGTH = 160;

/** Characters shown before the first match, so that it stands in its sentence. */
const LEAD = 48;

/** How far an end may move so as not to cut a word. */
const WORD_SLACK = 16;

/**
 * The piece of a text that shows why it was found: around the first match, or its beginning when nothing matches.
 * @param mentions whose names the text leaves out, and where
 */
export function snippet(
  text: string,
  query: SearchQuery,
  mentions: readonly { readonly at: number; readonly user: UserId }[] = [],
): Snippet {
  const ranges = union(findPhrases(text, query.phrases));
  const first = ranges[0]?.start ?? 0;
  const from = text.length <= SNIPPET_LENGTH ? 0 : startOfWindow(text, first);
  const to = endOfWindow(
    text,
    Math.max(from + SNIPPET_LENGTH, ranges[0] ? Math.min(ranges[0].end, from + 2 * SNIPPET_LENGTH) : 0),
  );
  const before = from > 0 ? '…' : '';
  const after = to < text.length ? '…' : '';
  const marks = ranges
    .map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) }))
    .filter(({ start, end }) => start < end)
    .map(({ start, end }) => [start - from + before.length, end - start] as const);
  return {
    snippet: before + text.slice(from, to).replace(/\s/gu, ' ') + after,
    marks,
    mentions: mentions
      .filter(({ at }) => at > from && at <= to)
      .map(({ at, user }) => [at - from + before.length, user] as const),
  };
}

/** Ranges that touch or overlap, as one. */
function union(ranges: readonly Range[]): Range[] {
  const apart: { start: number; end: number }[] = [];
  for (const { start, end } of ranges) {
    const last = apart.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else apart.push({ start, end });
  }
  return apart;
}

/** At most the lead before the match, not more than is needed to fill the snippet, at the beginning of a word. */
function startOfWindow(text: string, match: number): number {
  const from = Math.max(0, Math.min(match - LEAD, text.length - SNIPPET_LENGTH));
  if (from === 0) return 0;
  const space = text.slice(from, Math.min(from + WORD_SLACK, match)).search(/\s\S/u);
  return space >= 0 ? from + space + 1 : wholeCharacter(text, from);
}

function endOfWindow(text: string, to: number): number {
  if (to >= text.length) return text.length;
  const tail = text.slice(to - WORD_SLACK, to);
  const space = tail.search(/\s\S*$/u);
  return space > 0 ? to - WORD_SLACK + space : wholeCharacter(text, to);
}

/** Moves a cut back in front of the character that it would halve, marks that combine with it included. */
function wholeCharacter(text: string, cut: number): number {
  let place = cut;
  while (place > 0 && (/[\udc00-\udfff]/.test(text[place]!) || /\p{M}/u.test(text[place]!))) place--;
  return place;
}

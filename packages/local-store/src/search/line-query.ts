import type { ChannelId, UserId } from '@lectern/contracts';
import { type AskedTerm, markTerm, type Phrase, type SearchMark } from '@lectern/rich-text/search';

/** A query as the local store sees it; every part is a restriction, and all of them hold together. */
export interface LineQuery {
  readonly phrases: readonly Phrase[];
  readonly marks: readonly SearchMark[];
  readonly channels: ReadonlySet<ChannelId>;
  /** Null: everyone. */
  readonly authors: ReadonlySet<UserId> | null;
  /** Server clock at commit in milliseconds: at `since` or later, before `until`. */
  readonly since: number | null;
  readonly until: number | null;
  /** What only this person's device knows of a message: whether it is saved, whether it is unread. */
  readonly allows?: ((channel: ChannelId, seq: number, author: UserId) => boolean) | undefined;
}

/** A term that a line must have, and the pieces of text by which places are found where it may stand. */
export interface WantedTerm {
  readonly asked: AskedTerm;
  readonly needles: readonly string[];
}

/** Letters that words must share at their beginning to be looked for at once. */
const MIN_SHARED = 3;

/** Every term that a line must have, the longest first: it is probably the rarest, and ends most scans at once. */
export function wantedTerms({ phrases, marks }: Pick<LineQuery, 'phrases' | 'marks'>): WantedTerm[] {
  const asked = [
    ...phrases.flat(),
    ...marks.map(
      (mark): AskedTerm => ({ term: markTerm(mark), at: 0, prefix: false, forms: [], loose: false }),
    ),
  ];
  const wanted = asked.map((one) => ({ asked: one, needles: needlesOf([one.term, ...one.forms]) }));
  const length = ({ needles }: WantedTerm) => Math.min(...needles.map((needle) => needle.length));
  return wanted.sort((a, b) => length(b) - length(a));
}

function needlesOf(words: readonly string[]): string[] {
  const [first = '', ...others] = words;
  let shared = first.length;
  for (const word of others) while (!word.startsWith(first.slice(0, shared))) shared--;
  return shared >= Math.min(MIN_SHARED, first.length) ? [first.slice(0, shared)] : [...new Set(words)];
}

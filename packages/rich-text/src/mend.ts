import { formsOf } from './forms.ts';
import type { Phrase, SearchQuery } from './query.ts';
import { slipsOf } from './slips.ts';

/** Words of a query that are mended at most: each brings hundreds of others to look for. */
const MAX_MENDED = 3;

/**
 * A query that found nothing, asking also for what its words may have been meant to be; null when none of them can be
 * a slip. Quoted words and code are meant as they stand.
 */
export function withSlips(query: SearchQuery): SearchQuery | null {
  let mended = 0;
  const phrases = query.phrases.map((phrase) => {
    const [asked] = phrase;
    const slips = asked?.loose && mended < MAX_MENDED ? slipsOf(asked.term) : [];
    if (slips.length === 0) return phrase;
    mended += 1;
    return [{ ...asked!, forms: [...asked!.forms, ...slips] }];
  });
  return mended === 0 ? null : { ...query, phrases };
}

/** A word of a query, and the word that it was probably meant to be. */
export interface Mended {
  readonly typed: string;
  readonly meant: string;
}

/**
 * What a query was meant to be, told by what was found with slips: of each word, the one that most of the newest
 * matches have. Pure, so that device and server mend alike.
 * @param lines the lines of the newest matches by position, see `placesOf`
 */
export function mend(
  query: SearchQuery,
  lines: readonly (readonly (readonly string[])[])[],
): { readonly query: SearchQuery; readonly mended: readonly Mended[] } {
  const mended: Mended[] = [];
  const phrases = query.phrases.map((phrase): Phrase => {
    const [asked] = phrase;
    if (!asked?.loose) return phrase;
    const slips = new Set(slipsOf(asked.term));
    const counts = new Map<string, number>();
    for (const line of lines)
      for (const term of new Set(line.flat()))
        if (slips.has(term) || term === asked.term) counts.set(term, (counts.get(term) ?? 0) + 1);
    const [meant] = [...counts].sort(([a, inA], [b, inB]) => inB - inA || (a < b ? -1 : 1))[0] ?? [];
    if (meant === undefined || meant === asked.term) return phrase;
    mended.push({ typed: asked.term, meant });
    return [{ ...asked, term: meant, prefix: false, forms: formsOf(meant) }];
  });
  return { query: { ...query, phrases }, mended };
}

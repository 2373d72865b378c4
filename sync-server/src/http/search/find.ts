import { PAGE_SIZE, type SearchOrder } from '@lectern/contracts';
import {
  askedSignatures,
  MAX_RANKED,
  type Mended,
  matchLine,
  mend,
  placesOf,
  relevance,
  type SearchQuery,
  termLine,
  tsqueryText,
  withSlips,
} from '@lectern/rich-text/search';
import type { Database } from '../../database/open-database.ts';
import {
  type FoundMessage,
  type FoundText,
  type MessageSearch,
  type SearchCursor,
  searchTexts,
  termsInUse,
  withMessages,
} from '../../database/search.ts';

/** Where a page begins: behind a hit, or at a place among the ranked. */
export type PageStart = SearchCursor | { readonly rank: number };

export interface FoundPage {
  readonly hits: readonly FoundMessage[];
  /** What was looked for in the end. */
  readonly words: SearchQuery;
  readonly mended: readonly Mended[];
  readonly next: PageStart | null;
}

/** What a search asks for beside its words. */
type Filters = Pick<MessageSearch, 'channels' | 'authors' | 'since' | 'until'>;

/** Newest matches by which a slip is mended; the device takes as many. */
const MEND_BY = 50;

/** One page of what answers a query; when nothing does, of what the query was probably meant to be. */
export async function findPage(
  { db, pool }: Pick<Database, 'db' | 'pool'>,
  words: SearchQuery,
  filters: Filters,
  order: SearchOrder,
  start: PageStart | null,
): Promise<FoundPage> {
  const asked = { database: { db, pool }, filters, order, start };
  const page = await readPage(asked, words);
  if (page.hits.length > 0) return page;
  // A later page of what was mended comes with the words that were typed, too.
  const meant = await meantBy(asked, words);
  return meant === null ? page : { ...(await readPage(asked, meant.query)), mended: meant.mended };
}

interface Asked {
  readonly database: Pick<Database, 'db' | 'pool'>;
  readonly filters: Filters;
  readonly order: SearchOrder;
  readonly start: PageStart | null;
}

async function readPage({ database, filters, order, start }: Asked, words: SearchQuery): Promise<FoundPage> {
  const asked = { ...filters, ...wordsOf(words) };
  if (order === 'newest') {
    const cursor = start !== null && 'at' in start ? start : null;
    const found = await searchTexts(database, { ...asked, cursor, limit: PAGE_SIZE + 1 });
    const page = found.slice(0, PAGE_SIZE);
    const next = found.length > PAGE_SIZE ? page.at(-1)!.cursor : null;
    return { hits: await withMessages(database, page), words, mended: [], next };
  }
  const rank = start !== null && 'rank' in start ? start.rank : 0;
  const found = await searchTexts(database, { ...asked, cursor: null, limit: MAX_RANKED });
  const page = ranked(found, words, Date.now()).slice(rank, rank + PAGE_SIZE);
  const next = found.length > rank + PAGE_SIZE ? { rank: rank + PAGE_SIZE } : null;
  return { hits: await withMessages(database, page), words, mended: [], next };
}

const wordsOf = (words: SearchQuery) => ({
  tsquery: tsqueryText(words),
  signatures: askedSignatures(words),
});

async function meantBy({ database, filters }: Asked, words: SearchQuery) {
  const slips = withSlips(words);
  if (slips === null) return null;
  const inUse = await termsInUse(
    database.db,
    slips.phrases.flatMap((phrase) => phrase.flatMap(({ forms }) => forms)),
  );
  const phrases = slips.phrases.map((phrase) =>
    phrase.map((asked) => ({ ...asked, forms: asked.forms.filter((form) => inUse.has(form)) })),
  );
  if (inUse.size === 0) return null;
  const asked = { ...filters, ...wordsOf({ ...slips, phrases }) };
  const near = await searchTexts(database, { ...asked, cursor: null, limit: MEND_BY });
  const meant = mend(
    words,
    near.map(({ text }) => placesOf(termLine(text))),
  );
  return meant.mended.length === 0 ? null : meant;
}

function ranked(found: readonly FoundText[], { phrases }: SearchQuery, now: number): FoundText[] {
  const scored = found.map((hit) => {
    const places = placesOf(termLine(hit.text));
    const where = matchLine(places, { phrases, marks: [] });
    const at = hit.cursor.at / 1_000;
    return { hit, score: relevance({ places, found: where, at }, phrases, now) };
  });
  return scored.sort((a, b) => b.score - a.score).map(({ hit }) => hit);
}

import {
  type ChannelId,
  channelWord,
  isTombstone,
  type PersonEntry,
  type SearchHit,
  type UserId,
} from '@lectern/contracts';
import type { LocalHit, LocalQuery } from '@lectern/local-store';
import { mentionPlaces, plainText } from '@lectern/rich-text';
import { askedMarks, isEmptyQuery, parseQuery, type SearchQuery, snippet } from '@lectern/rich-text/search';
import { type Catalog, channelsOf } from './catalog.ts';
import type { LocalSearchAnswer, LocalSearchRequest } from './port-values.ts';
import type { SearchOptions } from './search.ts';

/** Hits of one answer at most: beyond these a person asks for something else. */
const MOST_HITS = 500;

/** One search over the store: names become ids here, and what only this person knows is asked here. */
export async function searchLocally(
  options: SearchOptions,
  { q, order, limit }: LocalSearchRequest,
): Promise<LocalSearchAnswer> {
  const words = parseQuery(q, startOfLocalDay);
  if (isEmptyQuery(words)) return { hits: [], more: false, mended: [], behind: false };
  const query = queryOf(words, options);
  const { store, clock } = options;
  const found = await store.find(query, order, Math.min(limit, MOST_HITS), clock.now());
  const { more, mended, behind } = found;
  return { hits: found.hits.map((hit) => shown(hit, found.words)), more, mended, behind };
}

function queryOf(words: SearchQuery, options: SearchOptions): LocalQuery {
  const known = options.catalog();
  const channels = channelsOf(known).filter(
    ({ name }) => words.in.length === 0 || words.in.includes(channelWord(name)),
  );
  return {
    words,
    marks: askedMarks(words),
    channels: new Set(channels.map(({ id }) => id)),
    authors: words.from.length === 0 ? null : authorsOf(known, words.from),
    since: words.since,
    until: words.until,
    allows: ownFilter(words, known.me.id, options),
  };
}

/** What only this person's devices know: what they have read, and what they keep for later. */
function ownFilter({ is }: SearchQuery, me: UserId, { readSeq, saved }: SearchOptions): LocalQuery['allows'] {
  const unread = is.includes('unread');
  const kept = is.includes('saved') ? new Set(saved().map(placeOf)) : null;
  if (!unread && kept === null) return undefined;
  return (channel, seq, author) =>
    (!unread || (author !== me && seq > readSeq(channel))) && (kept?.has(placeOf({ channel, seq })) ?? true);
}

const placeOf = ({ channel, seq }: { channel: ChannelId; seq: number }): string => `${channel} ${seq}`;

function authorsOf({ courses }: Catalog, handles: readonly string[]): Set<UserId> {
  const people: PersonEntry[] = Object.values(courses).flatMap((course) => course.people);
  return new Set(people.filter(({ handle }) => handles.includes(handle.toLowerCase())).map(({ id }) => id));
}

function shown({ channel, record }: LocalHit, words: SearchQuery): SearchHit {
  const [text, mentions] = isTombstone(record)
    ? ['', []]
    : [plainText(record.body), mentionPlaces(record.body)];
  return { message: { ...record, channel }, ...snippet(text, words, mentions) };
}

const startOfLocalDay = (year: number, month: number, day: number): number =>
  new Date(year, month - 1, day).getTime();

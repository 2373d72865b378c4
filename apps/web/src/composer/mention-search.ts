import type { MentionGroup, PersonEntry } from '@lectern/contracts';
import { matchWords } from '../components/match-words.ts';

/** Suggestions shown at once: as many as a thumb can reach. */
export const MAX_SUGGESTIONS = 6;

/** Groups among them as long as nothing has been typed that could mean one: enough to know that there are such. */
const MAX_UNASKED_GROUPS = 2;

/** First letters and letters with gaps are too far from a name that is to be told of a message. */
const WORST_MATCH = 2;

export type MentionMatch =
  | { readonly kind: 'person'; readonly person: PersonEntry }
  | { readonly kind: 'group'; readonly group: MentionGroup };

/**
 * Whom a begun mention may mean: people, the best matches first, and then groups. A group is never the first while
 * somebody's name begins so: who types in haste does not call everyone.
 */
export function matchMentions(
  people: readonly PersonEntry[],
  groups: readonly MentionGroup[],
  query: string,
): MentionMatch[] {
  const called = groups
    .filter((group) => group.startsWith(query.toLowerCase()))
    .slice(0, query === '' ? MAX_UNASKED_GROUPS : MAX_SUGGESTIONS / 2);
  return [
    ...matchPeople(people, query)
      .slice(0, MAX_SUGGESTIONS - called.length)
      .map((person) => ({ kind: 'person', person }) as const),
    ...called.map((group) => ({ kind: 'group', group }) as const),
  ];
}

/** People whose handle or name, or a later part of it, begins with the query; the best matches first. */
export function matchPeople(people: readonly PersonEntry[], query: string): PersonEntry[] {
  const ranked = people.flatMap((person) => {
    const ranks = [person.name, person.handle].flatMap((name) => matchWords(query, name) ?? []);
    const rank = Math.min(...ranks);
    return query === '' || rank <= WORST_MATCH ? [{ person, rank }] : [];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.person.name.localeCompare(b.person.name))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ person }) => person);
}

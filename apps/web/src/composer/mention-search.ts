import type { PersonEntry } from '@lectern/contracts';
import { matchWords } from '../components/match-words.ts';

/** Suggestions shown at once: as many as a thumb can reach. */
export const MAX_SUGGESTIONS = 6;

/** First letters and letters with gaps are too far from a name that is to be told of a message. */
const WORST_MATCH = 2;

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

import type { PersonEntry } from '@lectern/contracts';

/** Suggestions shown at once: as many as a thumb can reach. */
export const MAX_SUGGESTIONS = 6;

/** People whose handle or name, or a later part of it, begins with the query; the best matches first. */
export function matchPeople(people: readonly PersonEntry[], query: string): PersonEntry[] {
  const wanted = fold(query);
  const ranked: { person: PersonEntry; rank: number }[] = [];
  for (const person of people) {
    const name = fold(person.name);
    const rank = name.startsWith(wanted)
      ? 0
      : person.handle.startsWith(wanted)
        ? 1
        : name.split(/[\s-]+/).some((part) => part.startsWith(wanted))
          ? 2
          : -1;
    if (rank >= 0) ranked.push({ person, rank });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || a.person.name.localeCompare(b.person.name))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ person }) => person);
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

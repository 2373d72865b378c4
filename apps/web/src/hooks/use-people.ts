import type { CourseId, PersonEntry, PresenceEntry, UserId } from '@lectern/contracts';
import { useMemo } from 'react';
import { words } from '../words/words.ts';
import { useMe } from './use-me.ts';
import { useView } from './use-view.ts';

export interface People {
  readonly list: readonly PersonEntry[];
  readonly byId: ReadonlyMap<UserId, PersonEntry>;
  readonly presence: ReadonlyMap<UserId, PresenceEntry>;
  readonly ready: boolean;
  /** Somebody's name; of whom nothing is known, a word that says so. */
  readonly nameOf: (user: UserId) => string;
}

/** The members of a course with their presence. */
export function usePeople(course: CourseId): People {
  const view = useView('people', { course });
  const me = useMe();
  const list = view?.people;
  const presence = view?.presence;
  const byId = useMemo(() => new Map((list ?? []).map((person) => [person.id, person])), [list]);
  const nameOf = useMemo(
    () => (user: UserId) => byId.get(user)?.name ?? (user === me.id ? me.name : words.common.unknownPerson),
    [byId, me],
  );
  const states = useMemo(() => new Map((presence ?? []).map((entry) => [entry.user, entry])), [presence]);
  return { list: list ?? [], byId, presence: states, ready: view?.ready ?? false, nameOf };
}

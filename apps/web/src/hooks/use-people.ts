import type { CourseId, PersonEntry, PresenceEntry, UserId } from '@lectern/contracts';
import { useMemo } from 'react';
import { words } from '../words/words.ts';
import { useMe } from './use-me.ts';
import { useView } from './use-view.ts';

export interface People {
  readonly list: readonly PersonEntry[];
  readonly byId: ReadonlyMap<UserId, PersonEntry>;
  /** Whether somebody is here; null without a connection, when that cannot be known. */
  readonly presenceOf: (user: UserId) => PresenceEntry | null;
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
  const connection = useView('connection', null)?.state;
  const isConnected = connection === 'connected' || connection === 'slow';
  const presenceOf = useMemo(() => {
    const told = new Map((presence ?? []).map((entry) => [entry.user, entry]));
    return (user: UserId) =>
      isConnected ? (told.get(user) ?? { user, state: 'offline' as const, lastSeen: null }) : null;
  }, [presence, isConnected]);
  return { list: list ?? [], byId, presenceOf, ready: view?.ready ?? false, nameOf };
}

import type { CourseId, UserId } from '@lectern/contracts';
import { useCallback, useEffect, useState } from 'react';
import { usePage } from '../hub/hub-context.tsx';
import { words } from '../words/words.ts';
import { useMe } from './use-me.ts';
import { useSidebar } from './use-sidebar.ts';

/** Somebody's name, over all courses one is in: for lists that mix channels of several. */
export function useNames(): (user: UserId) => string {
  const { views } = usePage();
  const me = useMe();
  const courses = useSidebar()
    .courses.map(({ id }) => id)
    .join(' ');
  const [names, setNames] = useState<ReadonlyMap<UserId, string>>(new Map());
  useEffect(() => {
    const ids = courses.split(' ').filter(Boolean) as CourseId[];
    const read = () =>
      setNames(
        new Map(
          ids
            .flatMap((course) => views.read('people', { course })?.people ?? [])
            .map(({ id, name }) => [id, name]),
        ),
      );
    const stops = ids.map((course) => views.subscribe('people', { course }, read));
    read();
    return () => {
      for (const stop of stops) stop();
    };
  }, [views, courses]);
  return useCallback(
    (user) => names.get(user) ?? (user === me.id ? me.name : words.common.unknownPerson),
    [names, me],
  );
}

import { can } from '@lectern/access';
import { type CourseId, type CourseRole, courseRoles } from '@lectern/contracts';
import { useDeferredValue, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { actorInCourse } from '../../hooks/use-actor.ts';
import { useMe } from '../../hooks/use-me.ts';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { findCourse, useSidebar } from '../../hooks/use-sidebar.ts';
import { courseWords } from '../../words/course.ts';
import { peopleWords } from '../../words/people.ts';
import { words } from '../../words/words.ts';
import { useDialogs } from '../shell/dialogs.tsx';
import { HomeLink } from '../shell/home-link.tsx';
import { SceneBody, SceneHeader, SceneSkeleton, SceneTitle } from '../shell/scene.tsx';
import { PersonRow } from './person-row.tsx';

const order: readonly CourseRole[] = [...courseRoles].reverse();

/** Everyone in the course, staff first, with presence and what this person may do for them. */
export function PeopleScene({ course: id }: { course: CourseId }) {
  const me = useMe();
  const now = useNow();
  const sidebar = useSidebar();
  const course = findCourse(sidebar, id);
  const people = usePeople(id);
  const dialogs = useDialogs();
  const [find, setFind] = useState('');
  const wanted = useDeferredValue(find).trim().toLocaleLowerCase();
  useSceneTitle(peopleWords.title);
  if (!course) {
    if (!sidebar.ready) return <SceneSkeleton />;
    return (
      <EmptyState icon="people" title={courseWords.notFound} lead={courseWords.notFoundLead}>
        <HomeLink />
      </EmptyState>
    );
  }
  const actor = actorInCourse(me, course);
  const matching = people.list.filter((person) =>
    `${person.name} ${person.handle}`.toLocaleLowerCase().includes(wanted),
  );
  return (
    <>
      <SceneHeader
        actions={
          can(actor, 'course.invite', { role: 'student' }) && (
            <Button size="small" icon="plus" onClick={() => dialogs.show({ kind: 'invite', course: id })}>
              {words.sidebar.invite}
            </Button>
          )
        }
      >
        <SceneTitle>{peopleWords.title}</SceneTitle>
        <span className="min-w-0 truncate text-small text-muted max-tablet:hidden">
          <bdi>{course.name}</bdi>
        </span>
      </SceneHeader>
      <SceneBody className="gap-6">
        <input
          type="search"
          value={find}
          onChange={(event) => setFind(event.target.value)}
          placeholder={peopleWords.find}
          aria-label={peopleWords.find}
          className="min-h-10 w-full rounded-control border border-line-control bg-surface px-3 text-body coarse:min-h-11"
        />
        {!people.ready && people.list.length === 0 && <SkeletonRows count={8} label={words.common.loading} />}
        {people.ready && matching.length === 0 && <EmptyState icon="people" title={peopleWords.none} />}
        {order.map((role) => {
          const group = matching
            .filter((person) => person.role === role)
            .sort((a, b) => a.name.localeCompare(b.name));
          if (group.length === 0) return null;
          return (
            <section key={role} aria-label={peopleWords.roles[role]}>
              <h2 className="mb-1 flex items-baseline gap-2 text-small font-semibold text-soft">
                {peopleWords.roles[role]}
                <span className="font-normal text-muted">{peopleWords.count(group.length)}</span>
              </h2>
              <ul className="-mx-2.5 flex flex-col">
                {group.map((person) => (
                  <PersonRow
                    key={person.id}
                    person={person}
                    presence={people.presenceOf(person.id)}
                    course={course}
                    actor={actor}
                    now={now}
                  />
                ))}
              </ul>
            </section>
          );
        })}
      </SceneBody>
    </>
  );
}

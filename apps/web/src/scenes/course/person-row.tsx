import { type Actor, can } from '@lectern/access';
import { courseRoles, type PersonEntry, type PresenceEntry, type ResetLink } from '@lectern/contracts';
import type { SidebarCourse } from '@lectern/sync-client';
import { memo, useState } from 'react';
import { Avatar } from '../../components/avatar.tsx';
import { IconButton } from '../../components/button.tsx';
import { ConfirmDialog, Dialog } from '../../components/dialog.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { useToast } from '../../components/toast.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { accounts } from '../../http/accounts.ts';
import { courses } from '../../http/courses.ts';
import { when } from '../../words/format.ts';
import { peopleWords } from '../../words/people.ts';
import { words } from '../../words/words.ts';
import { ProblemNotice } from '../account/form.tsx';
import { LinkBox } from './link-box.tsx';

/** One person of the course. */
export const PersonRow = memo(function PersonRow({
  person,
  presence,
  course,
  actor,
  now,
}: {
  person: PersonEntry;
  /** Null while nobody can know it. */
  presence: PresenceEntry | null;
  course: SidebarCourse;
  actor: Actor;
  now: number;
}) {
  const toast = useToast();
  const reset = useCall(accounts.resetLink);
  const setRole = useCall(courses.setRole);
  const remove = useCall(courses.removePerson);
  const [link, setLink] = useState<ResetLink | null>(null);
  const [removing, setRemoving] = useState(false);
  const self = person.id === actor.user;
  const problem = reset.problem ?? setRole.problem;
  const seen =
    presence?.state === 'offline' && presence.lastSeen
      ? peopleWords.lastSeen(presence.lastSeen, now)
      : presence && words.presence[presence.state];

  const items: MenuItem[] = [];
  if (!self) {
    for (const role of courseRoles) {
      if (!can(actor, 'course.setRole', { from: person.role, to: role })) continue;
      items.push({
        label: words.roles.course[role],
        checked: role === person.role,
        onSelect: async () => {
          if (role !== person.role && (await setRole.run(course.id, person.id, role)) !== undefined) {
            toast({ icon: 'check', title: peopleWords.roleChanged(person.name, words.roles.course[role]) });
          }
        },
      });
    }
    if (can(actor, 'people.resetLink', { siteAdmin: false, courseRole: person.role })) {
      items.push({
        label: peopleWords.resetLink,
        icon: 'key',
        apart: items.length > 0,
        onSelect: async () => {
          const made = await reset.run(person.id);
          if (made) setLink(made);
        },
      });
    }
    if (can(actor, 'course.setRole', { from: person.role, to: null })) {
      items.push({
        label: peopleWords.removeFromCourse,
        icon: 'leave',
        danger: true,
        onSelect: () => setRemoving(true),
      });
    }
  }
  return (
    <li className="flex min-h-14 items-center gap-3 rounded-control px-2.5 py-1.5">
      <Avatar id={person.id} name={person.name} size={36} presence={presence?.state} />
      <span className="min-w-0 grow">
        <span className="flex min-w-0 items-center gap-2">
          <bdi className="name truncate font-medium">{person.name}</bdi>
          {self && <span className="shrink-0 text-small text-muted">({words.common.you})</span>}
        </span>
        <span className="block truncate text-small text-muted">
          @{person.handle}
          {seen && ` · ${seen}`}
        </span>
      </span>
      {items.length > 0 && (
        <Menu label={peopleWords.actions(person.name)} items={items}>
          {(trigger) => <IconButton {...trigger} icon="more" label={peopleWords.actions(person.name)} />}
        </Menu>
      )}
      {problem && (
        <Dialog
          title={person.name}
          onClose={() => {
            reset.reset();
            setRole.reset();
          }}
        >
          <ProblemNotice
            problem={
              problem.offline ? { ...problem, offline: false, message: words.common.offlineAction } : problem
            }
          />
        </Dialog>
      )}
      {link && (
        <Dialog title={peopleWords.resetTitle(person.name)} onClose={() => setLink(null)}>
          <LinkBox url={link.url} lead={peopleWords.resetLead(when(link.expiresAt, now))} />
        </Dialog>
      )}
      {removing && (
        <ConfirmDialog
          title={peopleWords.removeTitle(person.name, course.name)}
          lead={peopleWords.removeLead}
          action={peopleWords.removeFromCourse}
          busy={remove.busy}
          onClose={() => setRemoving(false)}
          onConfirm={async () => {
            if ((await remove.run(course.id, person.id)) === undefined) return;
            setRemoving(false);
            toast({ icon: 'check', title: peopleWords.removed(person.name) });
          }}
        >
          <ProblemNotice problem={remove.problem} />
        </ConfirmDialog>
      )}
    </li>
  );
});

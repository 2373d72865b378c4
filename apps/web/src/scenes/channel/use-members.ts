import type { ChannelRole, PersonEntry } from '@lectern/contracts';
import { useMemo } from 'react';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import type { Membership } from './use-membership.ts';

export interface Member extends PersonEntry {
  readonly channelRole: ChannelRole;
}

/** The people of a membership, those with an office first; null while it is not known. */
export function useMembers({ course }: FoundChannel, { roles }: Membership): readonly Member[] | null {
  const people = usePeople(course.id);
  return useMemo(
    () =>
      roles &&
      people.list
        .filter((person) => roles.has(person.id))
        .map((person) => ({ ...person, channelRole: roles.get(person.id)! }))
        .sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name)),
    [roles, people.list],
  );
}

const ranks: Record<string, number> = {
  member: 0,
  student: 0,
  tutor: 1,
  moderator: 2,
  lecturer: 3,
  admin: 4,
};
const rank = (member: Member): number => Math.max(ranks[member.channelRole] ?? 0, ranks[member.role] ?? 0);

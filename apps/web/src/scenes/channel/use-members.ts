import type { ChannelRole, PersonEntry, UserId } from '@lectern/contracts';
import { useMemo } from 'react';
import { useAsk } from '../../hooks/use-call.ts';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useView } from '../../hooks/use-view.ts';
import { api } from '../../http/api.ts';

export interface Member extends PersonEntry {
  readonly channelRole: ChannelRole;
}
export interface Members {
  /** Null while it is not known, which for a private channel needs the server. */
  readonly list: readonly Member[] | null;
  readonly failed: boolean;
  readonly again: () => void;
}

/**
 * Who is in a channel. Everyone in the course is in its open channels unless a row of the server says otherwise; a
 * private one is known by its rows alone. Changes of this device that wait are shown already.
 */
export function useMembers(found: FoundChannel): Members {
  const { entry, course } = found;
  const people = usePeople(course.id);
  const pending = useView('pending', null);
  const changes = useMemo(
    () =>
      (pending ?? [])
        .filter(
          ({ op, rung }) => op.kind === 'channel.member' && op.channel === entry.id && rung !== 'refused',
        )
        .map(({ op }) => op),
    [pending, entry.id],
  );
  // Asked again when a change of one's own has left the outbox.
  const rows = useAsk(`${entry.id}:${changes.length}`, () => api.channelMembers(entry.id));

  const list = useMemo(() => {
    if (rows.state !== 'answered' && entry.type === 'private') return null;
    const roles = new Map<UserId, ChannelRole>();
    if (entry.type !== 'private') for (const person of people.list) roles.set(person.id, 'member');
    for (const row of rows.state === 'answered' ? rows.value : []) {
      if (row.state === 'in') roles.set(row.user, row.role);
      else roles.delete(row.user);
    }
    for (const op of changes) {
      if (op.kind !== 'channel.member') continue;
      if (op.role) roles.set(op.user, op.role);
      else roles.delete(op.user);
    }
    return people.list
      .filter((person) => roles.has(person.id))
      .map((person) => ({ ...person, channelRole: roles.get(person.id)! }))
      .sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name));
  }, [rows, people.list, changes, entry.type]);

  return { list, failed: rows.state === 'failed', again: rows.again };
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

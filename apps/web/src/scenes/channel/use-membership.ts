import type { ChannelId, ChannelMemberEntry, ChannelRole, UserId } from '@lectern/contracts';
import { useEffect, useMemo } from 'react';
import { useAsk } from '../../hooks/use-call.ts';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useView } from '../../hooks/use-view.ts';
import { api } from '../../http/api.ts';

/** Who is in a channel, as far as it is known here. */
export interface Membership {
  /** Null while it is not known, which for a private channel needs the server. */
  readonly roles: ReadonlyMap<UserId, ChannelRole> | null;
  /** The server has told who left and who was removed: before that, an open channel seems to have everyone in it. */
  readonly isTold: boolean;
  readonly failed: boolean;
  readonly again: () => void;
}

/**
 * Everyone in the course is in its open channels unless a row of the server says otherwise; a private one is known by
 * its rows alone. Changes of this device that wait are shown already.
 */
export function useMembership(found: FoundChannel): Membership {
  const { entry, course } = found;
  const people = usePeople(course.id);
  const pending = useView('pending', null);
  const isConnected = useView('connection', null)?.state === 'connected';
  const changes = useMemo(
    () =>
      (pending ?? [])
        .filter(
          ({ op, rung }) =>
            (op.kind === 'channel.create' || op.kind === 'channel.member') &&
            op.channel === entry.id &&
            rung !== 'refused',
        )
        .map(({ op }) => op),
    [pending, entry.id],
  );
  // Asked again when a change of one's own has left the outbox, for a channel may have been made without the server,
  // and when the server can be reached again.
  const rows = useAsk(`${entry.id}:${changes.length}`, () => api.channelMembers(entry.id));
  const { again } = rows;
  const failed = rows.state === 'failed';
  useEffect(() => {
    if (isConnected && failed) again();
  }, [isConnected, failed, again]);

  const answer = rows.state === 'answered' ? rows.value : null;
  useEffect(() => {
    if (answer) lastTold.set(entry.id, answer);
  }, [answer, entry.id]);
  const told = answer ?? lastTold.get(entry.id) ?? null;
  const roles = useMemo(() => {
    if (told === null && entry.type === 'private') return null;
    const roles = new Map<UserId, ChannelRole>();
    if (entry.type !== 'private') for (const person of people.list) roles.set(person.id, 'member');
    for (const row of told ?? []) {
      if (row.state === 'in' && people.byId.has(row.user)) roles.set(row.user, row.role);
      else roles.delete(row.user);
    }
    for (const op of changes) {
      if (op.kind !== 'channel.member') continue;
      if (op.role) roles.set(op.user, op.role);
      else roles.delete(op.user);
    }
    return roles;
  }, [told, people.list, people.byId, changes, entry.type]);

  return { roles, isTold: told !== null, failed, again };
}

/** What the server told last of each channel in this page's time: without a connection, it is what is known. */
const lastTold = new Map<ChannelId, readonly ChannelMemberEntry[]>();

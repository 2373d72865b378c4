import { type Actor, can } from '@lectern/access';
import { channelRoles, type PresenceEntry } from '@lectern/contracts';
import { Avatar } from '../../components/avatar.tsx';
import { IconButton } from '../../components/button.tsx';
import { cx } from '../../components/class-names.ts';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { ChannelRoleBadge, RoleBadge } from '../../components/role-badge.tsx';
import { useMe } from '../../hooks/use-me.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { channelWords } from '../../words/channel.ts';
import { peopleWords } from '../../words/people.ts';
import { words } from '../../words/words.ts';
import { useDialogs } from '../shell/dialogs.tsx';
import type { Member } from './use-members.ts';

/** One member of a channel, and what this person may change about them. */
export function MemberRow({
  member,
  found,
  actor,
  presence,
}: {
  member: Member;
  found: FoundChannel;
  actor: Actor;
  presence: PresenceEntry | null;
}) {
  const me = useMe();
  const submit = useSubmit();
  const dialogs = useDialogs();
  const { entry } = found;
  const items: MenuItem[] = [];
  if (!entry.archived) {
    for (const role of channelRoles) {
      if (
        role === member.channelRole ||
        !can(actor, 'channel.setMember', { ...entry, user: member.id, role })
      )
        continue;
      items.push({
        label: channelWords.makeRole[role],
        icon: 'user',
        onSelect: () => submit({ kind: 'channel.member', channel: entry.id, user: member.id, role }),
      });
    }
  }
  if (member.id !== me.id && can(actor, 'channel.setMember', { ...entry, user: member.id, role: null })) {
    items.push({
      label: channelWords.remove,
      icon: 'leave',
      danger: true,
      apart: items.length > 0,
      onSelect: () => dialogs.show({ kind: 'remove-member', channel: entry.id, user: member.id }),
    });
  }
  return (
    <li
      className={cx('flex min-h-11 items-center gap-2.5 rounded-control ps-2', items.length === 0 && 'pe-2')}
    >
      <Avatar id={member.id} name={member.name} size={28} presence={presence?.state} />
      <span className="min-w-0 grow">
        <span className="flex min-w-0 items-center gap-1.5">
          <bdi className="name truncate">{member.name}</bdi>
          {member.id === me.id && (
            <span className="shrink-0 text-small text-muted">({words.common.you})</span>
          )}
        </span>
      </span>
      {member.channelRole === 'member' ? (
        <RoleBadge role={member.role} />
      ) : (
        <ChannelRoleBadge role={member.channelRole} />
      )}
      {items.length > 0 && (
        <Menu label={peopleWords.actions(member.name)} items={items}>
          {(trigger) => (
            <IconButton {...trigger} icon="more" iconSize={16} label={peopleWords.actions(member.name)} />
          )}
        </Menu>
      )}
    </li>
  );
}

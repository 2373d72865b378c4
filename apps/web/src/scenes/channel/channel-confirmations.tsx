import type { ChannelId, UserId } from '@lectern/contracts';
import { useLocation } from 'wouter';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { useMe } from '../../hooks/use-me.ts';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { channelWords } from '../../words/channel.ts';
import { useFoundChannel } from './use-found-channel.ts';

/** Questions before changes to a channel that others notice. */
export function ArchiveChannelDialog({ channel, onClose }: { channel: ChannelId; onClose: () => void }) {
  const found = useFoundChannel(channel);
  const submit = useSubmit();
  if (!found) return null;
  return (
    <ConfirmDialog
      title={channelWords.archiveTitle(found.entry.name)}
      lead={channelWords.archiveLead}
      action={channelWords.archive}
      kind="primary"
      onClose={onClose}
      onConfirm={() => {
        submit({ kind: 'channel.archive', channel, archived: true });
        onClose();
      }}
    />
  );
}

export function LeaveChannelDialog({ channel, onClose }: { channel: ChannelId; onClose: () => void }) {
  const found = useFoundChannel(channel);
  const me = useMe();
  const submit = useSubmit();
  const [, navigate] = useLocation();
  if (!found) return null;
  const isPrivate = found.entry.type === 'private';
  return (
    <ConfirmDialog
      title={channelWords.leaveTitle(found.entry.name)}
      lead={isPrivate ? channelWords.leavePrivateLead : channelWords.leaveLead}
      action={channelWords.leave}
      kind={isPrivate ? 'danger' : 'primary'}
      onClose={onClose}
      onConfirm={() => {
        submit({ kind: 'channel.member', channel, user: me.id, role: null });
        onClose();
        navigate('/');
      }}
    />
  );
}

export function RemoveMemberDialog({
  channel,
  user,
  onClose,
}: {
  channel: ChannelId;
  user: UserId;
  onClose: () => void;
}) {
  const found = useFoundChannel(channel);
  return found ? <RemoveMember found={found} user={user} onClose={onClose} /> : null;
}

function RemoveMember({ found, user, onClose }: { found: FoundChannel; user: UserId; onClose: () => void }) {
  const submit = useSubmit();
  const people = usePeople(found.course.id);
  return (
    <ConfirmDialog
      title={channelWords.removeTitle(people.nameOf(user), found.entry.name)}
      lead={channelWords.removeLead}
      action={channelWords.remove}
      onClose={onClose}
      onConfirm={() => {
        submit({ kind: 'channel.member', channel: found.entry.id, user, role: null });
        onClose();
      }}
    />
  );
}

import { can } from '@lectern/access';
import { type ChannelId, type MentionGroup, mentionGroups } from '@lectern/contracts';
import { useMemo } from 'react';
import { actorInChannel } from './use-actor.ts';
import { useMe } from './use-me.ts';
import { findChannel, useSidebar } from './use-sidebar.ts';

/** The groups of a channel, and which of them this person may call. */
export interface Callable {
  readonly groups: readonly MentionGroup[];
  readonly channelName: string;
}

const nothing: Callable = { groups: [], channelName: '' };

export function useCallable(channel: ChannelId): Callable {
  const me = useMe();
  const found = findChannel(useSidebar(), channel);
  return useMemo(() => {
    if (!found) return nothing;
    const actor = actorInChannel(me, found);
    const { name, type, archived } = found.entry;
    const mayCall = (group: MentionGroup) => can(actor, 'message.call', { type, archived, group });
    return { groups: mentionGroups.filter(mayCall), channelName: name };
  }, [me, found]);
}

import type { ChannelId } from '@lectern/contracts';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { hasCommand, isOverlayOpen, isTyping, useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useMarkAllRead } from '../../hooks/use-mark-all-read.ts';
import { useSettings } from '../../hooks/use-settings.ts';
import { channelsInOrder, findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { searchIn } from '../search/search-address.ts';
import { useDialogs } from './dialogs.tsx';
import { handOverKeys } from './early-keys.ts';

/** The keys that work everywhere. Those of a channel live with the channel. */
export function ShellKeys() {
  const sidebar = useSidebar();
  const settings = useSettings();
  const dialogs = useDialogs();
  const [path, navigate] = useLocation();
  const markAllRead = useMarkAllRead();

  useHotkeys((event) => {
    const arrow = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && arrow !== 0 && !hasCommand(event) && !isOverlayOpen()) {
      const channels = channelsInOrder(sidebar);
      const at = channels.findIndex((channel) => path.startsWith(`/c/${channel.id}`));
      const next = step(channels, at, arrow, (channel) => !event.shiftKey || channel.isNew);
      if (next) navigate(`/c/${next.id}`);
      return true;
    }
    // A virtual list is out of reach for the browser's own search; from the search screen that one is to be had.
    if (
      hasCommand(event) &&
      event.key.toLowerCase() === 'f' &&
      !event.shiftKey &&
      !event.altKey &&
      path !== '/search' &&
      !isOverlayOpen()
    ) {
      const channel = /^\/c\/([^/]+)/.exec(path)?.[1];
      const found = channel === undefined ? null : findChannel(sidebar, channel as ChannelId);
      navigate(found === null ? '/search' : searchIn(found.entry.name));
      return true;
    }
    if (
      hasCommand(event) &&
      !event.shiftKey &&
      !event.altKey &&
      event.key.toLowerCase() === 'k' &&
      !isOverlayOpen()
    ) {
      dialogs.show({ kind: 'switcher' });
      return true;
    }
    if (event.shiftKey && event.key === 'Escape' && !isOverlayOpen()) {
      void markAllRead(null);
      return true;
    }
    if (hasCommand(event) && event.shiftKey && event.key.toLowerCase() === 'm' && !isOverlayOpen()) {
      navigate('/notifications');
      return true;
    }
    if (event.key === '?' && settings.singleKeys && !isTyping(event.target) && !isOverlayOpen()) {
      dialogs.show({ kind: 'keys' });
      return true;
    }
    return false;
  });
  useEffect(handOverKeys, []);
  return null;
}

/** The next element after `at` in the direction of `by` that `wanted` takes, going around the end. */
function step<T>(list: readonly T[], at: number, by: number, wanted: (item: T) => boolean): T | undefined {
  const from = at === -1 && by === -1 ? list.length : at;
  for (let count = 1; count <= list.length; count++) {
    const item = list[(from + by * count + list.length * count) % list.length];
    if (item !== undefined && wanted(item)) return item;
  }
  return undefined;
}

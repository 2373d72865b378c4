import type { PresenceState } from '@lectern/contracts';
import { useView } from './use-view.ts';

/** Unread notices and reminders that are due, for badges. A reaction calls nobody: it waits in the list. */
export function useUnreadNotices(): number {
  const unread = (useView('notices', null) ?? []).filter(({ read, kind }) => !read && kind !== 'reaction');
  return unread.length + (useView('reminders', null) ?? []).length;
}

/** What this person shows of themselves to the others. */
export function useOwnPresence(): PresenceState {
  const connection = useView('connection', null);
  const settings = useView('settings', null);
  if (connection && connection.state !== 'connected' && connection.state !== 'slow') return 'offline';
  return settings?.presence === 'busy' ? 'busy' : 'online';
}

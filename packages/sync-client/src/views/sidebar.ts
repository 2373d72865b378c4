import { asChannelRole, inChannel } from '@lectern/access';
import type { ChannelId } from '@lectern/contracts';
import type { Unread } from '@lectern/local-store';
import { actorIn, type Catalog, courseOf, entriesOf, mayPostIn } from '../catalog.ts';
import { isMuted, shownUnread } from '../channel-level.ts';
import type { ChannelCare, SidebarChannel, SidebarCourse } from '../port-values.ts';

/** Courses and channels as the sidebar lists them, in the order of their names. Pure. */
export function foldSidebar(
  catalog: Catalog,
  counts: (channel: ChannelId) => Unread,
  waiting: (channel: ChannelId) => number,
  care: (channel: ChannelId) => ChannelCare,
  now: number,
): SidebarCourse[] {
  const entries = [...entriesOf(catalog)].sort((a, b) => a.name.localeCompare(b.name));
  return catalog.inbox.courses
    .map(({ course, role }) => {
      const channels: SidebarChannel[] = [];
      const others: SidebarCourse['others'][number][] = [];
      for (const entry of entries) {
        if (entry.course !== course) continue;
        const actor = actorIn(catalog, entry);
        if (inChannel(actor, entry) && !entry.archived) {
          channels.push({
            ...entry,
            ...shownUnread(counts(entry.id), care(entry.id), now),
            care: care(entry.id),
            isMuted: isMuted(care(entry.id), now),
            role: asChannelRole(actor, entry) ?? 'member',
            mayPost: mayPostIn(catalog, entry),
            waiting: waiting(entry.id),
          });
        } else if (actor.membership?.state !== 'removed') others.push(entry);
      }
      return { id: course, name: courseOf(catalog, course)?.name ?? '', role, channels, others };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

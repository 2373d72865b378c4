import type { Actor } from '@lectern/access';
import type { Me } from '@lectern/contracts';
import type { SidebarCourse } from '@lectern/sync-client';
import type { FoundChannel } from './use-sidebar.ts';

/** This person as the rules of access see them in a course. */
export const actorInCourse = (me: Me, course: SidebarCourse | null): Actor => ({
  user: me.id,
  siteAdmin: me.siteAdmin,
  courseRole: course?.role ?? null,
  membership: null,
});

/** This person as the rules of access see them in a channel. */
export const actorInChannel = (me: Me, { course, entry, isIn }: FoundChannel): Actor => ({
  user: me.id,
  siteAdmin: me.siteAdmin,
  courseRole: course.role,
  membership: isIn
    ? { state: 'in', role: entry.role, mayPost: entry.mayPost !== 'may-not-post' }
    : { state: 'left', role: 'member', mayPost: true },
});

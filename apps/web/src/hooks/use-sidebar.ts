import type { ChannelEntry, ChannelId, CourseId } from '@lectern/contracts';
import type { SidebarChannel, SidebarCourse, SidebarView } from '@lectern/sync-client';
import { useView } from './use-view.ts';

const empty: SidebarView = { courses: [], ready: false };

/** Courses and channels of this person. */
export const useSidebar = (): SidebarView => useView('sidebar', null) ?? empty;

/** A channel as this person stands to it: in it, or only seeing it in the directory. */
export type FoundChannel =
  | { readonly course: SidebarCourse; readonly entry: SidebarChannel; readonly isIn: true }
  | { readonly course: SidebarCourse; readonly entry: ChannelEntry; readonly isIn: false };

export function findChannel(sidebar: SidebarView, id: ChannelId): FoundChannel | null {
  for (const course of sidebar.courses) {
    const mine = course.channels.find((channel) => channel.id === id);
    if (mine) return { course, entry: mine, isIn: true };
    const other = course.others.find((channel) => channel.id === id);
    if (other) return { course, entry: other, isIn: false };
  }
  return null;
}

export const findCourse = (sidebar: SidebarView, id: CourseId): SidebarCourse | null =>
  sidebar.courses.find((course) => course.id === id) ?? null;

/** Channels in the order of the sidebar, over all courses. */
export const channelsInOrder = (sidebar: SidebarView): SidebarChannel[] =>
  sidebar.courses.flatMap((course) => course.channels);

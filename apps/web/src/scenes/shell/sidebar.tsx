import { can } from '@lectern/access';
import type { SidebarCourse } from '@lectern/sync-client';
import { Suspense, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Avatar } from '../../components/avatar.tsx';
import { IconButton } from '../../components/button.tsx';
import { Icon } from '../../components/icons.tsx';
import { lazily } from '../../components/lazily.ts';
import { Logo } from '../../components/logo.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { actorInCourse } from '../../hooks/use-actor.ts';
import { commandName } from '../../hooks/use-hotkeys.ts';
import { useMarkAllRead } from '../../hooks/use-mark-all-read.ts';
import { useMe } from '../../hooks/use-me.ts';
import { media, useMedia } from '../../hooks/use-media.ts';
import { useOwnPresence, useUnreadNotices } from '../../hooks/use-own-status.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { useSidebar } from '../../hooks/use-sidebar.ts';
import { words } from '../../words/words.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { type Dialogs, useDialogs } from './dialogs.tsx';
import { ChannelLink, CountedIcon, Row, RowLink } from './sidebar-row.tsx';
import { SidebarStatus } from './sidebar-status.tsx';

const SidebarRail = lazily(
  () => import('./sidebar-rail.tsx'),
  (module) => module.SidebarRail,
);

/** Courses, channels and the ways to everything else. On a phone it is the start screen, on a tablet a rail. */
export function Sidebar({ rail }: { rail: boolean }) {
  const [open, setOpen] = useState(false);
  const [path] = useLocation();
  const [openedAt, setOpenedAt] = useState(path);
  const phone = useMedia(media.phone);
  if (phone) return <PhoneHome />;
  if (!rail) return <FullSidebar />;
  // Going somewhere closes the drawer.
  const drawer = open && openedAt === path;
  return (
    <>
      <Suspense fallback={<div className="bg-sunken" />}>
        <SidebarRail
          onExpand={() => {
            setOpenedAt(path);
            setOpen(true);
          }}
        />
      </Suspense>
      {drawer && (
        <>
          <button
            type="button"
            aria-label={words.common.close}
            onClick={() => setOpen(false)}
            className="fixed inset-0 z-30 cursor-default bg-[var(--backdrop)]"
          />
          <div className="rise fixed inset-y-0 start-0 z-40 w-[var(--sidebar-width)] shadow-float">
            <FullSidebar onClose={() => setOpen(false)} />
          </div>
        </>
      )}
    </>
  );
}

function FullSidebar({ onClose }: { onClose?: () => void }) {
  const me = useMe();
  const sidebar = useSidebar();
  const dialogs = useDialogs();
  const notices = useUnreadNotices();
  const presence = useOwnPresence();
  return (
    <nav
      aria-label={words.sidebar.label}
      className="flex h-full min-h-0 flex-col bg-sunken"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose?.();
      }}
    >
      <div className="flex h-[var(--header-height)] shrink-0 items-center gap-2.5 ps-4 pe-2">
        <Logo size={22} />
        <span className="grow font-semibold tracking-tight">{words.app.name}</span>
        {onClose && <IconButton icon="close" label={words.common.close} onClick={onClose} autoFocus />}
      </div>
      <div className="flex flex-col gap-px px-2 pb-2">
        <RowLink href="/search" icon="search" label={words.sidebar.search} keys={`${commandName} F`} />
        <RowLink href="/notifications" icon="bell" label={words.sidebar.notifications} badge={notices} />
        <RowLink href="/saved" icon="bookmark" label={words.sidebar.saved} />
      </div>
      <div className="flex min-h-0 grow flex-col gap-4 overflow-y-auto px-2 pt-1 pb-4">
        <Courses />
      </div>
      <SidebarStatus />
      <div className="shrink-0 border-t border-line p-2">
        <Row href="/settings">
          <Avatar id={me.id} name={me.name} size={24} presence={presence} />
          <bdi className="name min-w-0 grow truncate">{me.name}</bdi>
          <Icon name="gear" size={18} className="text-muted" />
        </Row>
      </div>
      {sidebar.courses.length === 0 && sidebar.ready && me.siteAdmin && (
        <div className="px-2 pb-2">
          <Row onClick={() => dialogs.show({ kind: 'create-course' })}>
            <Icon name="plus" size={18} className="text-muted" />
            {words.sidebar.newCourse}
          </Row>
        </div>
      )}
    </nav>
  );
}

/** The start screen of a phone: the same list with room for thumbs, and a word on the connection. */
function PhoneHome() {
  const me = useMe();
  const notices = useUnreadNotices();
  const presence = useOwnPresence();
  useSceneTitle('');
  return (
    <div className="relative flex h-full min-h-0 flex-col bg-surface">
      <header className="shrink-0 border-b border-line pt-[env(safe-area-inset-top)]">
        <div className="flex h-[var(--header-height)] items-center gap-1 ps-4 pe-2">
          <Logo size={22} />
          <h1 className="ms-1.5 grow font-semibold tracking-tight">{words.app.name}</h1>
          <Link
            href="/search"
            aria-label={words.sidebar.search}
            className="touch-target flex items-center justify-center rounded-control text-soft active:bg-active"
          >
            <Icon name="search" size={22} />
          </Link>
          <Link
            href="/notifications"
            aria-label={
              notices > 0
                ? `${words.sidebar.notifications}, ${words.sidebar.notices(notices)}`
                : words.sidebar.notifications
            }
            className="touch-target flex items-center justify-center rounded-control text-soft active:bg-active"
          >
            <CountedIcon name="bell" size={22} count={notices} on="surface" />
          </Link>
          <Link
            href="/saved"
            aria-label={words.sidebar.saved}
            className="touch-target flex items-center justify-center rounded-control text-soft active:bg-active"
          >
            <Icon name="bookmark" size={22} />
          </Link>
          <Link href="/settings" className="touch-target flex items-center justify-center rounded-full">
            <span className="sr-only">{words.sidebar.settings}</span>
            <span aria-hidden="true">
              <Avatar id={me.id} name={me.name} size={30} presence={presence} />
            </span>
          </Link>
        </div>
      </header>
      <nav
        aria-label={words.sidebar.label}
        className="flex min-h-0 grow flex-col gap-5 overflow-y-auto overscroll-contain px-2 pt-12 pb-6"
      >
        <Courses />
      </nav>
      <SidebarStatus />
      <div className="pb-[env(safe-area-inset-bottom)]" />
      <ConnectionBar />
    </div>
  );
}

function Courses() {
  const sidebar = useSidebar();
  if (!sidebar.ready && sidebar.courses.length === 0) return <SidebarPlaces />;
  if (sidebar.courses.length === 0)
    return <p className="px-2.5 text-small text-muted">{words.sidebar.noCourses}.</p>;
  return sidebar.courses.map((course) => <CourseSection key={course.id} course={course} />);
}

function CourseSection({ course }: { course: SidebarCourse }) {
  const me = useMe();
  const dialogs = useDialogs();
  const [, navigate] = useLocation();
  const markAllRead = useMarkAllRead();
  const items = courseMenu(course, me, dialogs, navigate, () => void markAllRead(course.id));
  return (
    <section aria-label={course.name} className="flex flex-col gap-px">
      <div className="group flex items-center pe-0.5">
        <Link
          href={`/course/${course.id}`}
          className="flex min-h-8 min-w-0 grow items-center rounded-control ps-2.5 pe-1 text-small font-semibold text-soft hover:bg-hover hover:text-text coarse:min-h-11"
        >
          <bdi className="name truncate">{course.name}</bdi>
        </Link>
        <Menu label={words.sidebar.courseMenu(course.name)} items={items}>
          {(trigger) => <IconButton {...trigger} icon="more" label={words.sidebar.courseMenu(course.name)} />}
        </Menu>
      </div>
      {course.channels.map((channel) => (
        <ChannelLink key={channel.id} channel={channel} />
      ))}
      {course.channels.length === 0 && (
        <p className="px-2.5 py-1 text-small text-muted">{words.sidebar.none}</p>
      )}
      <RowLink href={`/course/${course.id}/people`} icon="people" label={words.sidebar.people} />
    </section>
  );
}

export function courseMenu(
  course: SidebarCourse,
  me: ReturnType<typeof useMe>,
  dialogs: Dialogs,
  navigate: (to: string) => void,
  onReadAll: () => void,
): MenuItem[] {
  const actor = actorInCourse(me, course);
  const items: MenuItem[] = [
    { label: words.sidebar.home, icon: 'home', onSelect: () => navigate(`/course/${course.id}`) },
    {
      label: words.sidebar.browse,
      icon: 'hash',
      onSelect: () => dialogs.show({ kind: 'browse-channels', course: course.id }),
    },
    { label: words.sidebar.markAllRead, icon: 'check', onSelect: onReadAll },
  ];
  if (can(actor, 'channel.create', { type: 'private' })) {
    items.push({
      label: words.channel.create,
      icon: 'plus',
      onSelect: () => dialogs.show({ kind: 'create-channel', course: course.id }),
    });
  }
  if (can(actor, 'course.invite', { role: 'student' })) {
    items.push({
      label: words.sidebar.invite,
      icon: 'mail',
      onSelect: () => dialogs.show({ kind: 'invite', course: course.id }),
    });
  }
  if (can(actor, 'course.edit', null)) {
    items.push({
      label: words.sidebar.renameCourse,
      icon: 'edit',
      onSelect: () => dialogs.show({ kind: 'rename-course', course: course.id }),
    });
  }
  if (can(actor, 'site.createCourse', null)) {
    items.push({
      label: words.sidebar.newCourse,
      icon: 'plus',
      apart: true,
      onSelect: () => dialogs.show({ kind: 'create-course' }),
    });
  }
  return items;
}

function SidebarPlaces() {
  return (
    <div role="status" aria-label={words.common.loading} className="flex flex-col gap-3 px-2.5 pt-2">
      {['w-32', 'w-40', 'w-24', 'w-36', 'w-28', 'w-20'].map((width) => (
        <Skeleton key={width} className={`h-4 ${width}`} />
      ))}
    </div>
  );
}

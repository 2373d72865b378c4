import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Avatar, initialsOf } from '../../components/avatar.tsx';
import { cx } from '../../components/class-names.ts';
import { Icon, type IconName } from '../../components/icons.tsx';
import { useMe } from '../../hooks/use-me.ts';
import { useOwnPresence, useUnreadNotices } from '../../hooks/use-own-status.ts';
import { useSidebar } from '../../hooks/use-sidebar.ts';
import { useUpdateReady } from '../../hooks/use-update.ts';
import { useView } from '../../hooks/use-view.ts';
import { update } from '../../hub/service-worker-client.ts';
import { words } from '../../words/words.ts';
import { useDialogs } from './dialogs.tsx';

/** The sidebar of a tablet: icons with names, and a button that shows it whole. */
export function SidebarRail({ onExpand }: { onExpand: () => void }) {
  const me = useMe();
  const sidebar = useSidebar();
  const mentions = useUnreadNotices();
  const pending = useView('pending', null) ?? [];
  const dialogs = useDialogs();
  const updateReady = useUpdateReady();
  const presence = useOwnPresence();
  return (
    <nav
      aria-label={words.sidebar.label}
      className="flex h-full min-h-0 flex-col items-center gap-1 bg-sunken pt-1.5 pb-2"
    >
      <RailItem label={words.sidebar.expand} onClick={onExpand}>
        <Icon name="sidebar" />
      </RailItem>
      <RailIcon href="/search" icon="search" label={words.sidebar.search} />
      <RailIcon href="/notifications" icon="bell" label={words.sidebar.notifications} dot={mentions > 0} />
      <div className="flex min-h-0 w-full grow flex-col items-center gap-1 overflow-y-auto border-y border-line py-2 [scrollbar-width:none]">
        {sidebar.courses.flatMap((course) => [
          ...course.channels.map((channel) => (
            <RailItem
              key={channel.id}
              href={`/c/${channel.id}`}
              label={`${channel.name} · ${course.name}`}
              dot={channel.mentions > 0}
              strong={channel.unread > 0}
            >
              <span aria-hidden="true" className="text-small font-semibold">
                {initialsOf(channel.name.replaceAll('-', ' '))}
              </span>
            </RailItem>
          )),
          <RailIcon
            key={course.id}
            href={`/course/${course.id}/people`}
            icon="people"
            label={`${words.sidebar.people} · ${course.name}`}
          />,
        ])}
      </div>
      {updateReady && (
        <RailItem label={`${words.update.ready}. ${words.update.detail}`} onClick={update.apply} dot>
          <Icon name="refresh" />
        </RailItem>
      )}
      {pending.length > 0 && (
        <RailItem
          label={words.sidebar.pending(pending.length)}
          onClick={() => dialogs.show({ kind: 'pending' })}
        >
          <Icon name="device" />
        </RailItem>
      )}
      <RailItem href="/settings" label={words.sidebar.settings}>
        <Avatar id={me.id} name={me.name} size={28} presence={presence} />
      </RailItem>
    </nav>
  );
}

const RailIcon = ({
  href,
  icon,
  label,
  dot = false,
}: {
  href: string;
  icon: IconName;
  label: string;
  dot?: boolean;
}) => (
  <RailItem href={href} label={label} dot={dot}>
    <Icon name={icon} />
  </RailItem>
);

function RailItem({
  href,
  label,
  onClick,
  dot = false,
  strong = false,
  children,
}: {
  href?: string;
  label: string;
  onClick?: () => void;
  dot?: boolean;
  strong?: boolean;
  children: ReactNode;
}) {
  const [path] = useLocation();
  const current = href !== undefined && path.startsWith(href);
  const className = cx(
    'relative flex size-11 shrink-0 items-center justify-center rounded-card',
    current
      ? 'bg-active text-text'
      : strong
        ? 'bg-hover text-text'
        : 'text-muted hover:bg-hover hover:text-text',
  );
  const inner = (
    <>
      {children}
      {dot && (
        <span className="absolute end-1.5 top-1.5 size-2.5 rounded-full bg-accent ring-2 ring-[var(--surface-sunken)]" />
      )}
    </>
  );
  return href ? (
    <Link
      href={href}
      aria-label={label}
      data-tip={label}
      aria-current={current ? 'page' : undefined}
      className={className}
    >
      {inner}
    </Link>
  ) : (
    <button type="button" aria-label={label} data-tip={label} onClick={onClick} className={className}>
      {inner}
    </button>
  );
}

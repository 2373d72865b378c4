import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Avatar } from '../../components/avatar.tsx';
import { cx } from '../../components/class-names.ts';
import { Icon, type IconName } from '../../components/icons.tsx';
import { useMe } from '../../hooks/use-me.ts';
import { useOwnPresence, useUnreadNotices } from '../../hooks/use-own-status.ts';
import { useSidebar } from '../../hooks/use-sidebar.ts';
import { useUnsent } from '../../hooks/use-unsent.ts';
import { useUpdateReady } from '../../hooks/use-update.ts';
import { update } from '../../hub/service-worker-client.ts';
import { words } from '../../words/words.ts';
import { useDialogs } from './dialogs.tsx';
import { CountedIcon, channelIcons } from './sidebar-row.tsx';

/**
 * The sidebar of a tablet: icons with names, and a button that shows it whole. Where one is is filled; what has unread
 * messages is bold, with a dot at the edge; an accent count says how many mention this person.
 */
export function SidebarRail({ onExpand }: { onExpand: () => void }) {
  const me = useMe();
  const sidebar = useSidebar();
  const notices = useUnreadNotices();
  const notifications = words.sidebar.notifications;
  const { waiting, refused } = useUnsent();
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
      <RailItem
        href="/notifications"
        label={notices > 0 ? `${notifications}, ${words.sidebar.notices(notices)}` : notifications}
      >
        <CountedIcon name="bell" size={20} count={notices} on="sunken" />
      </RailItem>
      <RailIcon href="/saved" icon="bookmark" label={words.sidebar.saved} />
      <div className="flex min-h-0 w-full grow flex-col items-center gap-1 overflow-y-auto border-y border-line py-2 [scrollbar-width:none]">
        {sidebar.courses.flatMap((course) => [
          ...course.channels.map((channel) => (
            <RailItem
              key={channel.id}
              href={`/c/${channel.id}`}
              label={labelOf(`${channel.name} · ${course.name}`, channel.unread, channel.mentions)}
              name={channel.name}
              unread={channel.isNew}
            >
              <CountedIcon name={channelIcons[channel.type]} size={18} count={channel.mentions} on="sunken" />
            </RailItem>
          )),
          <RailIcon
            key={course.id}
            href={`/course/${course.id}/people`}
            icon="people"
            label={`${words.sidebar.people} · ${course.name}`}
            name={words.sidebar.people}
          />,
        ])}
      </div>
      {updateReady && (
        <RailItem label={`${words.update.ready}. ${words.update.detail}`} onClick={update.apply}>
          <Icon name="refresh" />
        </RailItem>
      )}
      {waiting + refused > 0 && (
        <RailItem
          label={waiting > 0 ? words.sidebar.pending(waiting) : words.sidebar.refused(refused)}
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

/** Everything that is drawn as a sign, in words: the name, what is unread, what mentions. */
function labelOf(name: string, unread: number, mentions: number): string {
  return [name, unread > 0 && words.sidebar.unread(unread), mentions > 0 && words.sidebar.mentions(mentions)]
    .filter(Boolean)
    .join(', ');
}

const RailIcon = ({
  href,
  icon,
  label,
  name,
}: {
  href: string;
  icon: IconName;
  label: string;
  name?: string;
}) => (
  <RailItem href={href} label={label} name={name}>
    <Icon name={icon} />
  </RailItem>
);

function RailItem({
  href,
  label,
  name,
  onClick,
  unread = false,
  children,
}: {
  href?: string;
  label: string;
  /** Stands under the icon, as far as there is room. */
  name?: string | undefined;
  onClick?: () => void;
  unread?: boolean;
  children: ReactNode;
}) {
  const [path] = useLocation();
  const current = href !== undefined && path.startsWith(href);
  const className = cx(
    'relative flex min-h-11 w-[calc(var(--rail-width)-8px)] shrink-0 flex-col items-center justify-center gap-0.5 rounded-control px-1',
    name !== undefined && 'min-h-13',
    current
      ? 'bg-active text-text'
      : unread
        ? 'text-text hover:bg-hover'
        : 'text-muted hover:bg-hover hover:text-text',
  );
  const inner = (
    <>
      {unread && (
        <span className="absolute start-[-4px] top-1/2 h-2.5 w-1 -translate-y-1/2 rounded-e-full bg-text" />
      )}
      {children}
      {name !== undefined && (
        <span
          aria-hidden="true"
          dir="auto"
          className={cx('w-full truncate text-center text-meta', unread && 'font-semibold')}
        >
          {name}
        </span>
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

import type { ChannelType } from '@lectern/contracts';
import type { SidebarChannel } from '@lectern/sync-client';
import type { ReactNode } from 'react';
import { Link, useRoute } from 'wouter';
import { cx } from '../../components/class-names.ts';
import { Icon, type IconName } from '../../components/icons.tsx';
import { badge as badgeText } from '../../words/format.ts';
import { words } from '../../words/words.ts';

export const channelIcons: Record<ChannelType, IconName> = {
  public: 'hash',
  private: 'lock',
  announcement: 'megaphone',
};

/** One line of the sidebar: a place to go, or a thing to do. */
export function Row({
  href,
  onClick,
  current,
  children,
  label,
}: {
  href?: string;
  onClick?: () => void;
  current?: boolean;
  children: ReactNode;
  label?: string;
}) {
  const className = cx(
    'flex min-h-8 w-full min-w-0 items-center gap-2.5 rounded-control px-2.5 text-start text-body select-none coarse:min-h-11',
    current ? 'bg-active text-text' : 'text-soft hover:bg-hover hover:text-text',
  );
  if (!href) {
    return (
      <button type="button" onClick={onClick} aria-label={label} className={className}>
        {children}
      </button>
    );
  }
  return (
    <Link href={href} aria-current={current ? 'page' : undefined} aria-label={label} className={className}>
      {children}
    </Link>
  );
}

export function RowLink({
  href,
  icon,
  label,
  keys,
  badge = 0,
}: {
  href: string;
  icon: IconName;
  label: string;
  keys?: string;
  badge?: number;
}) {
  const [current] = useRoute(href);
  return (
    <Row href={href} current={current}>
      <Icon name={icon} size={18} className="text-muted" />
      <span className="min-w-0 grow truncate">{label}</span>
      {badge > 0 && <Badge count={badge} strong label={words.sidebar.notices(badge)} />}
      {keys && badge === 0 && <kbd className="font-sans text-meta text-muted coarse:hidden">{keys}</kbd>}
    </Row>
  );
}

export function ChannelLink({ channel }: { channel: SidebarChannel }) {
  const [current] = useRoute(`/c/${channel.id}/*?`);
  const { isNew, isMuted } = channel;
  return (
    <Row href={`/c/${channel.id}`} current={current}>
      <Icon name={channelIcons[channel.type]} size={18} className={isNew ? 'text-text' : 'text-muted'} />
      <span
        dir="auto"
        className={cx(
          'name min-w-0 grow truncate',
          isNew ? 'font-semibold text-text' : isMuted && 'text-muted',
        )}
      >
        {channel.name}
        {isMuted && <span className="sr-only">, {words.sidebar.muted}</span>}
      </span>
      {isMuted && <Icon name="bellOff" size={14} className="text-muted" />}
      {channel.waiting > 0 && (
        <span
          role="img"
          aria-label={words.sidebar.waiting(channel.waiting)}
          data-tip={words.sidebar.waiting(channel.waiting)}
          className="flex size-4 shrink-0 items-center justify-center text-muted"
        >
          <svg
            viewBox="0 0 14 14"
            width={14}
            height={14}
            fill="none"
            stroke="currentColor"
            strokeWidth={1.6}
            aria-hidden="true"
          >
            <circle cx={7} cy={7} r={4.2} />
          </svg>
        </span>
      )}
      <ChannelBadges channel={channel} />
    </Row>
  );
}

/** What is new in a channel: the number is always that of unread messages, and an @ says how many of them mention. */
export function ChannelBadges({ channel }: { channel: SidebarChannel }) {
  const { mentions, unread } = channel;
  return (
    <>
      {mentions > 0 && <Badge count={mentions} sign="@" strong label={words.sidebar.mentions(mentions)} />}
      {unread > 0 && <Badge count={unread} label={words.sidebar.unread(unread)} />}
    </>
  );
}

function Badge({
  count,
  label,
  sign = '',
  strong = false,
}: {
  count: number;
  label: string;
  /** Says what is counted. */
  sign?: string;
  strong?: boolean;
}) {
  return (
    <span
      className={cx(
        'tabular inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full px-1.5 text-meta font-semibold',
        strong ? 'bg-accent text-on-accent' : 'bg-active text-text',
      )}
    >
      <span aria-hidden="true">
        {sign}
        {badgeText(count)}
      </span>
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** An icon with a count on its shoulder, in the colours of what it stands on. */
export function CountedIcon({
  name,
  size,
  count,
  on,
}: {
  name: IconName;
  size: number;
  count: number;
  on: 'surface' | 'sunken';
}) {
  return (
    <span className="relative flex">
      <Icon name={name} size={size} />
      {count > 0 && (
        <span
          aria-hidden="true"
          className={cx(
            'tabular absolute -top-2 start-[60%] flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-meta font-semibold text-on-accent ring-2',
            on === 'surface' ? 'ring-surface' : 'ring-sunken',
          )}
        >
          {badgeText(count)}
        </span>
      )}
    </span>
  );
}

import type { SavedItem } from '@lectern/sync-client';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import { IconButton } from '../../components/button.tsx';
import { cx } from '../../components/class-names.ts';
import { Icon } from '../../components/icons.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { type FoundChannel, findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { fullMoment, stamp } from '../../words/format.ts';
import { noticeWords } from '../../words/notifications.ts';
import { reminderWords } from '../../words/reminders.ts';
import { words } from '../../words/words.ts';
import { reminderAddress, reminderText } from './reminder-text.ts';

/** What a person is reminded of now, among what they are told. */
export function ReminderRow({ item }: { item: SavedItem }) {
  const sidebar = useSidebar();
  const found = 'channel' in item ? findChannel(sidebar, item.channel) : null;
  return found ? (
    <PlacedReminder item={item} found={found} />
  ) : (
    <Row item={item} text={reminderText(item, () => words.common.unknownPerson)} />
  );
}

function PlacedReminder({ item, found }: { item: SavedItem; found: FoundChannel }) {
  const { nameOf } = usePeople(found.course.id);
  const text = useMemo(() => reminderText(item, nameOf), [item, nameOf]);
  return <Row item={item} text={text} channel={found.entry.name} />;
}

function Row({ item, text, channel }: { item: SavedItem; text: string; channel?: string }) {
  const { hub } = usePage();
  const now = useNow();
  const at = item.reminder?.at ?? item.at;
  const address = reminderAddress(item);
  const close = () => void hub.command('closeReminders', { messages: [item.message] }).catch(() => {});
  const inner: ReactNode = (
    <>
      <span className="flex size-8 shrink-0 items-center justify-center rounded-full bg-surface text-accent-text">
        <Icon name="clock" size={18} />
      </span>
      <span className="min-w-0 grow">
        <span className="flex min-w-0 items-baseline gap-1.5">
          <span className="min-w-0 wrap-anywhere">
            <span className="font-semibold">
              {channel === undefined ? reminderWords.reminder : reminderWords.about}
            </span>{' '}
            {channel !== undefined && (
              <bdi className="inline-block max-w-full truncate align-bottom font-medium">#{channel}</bdi>
            )}
          </span>
          <span className="sr-only">{noticeWords.isNew}</span>
          <time
            dateTime={new Date(at).toISOString()}
            data-tip={fullMoment(at)}
            className="ms-auto shrink-0 text-meta text-muted"
          >
            {stamp(at, now)}
          </time>
        </span>
        <span dir="auto" className="line-clamp-3 block text-soft wrap-anywhere">
          {text}
        </span>
      </span>
    </>
  );
  const className = 'flex min-w-0 grow gap-3 rounded-card px-3 py-2.5';
  return (
    <li className="flex items-center rounded-card bg-accent-soft/60 pe-1.5">
      {address === null ? (
        <div className={className}>{inner}</div>
      ) : (
        <Link href={address} onClick={close} className={cx(className, 'hover:bg-hover')}>
          {inner}
        </Link>
      )}
      <IconButton icon="check" label={reminderWords.done} onClick={close} />
    </li>
  );
}

import { isTombstone } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import type { NoticeItem, SavedItem } from '@lectern/sync-client';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/class-names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Segments } from '../../components/field.tsx';
import { Icon } from '../../components/icons.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { type FoundChannel, findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { fullMoment, stamp } from '../../words/format.ts';
import { type NoticeFilter, noticeWords } from '../../words/notifications.ts';
import { words } from '../../words/words.ts';
import { ReminderRow } from '../reminders/reminder-row.tsx';
import { SceneBody, SceneHeader, SceneTitle } from '../shell/scene.tsx';
import { noticeLooks } from './notice-kinds.ts';

const filters = ['all', 'mention', 'reply', 'reaction'] as const satisfies readonly NoticeFilter[];

/** What was said to this person, newest first. */
export function NotificationsScene() {
  const { hub } = usePage();
  const sidebar = useSidebar();
  const notices = useView('notices', null);
  const [filter, setFilter] = useState<NoticeFilter>('all');
  const newest = Math.max(0, ...(notices ?? []).map((notice) => notice.id));
  const reminders = useView('reminders', null) ?? [];
  const entries = byTime(notices ?? [], reminders);
  const shown = entries.filter((entry) => filter === 'all' || ('kind' in entry && entry.kind === filter));
  const unread = (notices ?? []).filter((notice) => !notice.read).length + reminders.length;
  useSceneTitle(noticeWords.title);
  // Who has looked through the list has seen what is new in it.
  const readAll = useStable(() => {
    if (unread > 0) void hub.command('readNotices', { upTo: newest }).catch(() => {});
    const messages = reminders.map(({ message }) => message);
    if (messages.length > 0) void hub.command('closeReminders', { messages }).catch(() => {});
  });
  useEffect(() => readAll, [readAll]);
  return (
    <>
      <SceneHeader
        actions={
          unread > 0 && (
            <Button size="small" icon="check" onClick={readAll}>
              {noticeWords.markAll}
            </Button>
          )
        }
      >
        <SceneTitle>{noticeWords.title}</SceneTitle>
      </SceneHeader>
      <SceneBody>
        {!notices && <SkeletonRows count={5} label={words.common.loading} />}
        {entries.length > 0 && (
          <div className="mb-3">
            <Segments
              label={noticeWords.filter}
              value={filter}
              options={filters.map((value) => ({ value, label: noticeWords.filters[value] }))}
              onChange={setFilter}
            />
          </div>
        )}
        {notices && shown.length === 0 && <Nothing filter={entries.length === 0 ? 'all' : filter} />}
        <ul className="-mx-3 flex flex-col gap-px">
          {shown.map((entry) => {
            if ('reminder' in entry) return <ReminderRow key={entry.message} item={entry} />;
            const found = findChannel(sidebar, entry.channel);
            return found ? <NoticeRow key={entry.id} notice={entry} found={found} /> : null;
          })}
        </ul>
      </SceneBody>
    </>
  );
}

function Nothing({ filter }: { filter: NoticeFilter }) {
  if (filter === 'all')
    return <EmptyState icon="bell" title={noticeWords.none} lead={noticeWords.noneLead} />;
  return <EmptyState icon={noticeLooks[filter].icon} title={noticeWords.noneOf[filter]} />;
}

/** Newest first; a reminder stands where it fell due. */
const byTime = (
  notices: readonly NoticeItem[],
  reminders: readonly SavedItem[],
): (NoticeItem | SavedItem)[] =>
  [...notices.toSorted((a, b) => b.id - a.id), ...reminders].sort((a, b) => timeOf(b) - timeOf(a));

const timeOf = (entry: NoticeItem | SavedItem): number =>
  'reminder' in entry ? (entry.reminder?.at ?? entry.at) : entry.at;

function NoticeRow({ notice, found }: { notice: NoticeItem; found: FoundChannel }) {
  const people = usePeople(found.course.id);
  const now = useNow();
  const look = noticeLooks[notice.kind];
  const who = look.who(notice);
  const name = people.nameOf(who);
  const { record } = notice;
  const text =
    record === null
      ? noticeWords.notHere
      : isTombstone(record)
        ? words.messages.deleted
        : plainText(record.body, people.nameOf);
  return (
    <li>
      <Link
        href={look.address(notice)}
        className={cx(
          'flex gap-3 rounded-card px-3 py-2.5 hover:bg-hover',
          !notice.read && 'bg-accent-soft/60',
        )}
      >
        <span className="relative h-fit shrink-0">
          <Avatar id={who} name={name} size={32} />
          <span className="absolute -end-1.5 -bottom-1 grid size-[18px] place-items-center rounded-full bg-surface text-soft">
            <Icon name={look.icon} size={13} />
          </span>
        </span>
        <span className="min-w-0 grow">
          <span className="flex min-w-0 items-baseline gap-1.5">
            <span className="min-w-0 wrap-anywhere">
              <bdi className="font-semibold">{name}</bdi>{' '}
              <span className="text-soft">{look.did(notice)}</span>{' '}
              {/* Never broken at its hyphens, and never wider than the line. */}
              <bdi className="inline-block max-w-full truncate align-bottom font-medium">
                #{found.entry.name}
              </bdi>
            </span>
            {!notice.read && <span className="sr-only">{noticeWords.isNew}</span>}
            <time
              dateTime={new Date(notice.at).toISOString()}
              data-tip={fullMoment(notice.at)}
              className="ms-auto shrink-0 text-meta text-muted"
            >
              {stamp(notice.at, now)}
            </time>
          </span>
          <span dir="auto" className="line-clamp-2 block text-soft wrap-anywhere">
            {text}
          </span>
        </span>
      </Link>
    </li>
  );
}

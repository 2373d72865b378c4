import type { Reminder, SavedItem, SavedMessageItem, SavedTextItem } from '@lectern/sync-client';
import { IconButton } from '../../components/button.tsx';
import { cx } from '../../components/class-names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icons.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { type FoundChannel, findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { fullMoment } from '../../words/format.ts';
import { marksWords } from '../../words/marks.ts';
import { momentWords, reminderWords } from '../../words/reminders.ts';
import { words } from '../../words/words.ts';
import { MarkedMessage } from '../channel/marked-message.tsx';
import type { Reminded } from '../reminders/set-reminder.ts';
import { useDialogs } from '../shell/dialogs.tsx';
import { SceneBody, SceneHeader, SceneTitle } from '../shell/scene.tsx';

/** What this person keeps for later: reminders to come, then the newest. */
export function SavedScene() {
  const sidebar = useSidebar();
  const saved = useView('saved', null);
  useSceneTitle(marksWords.saved);
  return (
    <>
      <SceneHeader>
        <SceneTitle>{marksWords.saved}</SceneTitle>
      </SceneHeader>
      <SceneBody>
        {!saved && <SkeletonRows count={5} label={words.common.loading} />}
        {saved?.length === 0 && (
          <EmptyState icon="bookmark" title={marksWords.noneSaved} lead={marksWords.noneSavedLead} />
        )}
        <ul aria-label={marksWords.saved} className="-mx-2 flex flex-col gap-1">
          {saved?.map((item) => {
            if ('text' in item) return <TextRow key={item.message} item={item} />;
            const found = findChannel(sidebar, item.channel);
            return found && item.record ? (
              <SavedRow key={item.message} item={item} record={item.record} found={found} />
            ) : (
              <MissingRow key={item.message} item={item} found={found} />
            );
          })}
        </ul>
      </SceneBody>
    </>
  );
}

function SavedRow({
  item,
  record,
  found,
}: {
  item: SavedMessageItem;
  record: NonNullable<SavedMessageItem['record']>;
  found: FoundChannel;
}) {
  const people = usePeople(found.course.id);
  return (
    <MarkedMessage
      record={record}
      href={`/c/${item.channel}/m/${record.seq}`}
      nameOf={people.nameOf}
      where={
        <span className="min-w-0 shrink-[2] truncate text-small text-muted">
          <bdi>#{found.entry.name}</bdi>
        </span>
      }
      note={item.reminder && <ReminderNote reminder={item.reminder} />}
      action={<Actions item={item} />}
    />
  );
}

/** A message that is not stored here: where it is, and what becomes of it. */
function MissingRow({ item, found }: { item: SavedMessageItem; found: FoundChannel | null }) {
  const said =
    item.missing === 'loading'
      ? marksWords.fetching
      : item.missing === 'needs-connection' && found
        ? marksWords.needsConnection
        : marksWords.notYours;
  return (
    <li className="flex items-start gap-1">
      <span className="min-w-0 grow px-2 py-1.5 text-muted">
        {found && <bdi className="block truncate text-small">#{found.entry.name}</bdi>}
        {said}
        {item.reminder && (
          <span className="block text-meta">
            <ReminderNote reminder={item.reminder} />
          </span>
        )}
      </span>
      <Actions item={item} />
    </li>
  );
}

/** Words of the person's own. */
function TextRow({ item }: { item: SavedTextItem }) {
  return (
    <li className="flex items-start gap-1">
      <span className="min-w-0 grow px-2 py-1.5">
        <span className="block text-small font-semibold">{reminderWords.own}</span>
        <span dir="auto" className="line-clamp-3 block text-soft wrap-anywhere">
          {item.text}
        </span>
        {item.reminder && (
          <span className="block text-meta text-muted">
            <ReminderNote reminder={item.reminder} />
          </span>
        )}
      </span>
      <Actions item={item} />
    </li>
  );
}

function ReminderNote({ reminder: { at, state } }: { reminder: Reminder }) {
  const now = useNow();
  return (
    <span className={cx('inline-flex items-center gap-1', state === 'due' && 'font-medium text-accent-text')}>
      <Icon name="clock" size={14} />
      <time dateTime={new Date(at).toISOString()} data-tip={fullMoment(at)}>
        {reminderWords[state](momentWords(at, now))}
      </time>
    </span>
  );
}

function Actions({ item }: { item: SavedItem }) {
  const { hub } = usePage();
  const { show } = useDialogs();
  const { message, reminder } = item;
  const of: Reminded =
    'text' in item ? { message, text: item.text } : { message, channel: item.channel, seq: item.seq };
  const letGo = () =>
    'text' in of ? hub.command('remind', { ...of, at: null }) : hub.command('save', { ...of, on: false });
  return (
    <>
      <IconButton
        icon="clock"
        iconSize={16}
        label={reminder && reminder.state !== 'over' ? reminderWords.change : reminderWords.remind}
        onClick={() => show({ kind: 'remind', of })}
      />
      <IconButton
        icon="close"
        iconSize={16}
        label={marksWords.unsave}
        onClick={() => void letGo().catch(() => {})}
      />
    </>
  );
}

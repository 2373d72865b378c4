import type { SavedItem } from '@lectern/sync-client';
import { IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { usePeople } from '../../hooks/use-people.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { type FoundChannel, findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { marksWords } from '../../words/marks.ts';
import { words } from '../../words/words.ts';
import { MarkedMessage } from '../channel/marked-message.tsx';
import { SceneBody, SceneHeader, SceneTitle } from '../shell/scene.tsx';

/** What this person keeps for later, newest first. */
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
  item: SavedItem;
  record: NonNullable<SavedItem['record']>;
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
      action={<LetGo item={item} />}
    />
  );
}

/** A message that is not stored here: where it is, and what becomes of it. */
function MissingRow({ item, found }: { item: SavedItem; found: FoundChannel | null }) {
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
      </span>
      <LetGo item={item} />
    </li>
  );
}

function LetGo({ item: { message, channel, seq } }: { item: SavedItem }) {
  const { hub } = usePage();
  return (
    <IconButton
      icon="close"
      iconSize={16}
      label={marksWords.unsave}
      onClick={() => void hub.command('save', { message, channel, seq, on: false }).catch(() => {})}
    />
  );
}

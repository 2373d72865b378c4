import { Suspense } from 'react';
import { useLocation } from 'wouter';
import { IconButton } from '../../components/button.tsx';
import { cx } from '../../components/class-names.ts';
import { Icon } from '../../components/icons.tsx';
import { lazily } from '../../components/lazily.ts';
import { commandName } from '../../hooks/use-hotkeys.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { number } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { searchIn } from '../search/search-address.ts';
import { SceneHeader } from '../shell/scene.tsx';
import { channelIcons } from '../shell/sidebar-row.tsx';

const PinnedNotes = lazily(
  () => import('../note/pinned-notes.tsx'),
  (module) => module.PinnedNotes,
);

/** Name, topic, pinned notes, how many people, search, details. */
export function ChannelHeader({
  found,
  count,
  info,
  onInfo,
}: {
  found: FoundChannel;
  /** People in it; null while the server has not told, for a wrong number helps nobody. */
  count: number | null;
  info: boolean;
  onInfo: (by: HTMLElement) => void;
}) {
  const { entry } = found;
  const [, navigate] = useLocation();
  const label = count === null ? words.channel.members : words.channel.people(count);
  return (
    <SceneHeader
      actions={
        <>
          <Suspense>
            <PinnedNotes channel={entry.id} />
          </Suspense>
          <button
            type="button"
            onClick={(event) => onInfo(event.currentTarget)}
            data-tip={label}
            aria-label={label}
            className={cx(
              'tabular hidden min-h-8 min-w-18 items-center justify-end gap-1.5 rounded-control px-2 text-small text-muted hover:bg-hover hover:text-text tablet:flex coarse:min-h-11',
              // Its place is kept, so that nothing moves when the number comes.
              count === null && 'invisible',
            )}
          >
            <Icon name="people" size={18} />
            <span className="min-w-5 text-start">{count !== null && number(count)}</span>
          </button>
          <IconButton
            icon="search"
            label={words.channel.search}
            keys={`${commandName} F`}
            onClick={() => navigate(searchIn(entry.name))}
          />
          <IconButton
            icon="info"
            label={info ? words.channel.hideInfo : words.channel.info}
            aria-pressed={info}
            onClick={(event) => onInfo(event.currentTarget)}
          />
        </>
      }
    >
      <Icon name={channelIcons[entry.type]} size={18} className="text-muted max-tablet:hidden" />
      <div className="flex min-w-0 grow items-baseline gap-3 max-tablet:flex-col max-tablet:gap-0">
        <h1 className="max-w-full min-w-0 truncate font-semibold tablet:max-w-[60%] tablet:shrink-0">
          <Icon
            name={channelIcons[entry.type]}
            size={16}
            className="me-1 -mt-0.5 inline text-muted tablet:hidden"
          />
          <bdi>{entry.name}</bdi>
        </h1>
        {entry.topic && (
          <button
            type="button"
            onClick={(event) => onInfo(event.currentTarget)}
            className="relative flex max-w-full min-w-0 text-small text-muted hover:text-soft max-tablet:text-meta max-tablet:before:absolute max-tablet:before:inset-x-0 max-tablet:before:-top-[21px] max-tablet:before:-bottom-[7px] tablet:grow"
          >
            {/* For a thumb the whole height of the header is this button's. */}
            <span dir="auto" className="name min-w-0 truncate">
              {entry.topic}
            </span>
          </button>
        )}
      </div>
    </SceneHeader>
  );
}

import { Button, IconButton } from '../../components/button.tsx';
import { media, useMedia } from '../../hooks/use-media.ts';
import { threadWords } from '../../words/thread.ts';
import { words } from '../../words/words.ts';

/** Whose thread it is, whether one is told of it, and the way out. */
export function ThreadHeader({
  channel,
  follows,
  onFollow,
  onClose,
}: {
  channel: string;
  /** Null where there is nothing to follow or to leave yet. */
  follows: boolean | null;
  onFollow: (on: boolean) => void;
  onClose: () => void;
}) {
  const phone = useMedia(media.phone);
  return (
    <header className="shrink-0 border-b border-line">
      <div className={`flex h-[var(--header-height)] items-center gap-2 pe-3 ${phone ? 'ps-1' : 'ps-5'}`}>
        {phone && (
          <IconButton
            icon="back"
            iconSize={22}
            label={words.common.back}
            onClick={onClose}
            className="rtl:-scale-x-100"
          />
        )}
        <div className="flex min-w-0 grow items-baseline gap-2 max-tablet:flex-col max-tablet:gap-0">
          <h2 className="shrink-0 font-semibold">{threadWords.title}</h2>
          <bdi className="max-w-full min-w-0 truncate text-small text-muted max-tablet:text-meta">
            #{channel}
          </bdi>
        </div>
        {follows !== null && (
          <Button
            size="small"
            icon={follows ? 'check' : 'bell'}
            aria-pressed={follows}
            data-tip={follows ? threadWords.unfollowLead : threadWords.followLead}
            onClick={() => onFollow(!follows)}
          >
            {follows ? threadWords.following : threadWords.follow}
          </Button>
        )}
        {!phone && <IconButton icon="close" label={threadWords.close} onClick={onClose} />}
      </div>
    </header>
  );
}

import type { UnsentNote } from '@lectern/sync-client';
import { Button } from '../../components/button.tsx';
import { Mark } from '../../components/mark.tsx';
import { useCopy } from '../../hooks/use-copy.ts';
import { when } from '../../words/format.ts';
import { pendingWords } from '../../words/pending.ts';
import { words } from '../../words/words.ts';

/** A note with changes that are not on the server, or with text that it did not take. */
export function UnsentNoteRow({ item, now }: { item: UnsentNote; now: number }) {
  const copy = useCopy();
  const { title, channelName, rung, text, setAside } = item;
  const isWaiting = rung.since !== null;
  const mark = isWaiting ? (rung.state === 'sending' ? 'sending' : 'device') : 'refused';
  const label = { sending: words.rung.sending, device: words.rung.device, refused: words.pending.refused }[
    mark
  ];
  return (
    <article className="rounded-card border border-line px-3.5 py-2.5">
      <div className="flex items-center gap-2 text-small">
        <Mark rung={mark} label={label} className="-ms-0.5" />
        <span className="min-w-0 grow truncate">
          <span className="font-medium">{pendingWords.note}</span> <bdi>{title}</bdi>{' '}
          {channelName && <bdi className="text-muted">{pendingWords.where(channelName)}</bdi>}
        </span>
        <time className="shrink-0 text-muted">
          {pendingWords.since(when(rung.since ?? setAside ?? now, now))}
        </time>
      </div>
      <p className="mt-1 text-small text-soft">
        {isWaiting ? pendingWords.noteChanges(rung.changes) : pendingWords.noteAside}
      </p>
      {text && (
        <>
          <p dir="auto" className="mt-1 line-clamp-4 whitespace-pre-wrap wrap-anywhere">
            {text}
          </p>
          <Button size="small" kind="quiet" className="mt-2" onClick={() => void copy(text)}>
            {words.common.copy}
          </Button>
        </>
      )}
    </article>
  );
}

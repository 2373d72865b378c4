import type { ChannelId, NoteId } from '@lectern/contracts';
import type { NoteChanged as Changed } from '@lectern/sync-client';
import { useNow } from '../../hooks/use-now.ts';
import { when } from '../../words/format.ts';
import { changesWords } from '../../words/note-changes.ts';
import { useDialogs } from '../shell/dialogs.tsx';

/** For who comes back to a note: that others have changed it since, and the way to what they changed. */
export function NoteChanged({
  channel,
  note,
  changed: { since, paragraphs },
}: {
  channel: ChannelId;
  note: NoteId;
  changed: Changed;
}) {
  const now = useNow();
  const dialogs = useDialogs();
  const what = paragraphs === null ? changesWords.changed : changesWords.paragraphs(paragraphs);
  return (
    <span className="print:hidden" data-note-changed="">
      {' · '}
      {`${what} ${changesWords.since(when(since, now))}`}
      {paragraphs !== null && (
        <>
          {' · '}
          <button
            type="button"
            onClick={() => dialogs.show({ kind: 'note-changes', channel, note })}
            className="relative font-medium text-accent-text underline-offset-2 after:absolute after:-inset-3 hover:underline"
          >
            {changesWords.show}
          </button>
        </>
      )}
    </span>
  );
}

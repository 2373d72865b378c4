import type { NoteBody, NoteId } from '@lectern/contracts';
import { noteToMarkdown } from '@lectern/rich-text/notes';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icons.tsx';
import { NoteView } from '../../components/note/note-view.tsx';
import { useCopy } from '../../hooks/use-copy.ts';
import { useNow } from '../../hooks/use-now.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { when } from '../../words/format.ts';
import { noteWords } from '../../words/notes.ts';

/** What this person wrote and the note did not take: kept here until they have it elsewhere, or want it no more. */
export function SetAside({
  note,
  title,
  aside,
}: {
  note: NoteId;
  title: string;
  aside: { readonly at: number; readonly body: NoteBody };
}) {
  const { hub } = usePage();
  const copy = useCopy();
  const now = useNow();
  const [shown, setShown] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  return (
    <section className="overflow-hidden rounded-card border border-line bg-warning-soft">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3.5 py-3 text-small">
        <div className="flex min-w-60 flex-1 items-start gap-2.5 text-warning-text">
          <Icon name="warning" size={18} />
          <div className="min-w-0">
            <h2 className="font-semibold">{noteWords.setAsideTitle}</h2>
            <p className="text-soft">{noteWords.setAside(when(aside.at, now))}</p>
          </div>
        </div>
        <div className="flex flex-wrap gap-1.5">
          <Button size="small" kind="quiet" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? noteWords.setAsideHide : noteWords.setAsideShow}
          </Button>
          <Button
            size="small"
            icon="copy"
            onClick={() => void copy(noteToMarkdown({ title, body: aside.body }), noteWords.copied)}
          >
            {noteWords.copyText}
          </Button>
          <Button size="small" kind="quiet-danger" onClick={() => setDiscarding(true)}>
            {noteWords.discard}
          </Button>
        </div>
      </div>
      {shown && (
        <div className="max-h-96 overflow-y-auto border-t border-line bg-surface px-4 py-3">
          <NoteView body={aside.body} />
        </div>
      )}
      {discarding && (
        <ConfirmDialog
          title={noteWords.discardTitle}
          lead={noteWords.discardLead}
          action={noteWords.discard}
          careful
          onConfirm={() => {
            setDiscarding(false);
            void hub.command('discardAside', { note, at: aside.at }).catch(() => {});
          }}
          onClose={() => setDiscarding(false)}
        />
      )}
    </section>
  );
}

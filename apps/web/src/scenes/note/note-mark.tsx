import type { NoteRung } from '@lectern/sync-client';
import { Mark } from '../../components/mark.tsx';
import { noteWords } from '../../words/notes.ts';

/** Where what was written is, in words; where there is no room for them the mark says it, and they are heard. */
export function NoteMark({ rung }: { rung: NoteRung }) {
  const text = textOf(rung);
  const state = rung.state === 'unsaved' ? 'sending' : rung.state;
  return (
    <span
      className="me-1 flex shrink-0 items-center gap-1.5 text-small text-muted"
      data-note-rung={rung.state}
    >
      <Mark rung={state} label={rung.state === 'device' ? noteWords.onDeviceLead : text} />
      <span role="status" className="max-desktop:sr-only">
        {text}
      </span>
    </span>
  );
}

function textOf({ state, changes }: NoteRung): string {
  switch (state) {
    case 'server':
      return noteWords.saved;
    case 'device':
      return noteWords.onDevice(changes);
    case 'sending':
    case 'unsaved':
      return noteWords.sending(changes);
  }
}

import { type ChannelId, type NoteId, NoteTitleSchema } from '@lectern/contracts';
import type { NoteItem } from '@lectern/sync-client';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { useSubmit } from '../../hooks/use-submit.ts';
import { useView } from '../../hooks/use-view.ts';
import { noteWords } from '../../words/notes.ts';
import { words } from '../../words/words.ts';
import { fault } from '../account/form.tsx';

export function RenameNoteDialog({
  channel,
  note,
  onClose,
}: {
  channel: ChannelId;
  note: NoteId;
  onClose: () => void;
}) {
  const found = useView('notes', { channel })?.find(({ id }) => id === note);
  return found ? <Rename channel={channel} note={found} onClose={onClose} /> : null;
}

function Rename({ channel, note, onClose }: { channel: ChannelId; note: NoteItem; onClose: () => void }) {
  const submit = useSubmit();
  const [title, setTitle] = useState(note.title);
  const [error, setError] = useState<string | undefined>();
  const save = () => {
    const wrong = fault(NoteTitleSchema, title.trim());
    setError(wrong);
    if (wrong !== undefined) return;
    if (title.trim() !== note.title)
      submit({ kind: 'note.change', channel, note: note.id, title: title.trim() });
    onClose();
  };
  return (
    <Dialog
      title={noteWords.renameTitle}
      onClose={onClose}
      onSubmit={save}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" kind="primary">
            {words.common.save}
          </Button>
        </>
      }
    >
      <Field
        label={noteWords.title}
        error={error}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        data-autofocus=""
        required
      />
    </Dialog>
  );
}

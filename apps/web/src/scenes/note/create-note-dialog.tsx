import {
  type ChannelId,
  type NoteId,
  type NoteTemplate,
  NoteTitleSchema,
  newId,
  noteTemplates,
} from '@lectern/contracts';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { useSubmit } from '../../hooks/use-submit.ts';
import { useView } from '../../hooks/use-view.ts';
import { noteWords } from '../../words/notes.ts';
import { words } from '../../words/words.ts';
import { fault } from '../account/form.tsx';
import { noteAddress } from '../channel/addresses.ts';
import { lastPlace } from './note-orders.ts';

/** A new note. It is an op like any other: made offline, it can be written in at once. */
export function CreateNoteDialog({ channel, onClose }: { channel: ChannelId; onClose: () => void }) {
  const submit = useSubmit();
  const [, navigate] = useLocation();
  const notes = useView('notes', { channel }) ?? [];
  const [title, setTitle] = useState('');
  const [template, setTemplate] = useState<NoteTemplate>('blank');
  const [error, setError] = useState<string | undefined>();
  const create = () => {
    const wrong = fault(NoteTitleSchema, title.trim());
    setError(wrong);
    if (wrong !== undefined) return;
    const note = newId<NoteId>();
    submit({ kind: 'note.create', channel, note, title: title.trim(), order: lastPlace(notes), template });
    onClose();
    navigate(noteAddress(channel, note));
  };
  return (
    <Dialog
      title={noteWords.createTitle}
      onClose={onClose}
      onSubmit={create}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" kind="primary">
            {noteWords.create}
          </Button>
        </>
      }
    >
      <Field
        label={noteWords.title}
        hint={noteWords.titleHint}
        error={error}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        data-autofocus=""
        required
      />
      <Choice
        label={noteWords.template}
        value={template}
        onChange={setTemplate}
        options={noteTemplates.map((value) => ({
          value,
          label: noteWords.templates[value],
          detail: noteWords.templateHints[value],
        }))}
      />
    </Dialog>
  );
}

import {
  type ChannelId,
  type NoteId,
  type NoteTemplate,
  NoteTitleSchema,
  newId,
  noteTemplates,
} from '@lectern/contracts';
import { noteReplicas } from '@lectern/sync-client/note-replica';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useToast } from '../../components/toast.tsx';
import { useSubmit } from '../../hooks/use-submit.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { noteWords } from '../../words/notes.ts';
import { words } from '../../words/words.ts';
import { fault } from '../account/form.tsx';
import { noteAddress } from '../channel/addresses.ts';
import { lastPlace } from './note-orders.ts';
import type { NoteFile, NoteFileFault } from './read-note-file.ts';

/** A new note. It is an op like any other: made offline, it can be written in at once. */
export function CreateNoteDialog({ channel, onClose }: { channel: ChannelId; onClose: () => void }) {
  const submit = useSubmit();
  const [, navigate] = useLocation();
  const notes = useView('notes', { channel }) ?? [];
  const [title, setTitle] = useState('');
  const [template, setTemplate] = useState<NoteTemplate>('blank');
  const [error, setError] = useState<string | undefined>();
  const { hub } = usePage();
  const toast = useToast();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<NoteFile | null>(null);
  const [refused, setRefused] = useState<NoteFileFault | null>(null);
  const take = async (given: File) => {
    const { readNoteFile } = await import('./read-note-file.ts');
    const read = await readNoteFile(given);
    setRefused(typeof read === 'string' ? read : null);
    if (typeof read === 'string') return;
    setFile(read);
    setTitle((typed) => (typed.trim() === '' ? read.title : typed));
  };
  const create = async () => {
    const wrong = fault(NoteTitleSchema, title.trim());
    setError(wrong);
    if (wrong !== undefined) return;
    const note = newId<NoteId>();
    const begin = file === null ? template : 'blank';
    submit({
      ...{ kind: 'note.create', channel, note, title: title.trim() },
      ...{ order: lastPlace(notes), template: begin },
    });
    onClose();
    navigate(noteAddress(channel, note));
    if (file === null) return;
    const { makeNoteSay } = await import('../../note-editor/make-note-say.ts');
    await makeNoteSay(noteReplicas(hub), note, file.body).catch(() =>
      toast({ icon: 'warning', title: words.port.internal }),
    );
  };
  return (
    <Dialog
      title={noteWords.createTitle}
      onClose={onClose}
      onSubmit={() => void create()}
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
      {file === null ? (
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
      ) : (
        <Notice
          icon="note"
          role="status"
          action={
            <Button size="small" onClick={() => setFile(null)}>
              {noteWords.importNot}
            </Button>
          }
        >
          {noteWords.imported(file.name, file.body.blocks.length)}
          {file.pictures > 0 && ` ${noteWords.importedWithout(file.pictures)}`}
        </Notice>
      )}
      {refused !== null && (
        <Notice icon="warning" role="alert">
          {noteWords.importFaults[refused]}
        </Notice>
      )}
      {file === null && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <Button size="small" icon="up" onClick={() => picker.current?.click()}>
            {noteWords.import}
          </Button>
          <span className="text-small text-muted">{noteWords.importHint}</span>
          <input
            ref={picker}
            type="file"
            accept=".md,.markdown,.txt,.html,.htm"
            hidden
            onChange={({ target }) => {
              const [given] = target.files ?? [];
              target.value = '';
              if (given) void take(given);
            }}
          />
        </div>
      )}
    </Dialog>
  );
}

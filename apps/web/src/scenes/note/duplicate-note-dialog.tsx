import { can } from '@lectern/access';
import { type ChannelId, MAX_NOTE_TITLE_LENGTH, type NoteId, newId } from '@lectern/contracts';
import { noteReplicas } from '@lectern/sync-client/note-replica';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { SelectField } from '../../components/field.tsx';
import { useToast } from '../../components/toast.tsx';
import { actorInChannel } from '../../hooks/use-actor.ts';
import { useMe } from '../../hooks/use-me.ts';
import { findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { noteWords } from '../../words/notes.ts';
import { words } from '../../words/words.ts';
import { noteAddress } from '../channel/addresses.ts';
import { lastPlace } from './note-orders.ts';

/** A copy of a note in this channel or in another one, of any course in which this person may make notes. */
export function DuplicateNoteDialog({
  channel,
  note,
  onClose,
}: {
  channel: ChannelId;
  note: NoteId;
  onClose: () => void;
}) {
  const me = useMe();
  const { hub } = usePage();
  const submit = useSubmit();
  const toast = useToast();
  const sidebar = useSidebar();
  const [, navigate] = useLocation();
  const [target, setTarget] = useState(channel);
  const [busy, setBusy] = useState(false);
  const view = useView('note', { channel, note });
  const there = useView('notes', { channel: target });
  const courses = sidebar.courses
    .map((course) => ({
      id: course.id,
      name: course.name,
      channels: course.channels.filter(({ id }) => {
        const found = findChannel(sidebar, id);
        return found !== null && can(actorInChannel(me, found), 'note.manage', found.entry);
      }),
    }))
    .filter(({ channels }) => channels.length > 0);
  const isHere = view?.state === 'here' && view.note !== null;
  const duplicate = async () => {
    if (!isHere || there === undefined) return;
    setBusy(true);
    const copy = newId<NoteId>();
    const title = (target === channel ? noteWords.copyOf(view.note!.title) : view.note!.title).slice(
      0,
      MAX_NOTE_TITLE_LENGTH,
    );
    submit({
      kind: 'note.create',
      channel: target,
      note: copy,
      title: title.trim(),
      order: lastPlace(there),
      template: 'blank',
    });
    try {
      const { makeNoteSay } = await import('../../note-editor/make-note-say.ts');
      await makeNoteSay(noteReplicas(hub), copy, view.body);
      onClose();
      navigate(noteAddress(target, copy));
    } catch {
      onClose();
      toast({ icon: 'warning', title: words.port.internal });
    }
  };
  return (
    <Dialog
      title={noteWords.duplicateTitle}
      lead={noteWords.duplicateLead}
      onClose={onClose}
      onSubmit={() => void duplicate()}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" kind="primary" busy={busy} disabled={!isHere}>
            {noteWords.duplicateTitle}
          </Button>
        </>
      }
    >
      <SelectField
        label={noteWords.duplicateInto}
        value={target}
        onChange={(event) => setTarget(event.target.value as ChannelId)}
        data-autofocus=""
      >
        {courses.map((course) => (
          <optgroup key={course.id} label={course.name}>
            {course.channels.map(({ id, name }) => (
              <option key={id} value={id}>
                #{name}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
    </Dialog>
  );
}

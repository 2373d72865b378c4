import { type ChannelId, EraseFromNoteSchema, type NoteId } from '@lectern/contracts';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { useToast } from '../../components/toast.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { noteVersions } from '../../http/note-versions.ts';
import { historyWords } from '../../words/note-history.ts';
import { words } from '../../words/words.ts';
import { fault } from '../account/form.tsx';

/** Erases a passage that the note no longer says from its versions. */
export function EraseWordsDialog({
  channel,
  note,
  onErased,
  onClose,
}: {
  channel: ChannelId;
  note: NoteId;
  onErased: () => void;
  onClose: () => void;
}) {
  const toast = useToast();
  const { busy, problem, run } = useCall(noteVersions.erase);
  const [passage, setPassage] = useState('');
  const [error, setError] = useState<string | undefined>();
  const erase = async () => {
    const wrong = fault(EraseFromNoteSchema.entries.passage, passage);
    setError(wrong);
    if (wrong !== undefined) return;
    const erased = await run(channel, note, passage.trim());
    if (erased === undefined) return;
    const { versions, names } = erased;
    const title = historyWords.erased(versions);
    toast({ icon: 'check', title: names === 0 ? title : `${title}; ${historyWords.namesErased(names)}` });
    onErased();
  };
  const refused = problem && (problem.offline ? words.common.offlineAction : problem.message);
  return (
    <Dialog
      title={historyWords.eraseTitle}
      lead={historyWords.eraseLead}
      onClose={onClose}
      onSubmit={() => void erase()}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" kind="danger" busy={busy}>
            {historyWords.eraseAction}
          </Button>
        </>
      }
    >
      <Field
        label={historyWords.passage}
        hint={historyWords.passageHint}
        error={error ?? refused ?? undefined}
        value={passage}
        onChange={(event) => setPassage(event.target.value)}
        data-autofocus=""
        required
      />
    </Dialog>
  );
}

import { NoteVersionNameSchema } from '@lectern/contracts';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { historyWords } from '../../words/note-history.ts';
import { words } from '../../words/words.ts';
import { fault } from '../account/form.tsx';

/** Asks for the name of a version; null for none. */
export function NameVersionDialog({
  title,
  lead,
  name,
  busy,
  onName,
  onClose,
}: {
  title: string;
  lead: string;
  name: string | null;
  busy: boolean;
  onName: (name: string | null) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState(name ?? '');
  const [error, setError] = useState<string | undefined>();
  const save = () => {
    const typed = text.trim();
    const wrong = typed === '' ? undefined : fault(NoteVersionNameSchema, typed);
    setError(wrong);
    if (wrong === undefined) onName(typed === '' ? null : typed);
  };
  return (
    <Dialog
      title={title}
      lead={lead}
      onClose={onClose}
      onSubmit={save}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {words.common.save}
          </Button>
        </>
      }
    >
      <Field
        label={historyWords.name}
        hint={historyWords.nameHint}
        error={error}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-autofocus=""
      />
    </Dialog>
  );
}

import type { ChannelId, NoteId } from '@lectern/contracts';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { useView } from '../../hooks/use-view.ts';
import { when } from '../../words/format.ts';
import { changesWords } from '../../words/note-changes.ts';
import { words } from '../../words/words.ts';
import { noteAddress } from '../channel/addresses.ts';
import { NoteChanges } from './note-changes.tsx';

/** What changed in a note since this person last read it on this device. */
export function NoteChangesDialog({
  channel,
  note,
  onClose,
}: {
  channel: ChannelId;
  note: NoteId;
  onClose: () => void;
}) {
  const now = useNow();
  const [path, navigate] = useLocation();
  const changes = useView('noteChanges', { channel, note });
  const title = useView('notes', { channel })?.find(({ id }) => id === note)?.title ?? '';
  const address = noteAddress(channel, note);
  return (
    <Dialog
      title={changesWords.title(title)}
      lead={changes ? changesWords.lead(when(changes.since, now)) : undefined}
      onClose={onClose}
      width={760}
      footer={
        path === address ? undefined : (
          <Button
            kind="primary"
            onClick={() => {
              onClose();
              navigate(address);
            }}
          >
            {changesWords.openNote}
          </Button>
        )
      }
    >
      {changes === undefined && <SkeletonRows count={4} label={words.common.loading} />}
      {changes === null && <p className="text-soft">{changesWords.gone}</p>}
      {changes && <NoteChanges before={changes.before} after={changes.after} folded />}
    </Dialog>
  );
}

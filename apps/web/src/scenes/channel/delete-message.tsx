import type { ChannelId } from '@lectern/contracts';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { useSubmit } from '../../hooks/use-submit.ts';
import { words } from '../../words/words.ts';
import type { Composing } from './use-composing.ts';

/** Asks before the message that is about to be deleted goes. */
export function DeleteMessage({ channel, composing }: { channel: ChannelId; composing: Composing }) {
  const submit = useSubmit();
  const { deleting, askDelete } = composing;
  if (!deleting) return null;
  return (
    <ConfirmDialog
      title={words.messages.deleteTitle}
      lead={words.messages.deleteLead}
      action={words.messages.deleteConfirm}
      onClose={() => askDelete(null)}
      onConfirm={() => {
        submit({ kind: 'delete', channel, message: deleting.record.id });
        askDelete(null);
      }}
    />
  );
}

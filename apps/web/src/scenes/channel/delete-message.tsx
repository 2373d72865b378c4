import type { ChannelId } from '@lectern/contracts';
import { Suspense } from 'react';
import { lazily } from '../../components/lazily.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { words } from '../../words/words.ts';
import type { Composing } from './use-composing.ts';

const ConfirmDialog = lazily(
  () => import('../../components/dialog.tsx'),
  (module) => module.ConfirmDialog,
);

/** Asks before the message that is about to be deleted goes. */
export function DeleteMessage({ channel, composing }: { channel: ChannelId; composing: Composing }) {
  const submit = useSubmit();
  const { deleting, askDelete } = composing;
  if (!deleting) return null;
  return (
    <Suspense>
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
    </Suspense>
  );
}

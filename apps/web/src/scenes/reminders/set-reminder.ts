import type { MessageId } from '@lectern/contracts';
import type { Commands, Hub, RemindedOf } from '@lectern/sync-client';
import type { Toast } from '../../components/toast.tsx';
import { momentWords, reminderWords } from '../../words/reminders.ts';

export type Reminded = RemindedOf & { readonly message: MessageId };

/** Sets, moves or takes away a reminder and says so. Answers what is wrong, or null when it is done. */
export async function setReminder(
  { hub, toast }: { readonly hub: Hub; readonly toast: (toast: Toast) => void },
  of: Reminded,
  at: number | null,
): Promise<string | null> {
  const answer = await hub.command('remind', { ...of, at }).catch(() => 'failed' as const);
  if (answer !== 'done') return faults[answer];
  const title = at === null ? reminderWords.isCancelled : reminderWords.isSet(momentWords(at, Date.now()));
  toast({ icon: 'clock', title });
  return null;
}

const faults: Record<Exclude<Commands['remind']['answer'], 'done'> | 'failed', string> = {
  full: reminderWords.full,
  'too-far': reminderWords.tooFar,
  failed: reminderWords.notKept,
};

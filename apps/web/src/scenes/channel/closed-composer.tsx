import type { DenyReason } from '@lectern/contracts';
import { refusedWords } from '../../words/refused.ts';
import { words } from '../../words/words.ts';

/** Stands in the composer's place where this person cannot write, and says why. */
export const ClosedComposer = ({ reason, name }: { reason: DenyReason; name: string }) => (
  <p className="flex min-h-11 items-center justify-center rounded-card bg-hover px-4 py-2 text-center text-small text-soft">
    {reason === 'archived' ? words.channel.archived : refusedWords.readOnly(reason, name)}
  </p>
);

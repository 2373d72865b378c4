import type { Branded, Op, OpId } from '@lectern/contracts';
import { newId } from '@lectern/contracts';
import { useCallback } from 'react';
import { useToast } from '../components/toast.tsx';
import { usePage } from '../hub/hub-context.tsx';
import { words } from '../words/words.ts';

/** An op without what every op gets: its id and the device's clock. */
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type NewOp = DistributiveOmit<Op, 'id' | 'at'> & { readonly id?: Branded<'OpId'> };

/** Writes an op: at once on screen, then to the journal. Says so when it could not be written. */
export function useSubmit(): (op: NewOp) => OpId {
  const { unsaved } = usePage();
  const toast = useToast();
  return useCallback(
    (partial) => {
      const op = { ...partial, id: partial.id ?? newId<OpId>(), at: Date.now() } as Op;
      void unsaved.submit(op).then((error) => {
        if (!error) return;
        toast({ icon: 'warning', title: words.port[error] });
        // Messages stay on screen with their text; other changes have nothing to keep.
        if (op.kind.startsWith('channel.')) unsaved.forget([op.id]);
      });
      return op.id;
    },
    [unsaved, toast],
  );
}

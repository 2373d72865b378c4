import type { TimelineItem } from '@lectern/sync-client';
import { Suspense } from 'react';
import { lazily } from '../../components/lazily.ts';
import { useUnsaved } from '../../hooks/use-unsaved.ts';
import type { MessageActions } from './message-actions.ts';

const RefusedCard = lazily(
  () => import('./refused-card.tsx'),
  (module) => module.RefusedCard,
);

/** A change of a message, or the message itself, that was refused. */
export type Refused = Pick<TimelineItem, 'reason'>;

/** Under a message of one's own that was refused or could not be saved: why, and what can be done. */
export function RefusedNotice({ item, actions }: { item: TimelineItem; actions: MessageActions }) {
  const error = useUnsaved().find(
    (each) => each.error && (each.op.id === (item.record.id as string) || each.op.id === item.change?.op),
  )?.error;
  const refused: Refused | null =
    item.change?.rung === 'refused' ? item.change : item.rung === 'refused' ? item : null;
  if (!refused && !error) return null;
  return (
    <Suspense>
      <RefusedCard item={item} refused={refused} error={error ?? null} actions={actions} />
    </Suspense>
  );
}

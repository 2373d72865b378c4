import type { TimelineItem } from '@lectern/sync-client';
import { Button } from '../../components/button.tsx';
import { useUnsaved } from '../../hooks/use-unsaved.ts';
import { words } from '../../words/words.ts';
import { useChannelName } from './channel-name.ts';
import type { MessageActions } from './message-actions.ts';

const refusalOf = (kind: NonNullable<TimelineItem['change']>['kind']) =>
  kind === 'edit' || kind === 'delete' || kind === 'react' ? words.refused[kind] : words.refused.change;

/** Under a message of one's own that was refused or could not be saved: why, and what can be done. */
export function RefusedNotice({ item, actions }: { item: TimelineItem; actions: MessageActions }) {
  const channel = useChannelName();
  const error = useUnsaved().find(
    (each) => each.error && (each.op.id === (item.record.id as string) || each.op.id === item.change?.op),
  )?.error;
  const refused = item.change?.rung === 'refused' ? item.change : item.rung === 'refused' ? item : null;
  if (!refused && !error) return null;
  const reason = refused?.reason ?? 'invalid';
  const said = error
    ? words.port[error]
    : item.change?.rung === 'refused'
      ? refusalOf(item.change.kind)(reason, channel)
      : words.refused.message(reason, channel);
  // A deletion and a reaction have no words to keep.
  const hasText = item.change === undefined || item.change.kind === 'edit';
  return (
    <div className="mt-1 mb-1.5 rounded-card bg-danger-soft px-3 py-2 text-small text-danger-text">
      <p>{said}</p>
      <div className="mt-1.5 -ms-2 flex flex-wrap gap-1">
        {error && (
          <Button size="small" kind="quiet" onClick={() => actions.retry(item)}>
            {words.common.retry}
          </Button>
        )}
        {hasText && (
          <Button size="small" kind="quiet" onClick={() => actions.copyText(item)}>
            {words.common.copy}
          </Button>
        )}
        {refused && hasText && actions.canWrite() && (
          <Button size="small" kind="quiet" onClick={() => actions.rewrite(item)}>
            {words.common.edit}
          </Button>
        )}
        <Button size="small" kind="quiet" onClick={() => actions.discard(item)}>
          {words.common.discard}
        </Button>
      </div>
    </div>
  );
}

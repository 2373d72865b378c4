import type { PortErrorCode, TimelineItem } from '@lectern/sync-client';
import { Button } from '../../components/button.tsx';
import { refusedWords } from '../../words/refused.ts';
import { words } from '../../words/words.ts';
import { useChannelName } from './channel-name.ts';
import type { MessageActions } from './message-actions.ts';
import type { Refused } from './refused-notice.tsx';

const refusalOf = (kind: NonNullable<TimelineItem['change']>['kind']) =>
  kind === 'edit' || kind === 'delete' || kind === 'react' ? refusedWords[kind] : refusedWords.change;

/** Why something was refused or could not be saved, and what can be done. */
export function RefusedCard({
  item,
  refused,
  error,
  actions,
}: {
  item: TimelineItem;
  refused: Refused | null;
  error: PortErrorCode | null;
  actions: MessageActions;
}) {
  const channel = useChannelName();
  const reason = refused?.reason ?? 'invalid';
  const said = error
    ? words.port[error]
    : item.change?.rung === 'refused'
      ? refusalOf(item.change.kind)(reason, channel)
      : refusedWords.message(reason, channel);
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

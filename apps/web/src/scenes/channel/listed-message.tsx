import { type ChannelId, isTombstone } from '@lectern/contracts';
import { Composer } from '../../composer/composer.tsx';
import { useMe } from '../../hooks/use-me.ts';
import { useNow } from '../../hooks/use-now.ts';
import type { People } from '../../hooks/use-people.ts';
import { words } from '../../words/words.ts';
import { DayDivider, UnreadLine } from './dividers.tsx';
import type { MessageActions } from './message-actions.ts';
import { MessageRow } from './message-row.tsx';
import type { MessageRowData } from './timeline-rows.ts';
import type { Composing } from './use-composing.ts';

/** A message in a list, with what stands above it, or the editor in its place. */
export function ListedMessage({
  row,
  channel,
  people,
  actions,
  composing,
  active,
  flash,
  onJump,
}: {
  row: MessageRowData;
  channel: ChannelId;
  people: People;
  actions: MessageActions;
  composing: Composing;
  active: boolean;
  flash: boolean;
  /** The way to other days, from that of this message; without it, its divider is no button. */
  onJump?: (day: number) => void;
}) {
  const me = useMe();
  const now = useNow();
  const { record } = row.item;
  const { editing } = composing;
  return (
    <>
      {row.day !== null && <DayDivider at={row.day} now={now} onJump={onJump && (() => onJump(row.day!))} />}
      {row.unread !== null && <UnreadLine count={row.unread} />}
      <MessageRow
        row={row}
        author={people.byId.get(record.author)}
        nameOf={people.nameOf}
        me={me.id}
        channel={channel}
        active={active}
        flash={flash}
        actions={actions}
        editor={
          editing?.id === record.id && !isTombstone(record) ? (
            <Composer
              purpose="edit"
              label={words.messages.editLabel}
              channel={channel}
              initial={isTombstone(editing) ? record.body : editing.body}
              people={people.list}
              nameOf={people.nameOf}
              onSubmit={composing.saveEdit}
              onCancel={composing.stopEditing}
            />
          ) : null
        }
      />
    </>
  );
}

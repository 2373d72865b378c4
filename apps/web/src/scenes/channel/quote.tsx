import {
  type ChannelId,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type NoteAnchor,
  type UserId,
} from '@lectern/contracts';
import { type NameOf, plainText } from '@lectern/rich-text';
import { Link } from 'wouter';
import { IconButton } from '../../components/button.tsx';
import { Icon } from '../../components/icons.tsx';
import { words } from '../../words/words.ts';
import { besideChannel, passageAddress } from './addresses.ts';

/** One line of what is being answered: who said it and how it begins. */
export function QuoteLine({ record, nameOf }: { record: MessageRecord | undefined; nameOf: NameOf }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-small text-muted">
      <Icon name="reply" size={16} className="rtl:-scale-x-100" />
      {record && (
        <span className="shrink-0 font-medium text-soft">
          <bdi>{nameOf(record.author)}</bdi>
        </span>
      )}
      <span className="truncate" dir="auto">
        {record ? beginning(record, nameOf) : words.messages.quoteAway}
      </span>
    </span>
  );
}

/** What a message is about: the words of a passage of a note, and the way to where they stand. */
export function PassageLink({
  channel,
  message,
  anchor,
}: {
  channel: ChannelId;
  message: MessageId;
  anchor: NoteAnchor;
}) {
  return (
    <Link
      href={passageAddress(channel, anchor, message)}
      state={besideChannel}
      className="mb-0.5 flex max-w-full min-w-0 items-center gap-1.5 rounded-[4px] text-small text-muted hover:underline"
    >
      <Icon name="note" size={16} />
      <span className="sr-only">{words.messages.aboutNote}</span>
      <q className="truncate" dir="auto">
        {anchor.quote}
      </q>
    </Link>
  );
}

/** Above the composer: what the next message answers, and a way to answer nothing. */
export function ReplyBar({
  record,
  nameOf,
  onCancel,
}: {
  record: MessageRecord;
  nameOf: (user: UserId) => string;
  onCancel: () => void;
}) {
  return (
    <div
      role="status"
      aria-label={words.messages.replyingTo(nameOf(record.author))}
      className="flex min-h-9 items-center gap-2 border-b border-line ps-3 pe-1"
    >
      <span className="min-w-0 grow">
        <QuoteLine record={record} nameOf={nameOf} />
      </span>
      <IconButton icon="close" iconSize={16} label={words.messages.cancelReply} onClick={onCancel} />
    </div>
  );
}

/** More than a line can show is not worth drawing. */
const MOST_CHARACTERS = 200;

export const beginning = (record: MessageRecord, nameOf: NameOf): string =>
  isTombstone(record)
    ? words.messages.deleted
    : plainText(record.body, nameOf).slice(0, MOST_CHARACTERS).replaceAll(/\s+/g, ' ');

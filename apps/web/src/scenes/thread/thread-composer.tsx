import type {
  Body,
  ChannelId,
  DenyReason,
  MessageId,
  MessageRecord,
  PersonEntry,
  UserId,
} from '@lectern/contracts';
import { type RefObject, useState } from 'react';
import { Composer, type ComposerHandle } from '../../composer/composer.tsx';
import type { TypedCommand } from '../../composer/slash-command.ts';
import { refusedWords } from '../../words/refused.ts';
import { threadWords } from '../../words/thread.ts';
import { words } from '../../words/words.ts';
import { ReplyBar } from '../channel/quote.tsx';

/** Where replies are written, with a word of its own to whoever may not. */
export function ThreadComposer({
  composer,
  channel,
  thread,
  mayReply,
  replying,
  people,
  nameOf,
  onSend,
  onCommand,
  onCancelReply,
  onUpWhenEmpty,
}: {
  composer: RefObject<ComposerHandle | null>;
  channel: { readonly id: ChannelId; readonly name: string };
  thread: MessageId;
  mayReply: true | 'deleted' | DenyReason;
  replying: MessageRecord | null;
  people: readonly PersonEntry[];
  nameOf: (user: UserId) => string;
  onSend: (body: Body, inChannel: boolean) => void;
  onCommand: (command: TypedCommand) => Promise<string | null>;
  onCancelReply: () => void;
  onUpWhenEmpty: () => boolean;
}) {
  const [inChannel, setInChannel] = useState(false);
  if (mayReply !== true) {
    const text =
      mayReply === 'deleted'
        ? threadWords.deleted
        : mayReply === 'archived'
          ? words.channel.archived
          : refusedWords.readOnly(mayReply, channel.name);
    return (
      <p className="mb-2 flex min-h-11 items-center justify-center rounded-card bg-hover px-4 py-2 text-center text-small text-soft">
        {text}
      </p>
    );
  }
  return (
    <>
      <Composer
        ref={composer}
        purpose="send"
        label={threadWords.composer}
        channel={channel.id}
        thread={thread}
        people={people}
        nameOf={nameOf}
        onSubmit={(body) => {
          onSend(body, inChannel);
          setInChannel(false);
        }}
        onCommand={onCommand}
        onUpWhenEmpty={onUpWhenEmpty}
        above={replying && <ReplyBar record={replying} nameOf={nameOf} onCancel={onCancelReply} />}
      />
      <label className="flex min-h-9 w-fit max-w-full items-center gap-2 px-1 text-small text-soft select-none coarse:min-h-11">
        <input
          type="checkbox"
          checked={inChannel}
          onChange={(event) => setInChannel(event.target.checked)}
          className="size-4 shrink-0 accent-accent coarse:size-5"
        />
        <bdi className="min-w-0 truncate">{threadWords.inChannel(channel.name)}</bdi>
      </label>
    </>
  );
}

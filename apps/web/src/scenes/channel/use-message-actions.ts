import { can } from '@lectern/access';
import {
  type DenyReason,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type OpId,
} from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import type { TimelineItem } from '@lectern/sync-client';
import type { RefObject } from 'react';
import { useLocation } from 'wouter';
import { useToast } from '../../components/toast.tsx';
import type { ComposerHandle } from '../../composer/composer.tsx';
import { actorInChannel } from '../../hooks/use-actor.ts';
import { useCopy } from '../../hooks/use-copy.ts';
import { useMe } from '../../hooks/use-me.ts';
import type { People } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useStableMethods } from '../../hooks/use-stable-methods.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { useDialogs } from '../shell/dialogs.tsx';
import { besideChannel, isBesideChannel, messageAddress, threadAddress } from './addresses.ts';
import { hasPlace, isOnServer, type MessageActions } from './message-actions.ts';
import type { Composing } from './use-composing.ts';

interface ActionsInput {
  found: FoundChannel;
  /** The thread that is shown; without one it is the channel's own list. */
  thread?: MessageId;
  people: People;
  mayPost: true | DenyReason;
  composer: RefObject<ComposerHandle | null>;
  composing: Composing;
  markUnread?: (seq: number) => void;
  /** The rows on screen. */
  items: () => readonly TimelineItem[];
}

/** What this person can do with the messages of a channel. The object stays the same while the channel is open. */
export function useMessageActions({
  found,
  thread,
  people,
  mayPost,
  composer,
  composing,
  markUnread,
  items,
}: ActionsInput): MessageActions {
  const me = useMe();
  const { hub, unsaved } = usePage();
  const copy = useCopy();
  const { entry } = found;
  const actor = actorInChannel(me, found);
  const submit = useSubmit();
  const [, navigate] = useLocation();
  const { show } = useDialogs();
  const toast = useToast();
  const told = (title: string) => toast({ icon: 'bookmark', title });
  const may = (action: 'message.edit' | 'message.delete', item: TimelineItem): boolean =>
    !isTombstone(item.record) &&
    isOnServer(item) &&
    can(actor, action, { ...entry, author: item.record.author });
  const threadOf = ({ record, rung }: TimelineItem): MessageId | null => {
    if (thread !== undefined || rung === 'refused') return null;
    if (record.thread !== undefined) return record.thread.id;
    // Where nobody may write, only what was said can be looked at.
    return record.replies !== undefined || (mayPost === true && !isTombstone(record)) ? record.id : null;
  };
  const forget = (id: OpId) => {
    unsaved.forget([id]);
    void hub.command('discard', id).catch(() => {});
  };
  return useStableMethods<MessageActions>({
    // What a newer version wrote would be lost with an edit of the rest.
    canEdit: (item) => may('message.edit', item) && isReadWhole(item.record),
    canDelete: (item) => may('message.delete', item),
    canWrite: () => mayPost === true,
    // Also while the message itself waits here: the ops of one device keep their order.
    canReact: (item) =>
      !isTombstone(item.record) && item.rung !== 'refused' && can(actor, 'message.react', entry),
    react: ({ record }, emoji, on) =>
      submit({ kind: 'react', channel: entry.id, message: record.id, emoji, on }),
    canReply: (item) => !isTombstone(item.record) && item.rung !== 'refused' && mayPost === true,
    reply: (item) => composing.reply(item.record),
    threadOf,
    openThread: (item) => {
      const first = threadOf(item);
      // From one thread to another, the one that is left is not gone back to.
      const replace = isBesideChannel();
      if (first !== null) navigate(threadAddress(entry.id, first), { replace, state: besideChannel });
    },
    edit: (item) => composing.edit(item.record),
    askDelete: composing.askDelete,
    canSeeVersions: (item) =>
      !isTombstone(item.record) &&
      item.record.editedAt !== undefined &&
      isOnServer(item) &&
      can(actor, 'message.versions', entry),
    seeVersions: ({ record }) => show({ kind: 'versions', channel: entry.id, message: record.id }),
    markContext: () => ({ found, actor, hub, submit, show, told, items: items() }),
    canMarkUnread: (item) => markUnread !== undefined && item.record.author !== me.id && hasPlace(item),
    markUnread: (item) => markUnread?.(item.record.seq),
    forward: ({ record }) => {
      if (!isTombstone(record)) show({ kind: 'forward', channel: entry.id, message: record });
    },
    copyText: (item) => {
      if (!isTombstone(item.record)) void copy(plainText(item.record.body, people.nameOf));
    },
    copyLink: (item) => void copy(`${location.origin}${messageAddress(entry.id, item.record)}`),
    rewrite: (item) => {
      if (isTombstone(item.record)) return;
      if (item.change) composing.edit(item.record);
      else composer.current?.add(item.record.body);
      forget(opOf(item));
    },
    discard: (item) => forget(opOf(item)),
    retry: (item) => {
      const op = unsaved.list().find((each) => each.op.id === opOf(item))?.op;
      if (op) void unsaved.submit(op);
    },
  });
}

/** The op that an own message, or the change of one, stands for: a sent message has the id of its op. */
const opOf = (item: TimelineItem): OpId => item.change?.op ?? (item.record.id as string as OpId);

const isReadWhole = (record: MessageRecord): boolean =>
  isTombstone(record) || record.body.kind !== 'plain' || record.body.blocks.every(({ t }) => t !== 'newer');

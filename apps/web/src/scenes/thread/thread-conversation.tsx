import { type Body, type DenyReason, isTombstone, type MessageId } from '@lectern/contracts';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import type { ComposerHandle } from '../../composer/composer.tsx';
import { hasCommand, isOverlayOpen, isTyping, useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useMe } from '../../hooks/use-me.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { useSettings } from '../../hooks/use-settings.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { dayOf } from '../../words/format.ts';
import { threadWords } from '../../words/thread.ts';
import { DeleteMessage } from '../channel/delete-message.tsx';
import { isLetter } from '../channel/is-letter.ts';
import { ListedMessage } from '../channel/listed-message.tsx';
import { messageKey } from '../channel/message-keys.ts';
import { MessageList, type MessageListHandle } from '../channel/message-list.tsx';
import { type MessageRowData, reuseRows, type TimelineRow } from '../channel/timeline-rows.ts';
import { useCommands } from '../channel/use-commands.ts';
import { useComposing } from '../channel/use-composing.ts';
import { useMessageActions } from '../channel/use-message-actions.ts';
import { ThreadComposer } from './thread-composer.tsx';
import { threadRows } from './thread-rows.ts';
import { ThreadEdge, ThreadStart } from './thread-start.tsx';
import type { Thread } from './use-thread.ts';
import { useThreadReading } from './use-thread-reading.ts';

/** The messages of a thread and the composer below them. */
export function ThreadConversation({
  found,
  thread,
  at,
  shown,
  onClose,
}: {
  found: FoundChannel;
  thread: MessageId;
  at: number | null;
  shown: Thread;
  onClose: () => void;
}) {
  const { entry, course } = found;
  const me = useMe();
  const submit = useSubmit();
  const settings = useSettings();
  const people = usePeople(course.id);
  const { view } = shown;
  const reading = useThreadReading(entry.id, thread, shown, at);
  const list = useRef<MessageListHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const composing = useComposing(entry.id, composer);
  const { editing, replying, stopReplying } = composing;
  const mayPost: true | DenyReason = found.isIn ? found.entry.mayPost : 'archived';
  const root = view?.root?.record;
  const mayReply = root && isTombstone(root) ? 'deleted' : mayPost;

  const known = useRef<readonly TimelineRow[]>([]);
  const { unreadAfter } = reading;
  const rows = useMemo(() => {
    const fresh = view ? threadRows(view, { me: me.id, unreadAfter, dayOf }) : [];
    known.current = reuseRows(known.current, fresh);
    return known.current;
  }, [view, me.id, unreadAfter]);

  const actions = useMessageActions({
    found,
    thread,
    people,
    mayPost: mayReply === 'deleted' ? 'already-deleted' : mayReply,
    composer,
    composing,
    items: () => [...(view?.root ? [view.root] : []), ...(view?.replies ?? [])],
  });

  const send = useStable((body: Body, inChannel: boolean) => {
    list.current?.followNext();
    const quote = replying && replying.id !== thread ? { reply: replying.id } : {};
    submit({ kind: 'send', channel: entry.id, body, thread, ...quote, ...(inChannel ? { inChannel } : {}) });
    stopReplying();
    list.current?.toEnd();
  });
  const onCommand = useCommands(found, people.list, thread);
  const editLast = useStable(() => {
    const last = view?.replies.findLast((item) => item.record.author === me.id && actions.canEdit(item));
    if (last) composing.edit(last.record);
    return last !== undefined;
  });

  useHotkeys((event) => {
    if (isOverlayOpen() || !isInThread(event.target)) return false;
    if (event.key === 'Escape' && !editing) {
      if (replying) stopReplying();
      else onClose();
      return true;
    }
    if (isTyping(event.target)) return false;
    if (event.key === 'Enter' && hasCommand(event)) {
      composer.current?.send();
      return true;
    }
    if (isLetter(event)) composer.current?.focus();
    return false;
  });
  const onRowKey = (event: KeyboardEvent, row: MessageRowData) => {
    if (settings.singleKeys) messageKey(event, row.item, actions);
  };

  const drawRow = (row: TimelineRow, active: boolean) => {
    if (row.kind === 'edge') return <ThreadEdge edge={row.edge} />;
    if (row.kind === 'start')
      return (
        <ThreadStart count={root?.replies?.count ?? view?.replies.length ?? 0} invites={mayReply === true} />
      );
    return (
      <ListedMessage
        row={row}
        channel={entry.id}
        people={people}
        actions={actions}
        composing={composing}
        active={active}
        flash={at !== null && row.item.record.seq === at}
      />
    );
  };

  return (
    <>
      <MessageList
        ref={list}
        label={threadWords.list}
        rows={rows}
        isLoading={view?.older === 'loading' || view?.state === 'loading'}
        head={null}
        fromTop
        start={reading.start}
        below={0}
        reachesEnd
        onNearStart={() => {
          if (shown.fresh && view?.older === 'stored') shown.grow();
        }}
        onNearEnd={() => {}}
        onSeen={reading.onSeen}
        onLatest={() => {
          list.current?.toEnd();
          composer.current?.focus();
        }}
        drawRow={drawRow}
        onRowKey={onRowKey}
      />
      <div className="shrink-0 px-3 pb-[calc(4px+env(safe-area-inset-bottom))] max-tablet:px-2.5">
        <div className="mx-auto w-full max-w-[calc(var(--text-column)+72px)]">
          <ThreadComposer
            composer={composer}
            channel={entry}
            thread={thread}
            mayReply={mayReply}
            replying={replying}
            people={people.list}
            nameOf={people.nameOf}
            onSend={send}
            onCommand={onCommand}
            onCancelReply={stopReplying}
            onUpWhenEmpty={editLast}
          />
        </div>
      </div>
      <DeleteMessage channel={entry.id} composing={composing} />
    </>
  );
}

const isInThread = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-side-panel="thread"]') !== null;

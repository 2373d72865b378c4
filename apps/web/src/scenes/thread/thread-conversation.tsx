import {
  type Body,
  type DenyReason,
  isTombstone,
  type MessageId,
  type MessageRecord,
} from '@lectern/contracts';
import type { TimelineItem } from '@lectern/sync-client';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { Composer, type ComposerHandle } from '../../composer/composer.tsx';
import { hasCommand, isOverlayOpen, isTyping, useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useMe } from '../../hooks/use-me.ts';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { useSettings } from '../../hooks/use-settings.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { dayOf } from '../../words/format.ts';
import { threadWords } from '../../words/thread.ts';
import { words } from '../../words/words.ts';
import { DayDivider, UnreadLine } from '../channel/dividers.tsx';
import { isLetter } from '../channel/is-letter.ts';
import { marksByKey } from '../channel/marks-by-key.ts';
import { MessageList, type MessageListHandle } from '../channel/message-list.tsx';
import { MessageRow } from '../channel/message-row.tsx';
import { type MessageRowData, reuseRows, type TimelineRow } from '../channel/timeline-rows.ts';
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
  const now = useNow();
  const { view } = shown;
  const reading = useThreadReading(entry.id, thread, shown, at);
  const list = useRef<MessageListHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const [editing, setEditing] = useState<MessageRecord | null>(null);
  const [replying, setReplying] = useState<MessageRecord | null>(null);
  const [deleting, setDeleting] = useState<TimelineItem | null>(null);
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
    edit: (record) => setEditing(record),
    reply: (record) => {
      setReplying(record);
      composer.current?.focus();
    },
    askDelete: setDeleting,
    markUnread: () => {},
    items: () => [...(view?.root ? [view.root] : []), ...(view?.replies ?? [])],
  });

  const stopReplying = useStable(() => {
    setReplying(null);
    composer.current?.focus();
  });
  const send = useStable((body: Body, inChannel: boolean) => {
    list.current?.followNext();
    const quote = replying && replying.id !== thread ? { reply: replying.id } : {};
    submit({ kind: 'send', channel: entry.id, body, thread, ...quote, ...(inChannel ? { inChannel } : {}) });
    setReplying(null);
    list.current?.toEnd();
  });
  const stopEditing = useStable(() => {
    setEditing(null);
    composer.current?.focus();
  });
  const saveEdit = useStable((body: Body) => {
    stopEditing();
    if (!editing || isTombstone(editing) || JSON.stringify(editing.body) === JSON.stringify(body)) return;
    submit({ kind: 'edit', channel: entry.id, message: editing.id, body });
  });
  const editLast = useStable(() => {
    const last = view?.replies.findLast((item) => item.record.author === me.id && actions.canEdit(item));
    if (last) setEditing(last.record);
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
    if (event.key === 'Delete' && settings.singleKeys && actions.canDelete(row.item)) {
      event.preventDefault();
      setDeleting(row.item);
    }
    if (settings.singleKeys) marksByKey(event, row.item, actions);
  };

  const drawRow = (row: TimelineRow, active: boolean) => {
    if (row.kind === 'edge') return <ThreadEdge edge={row.edge} />;
    if (row.kind === 'start')
      return (
        <ThreadStart count={root?.replies?.count ?? view?.replies.length ?? 0} invites={mayReply === true} />
      );
    const { record } = row.item;
    return (
      <>
        {row.day !== null && <DayDivider at={row.day} now={now} />}
        {row.unread !== null && <UnreadLine count={row.unread} />}
        <MessageRow
          row={row}
          author={people.byId.get(record.author)}
          nameOf={people.nameOf}
          me={me.id}
          channel={entry.id}
          active={active}
          flash={at !== null && record.seq === at}
          actions={actions}
          editor={
            editing?.id === record.id && !isTombstone(record) ? (
              <Composer
                purpose="edit"
                label={words.messages.editLabel}
                initial={isTombstone(editing) ? record.body : editing.body}
                people={people.list}
                nameOf={people.nameOf}
                onSubmit={saveEdit}
                onCancel={stopEditing}
              />
            ) : null
          }
        />
      </>
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
            onCancelReply={stopReplying}
            onUpWhenEmpty={editLast}
          />
        </div>
      </div>
      {deleting && (
        <ConfirmDialog
          title={words.messages.deleteTitle}
          lead={words.messages.deleteLead}
          action={words.messages.deleteConfirm}
          onClose={() => setDeleting(null)}
          onConfirm={() => {
            submit({ kind: 'delete', channel: entry.id, message: deleting.record.id });
            setDeleting(null);
          }}
        />
      )}
    </>
  );
}

const isInThread = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-side-panel="thread"]') !== null;

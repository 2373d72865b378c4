import { can } from '@lectern/access';
import { type Body, type DenyReason, isTombstone, type MessageId } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import type { TimelineItem } from '@lectern/sync-client';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { Composer, type ComposerHandle } from '../../composer/composer.tsx';
import { actorInChannel } from '../../hooks/use-actor.ts';
import { useCopy } from '../../hooks/use-copy.ts';
import { hasCommand, isOverlayOpen, isTyping, useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useMe } from '../../hooks/use-me.ts';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { useSettings } from '../../hooks/use-settings.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { dayOf } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { ChannelNameContext } from './channel-name.ts';
import { ChannelStart, DayDivider, EdgeRow, UnreadLine } from './dividers.tsx';
import { isOnServer, type MessageActions } from './message-actions.ts';
import { MessageList, type MessageListHandle } from './message-list.tsx';
import { MessageRow } from './message-row.tsx';
import { NewMessages } from './new-messages.tsx';
import { type MessageRowData, reuseRows, type TimelineRow, timelineRows } from './timeline-rows.ts';
import { TypingLine } from './typing-line.tsx';
import { useReading } from './use-reading.ts';
import { useTimeline } from './use-timeline.ts';

/** The messages of a channel and the composer below them. */
export function Conversation({ found, at }: { found: FoundChannel; at: number | null }) {
  const { entry, course } = found;
  const me = useMe();
  const page = usePage();
  const submit = useSubmit();
  const copy = useCopy();
  const settings = useSettings();
  const people = usePeople(course.id);
  const now = useNow();
  const [path, navigate] = useLocation();
  const timeline = useTimeline(entry.id, at);
  const reading = useReading(entry.id, timeline, at, found.isIn ? found.entry.unread : 0);
  const list = useRef<MessageListHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const [editing, setEditing] = useState<MessageId | null>(null);
  const [deleting, setDeleting] = useState<TimelineItem | null>(null);
  const mayPost: true | DenyReason = found.isIn ? found.entry.mayPost : 'archived';
  const { view } = timeline;

  useEffect(() => {
    void page.hub.command('viewing', { channel: entry.id }).catch(() => {});
    return () => void page.hub.command('viewing', { channel: null }).catch(() => {});
  }, [page.hub, entry.id]);

  // A link to a message: look there, also when the channel is open already.
  const { showAround } = timeline;
  const lookAt = useStable((seq: number) => {
    if (!view?.items.some((item) => item.record.seq === seq)) showAround(seq);
  });
  useEffect(() => {
    if (at !== null) lookAt(at);
  }, [at, lookAt]);

  const known = useRef<readonly TimelineRow[]>([]);
  const rows = useMemo(() => {
    const input = view ?? { items: [], older: 'loading' as const, newer: 'end' as const };
    const { unreadAfter, unreadCount } = reading;
    const fresh = timelineRows({
      items: input.items,
      older: input.older,
      newer: input.newer,
      me: me.id,
      unreadAfter,
      unreadCount,
      dayOf,
    });
    known.current = reuseRows(known.current, fresh);
    return known.current;
  }, [view, me.id, reading.unreadAfter, reading.unreadCount]);

  const actor = actorInChannel(me, found);
  const actions: MessageActions = {
    canEdit: useStable(
      (item) =>
        !isTombstone(item.record) &&
        isOnServer(item) &&
        can(actor, 'message.edit', { ...entry, author: item.record.author }),
    ),
    canDelete: useStable(
      (item) =>
        !isTombstone(item.record) &&
        isOnServer(item) &&
        can(actor, 'message.delete', { ...entry, author: item.record.author }),
    ),
    canWrite: useStable(() => mayPost === true),
    edit: useStable((item) => setEditing(item.record.id)),
    askDelete: useStable((item) => setDeleting(item)),
    copyText: useStable((item) => {
      if (!isTombstone(item.record)) void copy(plainText(item.record.body, people.nameOf));
    }),
    copyLink: useStable((item) => void copy(`${location.origin}/c/${entry.id}/m/${item.record.seq}`)),
    rewrite: useStable((item) => {
      if (isTombstone(item.record)) return;
      const op = item.change?.op ?? item.record.id;
      if (item.change) setEditing(item.record.id);
      else composer.current?.add(item.record.body);
      void page.hub.command('discard', op as never).catch(() => {});
    }),
    discard: useStable((item) => {
      const op = (item.change?.op ?? item.record.id) as never;
      page.unsaved.forget([op]);
      void page.hub.command('discard', op).catch(() => {});
    }),
    retry: useStable((item) => {
      const op = page.unsaved
        .list()
        .find((each) => each.op.id === (item.change?.op ?? (item.record.id as string)))?.op;
      if (op) void page.unsaved.submit(op);
    }),
  };
  const stableActions = useMemo(() => actions, []);

  const toLatest = useStable(() => {
    if (at !== null) navigate(`/c/${entry.id}`, { replace: true });
    if (view?.newer !== 'end') timeline.showLatest();
    list.current?.toEnd();
  });
  const send = useStable((body: Body) => {
    submit({ kind: 'send', channel: entry.id, body });
    toLatest();
  });
  const saveEdit = useStable((body: Body) => {
    const before = view?.items.find((item) => item.record.id === editing)?.record;
    setEditing(null);
    composer.current?.focus();
    if (!editing || !before || isTombstone(before) || JSON.stringify(before.body) === JSON.stringify(body))
      return;
    submit({ kind: 'edit', channel: entry.id, message: editing, body });
  });
  const editLast = useStable(() => {
    const last = view?.items.findLast((item) => item.record.author === me.id && actions.canEdit(item));
    if (last) setEditing(last.record.id);
    return last !== undefined;
  });

  useHotkeys((event) => {
    if (isOverlayOpen()) return false;
    if (hasCommand(event) && event.key.toLowerCase() === 'f' && !event.shiftKey && !event.altKey) {
      navigate(`/search?channel=${entry.id}`);
      return true;
    }
    if (event.key === 'Escape' && !editing) {
      reading.markAllRead();
      composer.current?.focus();
      return true;
    }
    // Writing anywhere goes into the composer.
    if (
      event.key.length === 1 &&
      event.key !== ' ' &&
      event.key !== '?' &&
      !hasCommand(event) &&
      !event.altKey &&
      !event.ctrlKey &&
      !isTyping(event.target) &&
      mayPost === true
    ) {
      composer.current?.focus();
    }
    return false;
  });

  const onRowKey = (event: KeyboardEvent, row: MessageRowData) => {
    if (event.key === 'Delete' && settings.singleKeys && actions.canDelete(row.item)) {
      event.preventDefault();
      setDeleting(row.item);
    }
  };
  const flashed =
    at === null ? null : (view?.items.find((item) => item.record.seq === at)?.record.id ?? null);
  const nameOf = people.nameOf;

  const drawRow = (row: TimelineRow, active: boolean) => {
    if (row.kind === 'edge') return <EdgeRow edge={row.edge} side={row.key} />;
    if (row.kind === 'start') return <ChannelStart name={entry.name} topic={entry.topic} />;
    const { record } = row.item;
    return (
      <>
        {row.day !== null && <DayDivider at={row.day} now={now} />}
        {row.unread !== null && <UnreadLine count={row.unread} />}
        <MessageRow
          row={row}
          author={people.byId.get(record.author)}
          nameOf={nameOf}
          me={me.id}
          active={active}
          flash={flashed === record.id}
          actions={stableActions}
          editor={
            editing === record.id && !isTombstone(record) ? (
              <Composer
                purpose="edit"
                label={words.messages.editLabel}
                initial={record.body}
                people={people.list}
                nameOf={nameOf}
                onSubmit={saveEdit}
                onCancel={() => {
                  setEditing(null);
                  composer.current?.focus();
                }}
              />
            ) : null
          }
        />
      </>
    );
  };
  const below = found.isIn ? found.entry.unread : 0;

  return (
    <ChannelNameContext value={entry.name}>
      <main className="flex min-h-0 grow flex-col">
        <MessageList
          ref={list}
          label={words.messages.listLabel(`#${entry.name}`)}
          rows={rows}
          start={reading.start}
          below={below}
          reachesEnd={view?.newer === 'end'}
          onNearStart={(middle) => {
            if (timeline.fresh && view?.older === 'stored') timeline.growOlder(middle);
          }}
          onNearEnd={(middle) => {
            if (
              timeline.fresh &&
              timeline.window.anchor !== 'end' &&
              view?.newer !== 'loading' &&
              view?.newer !== 'needs-connection'
            )
              timeline.growNewer(middle);
          }}
          onSeen={reading.onSeen}
          onLatest={() => {
            reading.markAllRead();
            toLatest();
            composer.current?.focus();
          }}
          drawRow={drawRow}
          onRowKey={onRowKey}
        />
        <NewMessages
          items={view?.items ?? noItems}
          reachesEnd={view?.newer === 'end'}
          nameOf={nameOf}
          me={me.id}
        />
        <div className="shrink-0 px-5 pb-[calc(4px+env(safe-area-inset-bottom))] max-tablet:px-2.5">
          <div className="mx-auto w-full max-w-[calc(var(--text-column)+72px)]">
            {mayPost === true ? (
              <Composer
                key={path.startsWith(`/c/${entry.id}`) ? entry.id : ''}
                ref={composer}
                purpose="send"
                label={words.composer.label(entry.name)}
                channel={entry.id}
                people={people.list}
                nameOf={nameOf}
                onSubmit={send}
                onUpWhenEmpty={editLast}
              />
            ) : (
              <p className="flex min-h-11 items-center justify-center rounded-card bg-hover px-4 py-2 text-center text-small text-soft">
                {mayPost === 'archived'
                  ? words.channel.archived
                  : words.composer.readOnly(mayPost, entry.name)}
              </p>
            )}
            <TypingLine channel={entry.id} nameOf={nameOf} />
          </div>
        </div>
      </main>
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
    </ChannelNameContext>
  );
}

const noItems: readonly TimelineItem[] = [];

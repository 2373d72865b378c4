import type { Body, DenyReason } from '@lectern/contracts';
import type { TimelineView } from '@lectern/sync-client';
import { type KeyboardEvent, Suspense, useEffect, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import { lazily } from '../../components/lazily.ts';
import { Composer, type ComposerHandle } from '../../composer/composer.tsx';
import { hasCommand, isOverlayOpen, isTyping, useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useMe } from '../../hooks/use-me.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { useSettings } from '../../hooks/use-settings.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { dayOf } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { useDialogs } from '../shell/dialogs.tsx';
import { ChannelNameContext } from './channel-name.ts';
import { DeleteMessage } from './delete-message.tsx';
import { ChannelStart, EdgeRow } from './dividers.tsx';
import { isLetter } from './is-letter.ts';
import { ListedMessage } from './listed-message.tsx';
import { messageKey } from './message-keys.ts';
import { MessageList, type MessageListHandle } from './message-list.tsx';
import { NewMessages } from './new-messages.tsx';
import { ReplyBar } from './quote.tsx';
import { type MessageRowData, reuseRows, type TimelineRow, timelineRows } from './timeline-rows.ts';
import { TypingLine } from './typing-line.tsx';
import { useCommands } from './use-commands.ts';
import { useComposing } from './use-composing.ts';
import { useMessageActions } from './use-message-actions.ts';
import { useReading } from './use-reading.ts';
import { useTimeline } from './use-timeline.ts';

const AwayCard = lazily(
  () => import('./away-card.tsx'),
  (module) => module.AwayCard,
);
const ClosedComposer = lazily(
  () => import('./closed-composer.tsx'),
  (module) => module.ClosedComposer,
);

/** The messages of a channel and the composer below them. */
export function Conversation({
  found,
  at,
  onEscape,
}: {
  found: FoundChannel;
  at: number | null;
  /** Says whether Esc has closed something beside the messages; then it means nothing here. */
  onEscape: () => boolean;
}) {
  const { entry, course } = found;
  const me = useMe();
  const page = usePage();
  const submit = useSubmit();
  const settings = useSettings();
  const dialogs = useDialogs();
  const people = usePeople(course.id);
  const [path, navigate] = useLocation();
  const timeline = useTimeline(entry.id, at);
  const reading = useReading(entry.id, timeline, at);
  const list = useRef<MessageListHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const composing = useComposing(entry.id, composer);
  const { editing, replying, stopReplying } = composing;
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
  const { unreadAfter, unreadCount } = reading;
  const rows = useMemo(() => {
    const { items, older, newer } = view ?? nothing;
    const fresh = timelineRows({ items, older, newer, me: me.id, unreadAfter, unreadCount, dayOf });
    known.current = reuseRows(known.current, fresh);
    return known.current;
  }, [view, me.id, unreadAfter, unreadCount]);

  const actions = useMessageActions({
    found,
    people,
    mayPost,
    composer,
    composing,
    markUnread: reading.markUnread,
    items: () => view?.items ?? [],
  });

  const toLatest = useStable(() => {
    if (at !== null) navigate(`/c/${entry.id}`, { replace: true });
    if (view?.newer !== 'end') timeline.showLatest();
    list.current?.toEnd();
  });
  const send = useStable((body: Body, isQuestion: boolean) => {
    list.current?.followNext();
    submit({
      ...{ kind: 'send', channel: entry.id, body },
      ...(replying ? { reply: replying.id } : {}),
      ...(isQuestion ? { question: true } : {}),
    });
    stopReplying();
    toLatest();
  });
  const onCommand = useCommands(found, people.list);
  const editLast = useStable(() => {
    const last = view?.items.findLast((item) => item.record.author === me.id && actions.canEdit(item));
    if (last) composing.edit(last.record);
    return last !== undefined;
  });

  useHotkeys((event) => {
    // What stands beside the messages has keys of its own.
    if (event.target instanceof Element && event.target.closest('[data-side-panel]')) return false;
    if (event.key === 'Escape' && !event.shiftKey && !editing && !isOverlayOpen()) {
      if (replying) {
        stopReplying();
        return true;
      }
      if (onEscape()) {
        // The editor lets go of the focus at Esc; who writes goes on writing.
        if (isTyping(event.target)) composer.current?.focus();
        return true;
      }
      reading.markAllRead();
      composer.current?.focus();
      return true;
    }
    if (event.key === 'Enter' && hasCommand(event) && !isTyping(event.target) && !isOverlayOpen()) {
      composer.current?.send();
      return true;
    }
    // Writing anywhere goes into the composer.
    if (isLetter(event) && !isTyping(event.target) && !isOverlayOpen()) composer.current?.focus();
    return false;
  });

  const onRowKey = (event: KeyboardEvent, row: MessageRowData) => {
    if (settings.singleKeys) messageKey(event, row.item, actions);
  };
  const flashed =
    at === null ? null : (view?.items.find((item) => item.record.seq === at)?.record.id ?? null);
  const nameOf = people.nameOf;

  const drawRow = (row: TimelineRow, active: boolean) => {
    if (row.kind === 'edge') return <EdgeRow edge={row.edge} side={row.key} />;
    if (row.kind === 'start') {
      const isEmpty = view?.items.length === 0 && view.newer === 'end';
      return <ChannelStart channel={entry} invites={isEmpty ? mayPost === true : null} />;
    }
    return (
      <ListedMessage
        row={row}
        channel={entry.id}
        people={people}
        actions={actions}
        composing={composing}
        active={active}
        flash={flashed === row.item.record.id}
        onJump={(day) => dialogs.show({ kind: 'jump-to-date', channel: entry.id, at: day })}
      />
    );
  };
  const below = found.isIn ? (view?.unread ?? 0) : 0;

  return (
    <ChannelNameContext value={entry.name}>
      <main className="relative flex min-h-0 grow flex-col">
        <Suspense>
          <AwayCard channel={entry} nameOf={nameOf} />
        </Suspense>
        <MessageList
          ref={list}
          label={words.messages.listLabel(`#${entry.name}`)}
          rows={rows}
          isLoading={!timeline.fresh || view?.older === 'loading' || view?.newer === 'loading'}
          head={view && view.older !== 'end' ? <EdgeRow edge={view.older} side="older" /> : null}
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
          items={(view ?? nothing).items}
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
                mayAsk
                onCommand={onCommand}
                above={replying && <ReplyBar record={replying} nameOf={nameOf} onCancel={stopReplying} />}
              />
            ) : (
              <Suspense fallback={<div className="min-h-11" />}>
                <ClosedComposer reason={mayPost} name={entry.name} />
              </Suspense>
            )}
            <TypingLine channel={entry.id} nameOf={nameOf} />
          </div>
        </div>
      </main>
      <DeleteMessage channel={entry.id} composing={composing} />
    </ChannelNameContext>
  );
}

const nothing = { items: [], older: 'loading', newer: 'end' } as const satisfies Partial<TimelineView>;

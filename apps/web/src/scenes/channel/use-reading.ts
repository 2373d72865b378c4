import type { ChannelId } from '@lectern/contracts';
import type { TimelineView } from '@lectern/sync-client';
import { useEffect, useRef, useState } from 'react';
import { useIsLookedAt } from '../../hooks/use-is-looked-at.ts';
import { useMe } from '../../hooks/use-me.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { hasPlace } from './message-actions.ts';
import type { Timeline } from './use-timeline.ts';

/** Reading is told to the hub at most this often. */
const TELL_MS = 300;

export interface Reading {
  /** Where the list stands at first; null while that is being found out. */
  readonly start: { readonly key: string; readonly align: 'start' | 'center' } | 'end' | null;
  /** The unread line stands after this seq, or nowhere. */
  readonly unreadAfter: number | null;
  readonly unreadCount: number;
  readonly onSeen: (seq: number, atEnd: boolean) => void;
  /** Reads everything and takes the line away. */
  readonly markAllRead: () => void;
  /** This message and all after it are new again, and stay so until the person comes back or reads everything. */
  readonly markUnread: (seq: number) => void;
}

/**
 * What is read and what is new. A channel opens at the first unread message; the line stays where it was found until
 * the person leaves, and moves only when they were away while more came.
 */
export function useReading(channel: ChannelId, timeline: Timeline, at: number | null): Reading {
  const me = useMe();
  const { hub } = usePage();
  const lookedAt = useIsLookedAt();
  const { view, fresh } = timeline;
  const [line, setLine] = useState<{ after: number; count: number } | null>(null);
  const [opened, setOpened] = useState(false);
  const widened = useRef(false);
  const seen = useRef({ seq: 0, atEnd: false });
  const told = useRef(0);
  /** Marked as unread by hand: that it is in sight does not make it read. */
  const [isKept, setKept] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // Opening: once there is a value, decide where to stand. Unread messages beyond the window move the window first.
  const ready = view?.ready === true && fresh;
  const firstUnread = view ? firstUnreadOf(view, me.id) : null;
  useEffect(() => {
    if (!ready || opened || !view) return;
    const { unread } = view;
    // Who has read nothing yet is not sent to the beginning of a long history; of one that is here whole they are.
    const all = (view.readSeq > 0 || view.older === 'end') && unread > 0;
    if (
      all &&
      at === null &&
      !widened.current &&
      view.older !== 'end' &&
      view.items[0] &&
      view.items[0].record.seq > view.readSeq
    ) {
      widened.current = true;
      timeline.showAround(view.readSeq);
      return;
    }
    setLine(all && firstUnread ? { after: view.readSeq, count: unread } : null);
    setOpened(true);
  }, [ready, opened, view, at, firstUnread, timeline]);

  // A place is chosen once: when the channel opens, and for every new message that is jumped to.
  const placed = useRef<{ at: number | null; start: NonNullable<Reading['start']> } | null>(null);
  const target = at !== null ? view?.items.find((item) => item.record.seq === at)?.record.id : undefined;
  const searching = !fresh || view?.older === 'loading' || view?.newer === 'loading';
  // Whoever goes to the same message once more wants to stand on it once more.
  if (at === null && placed.current !== null && placed.current.at !== null)
    placed.current = { at: null, start: placed.current.start };
  if (opened && view) {
    if (at !== null && placed.current?.at !== at) {
      if (target !== undefined) placed.current = { at, start: { key: target, align: 'center' } };
      else if (!searching) placed.current ??= { at, start: 'end' };
    } else if (placed.current === null) {
      placed.current = { at, start: line && firstUnread ? { key: firstUnread, align: 'start' } : 'end' };
    }
  }
  const start = placed.current?.start ?? null;

  const tell = useStable(() => {
    const { seq } = seen.current;
    if (!lookedAt || !opened || isKept || seq <= Math.max(told.current, view?.readSeq ?? 0)) return;
    told.current = seq;
    void hub.command('markRead', { channel, seq }).catch(() => {});
  });
  const onSeen = useStable((seq: number, atEnd: boolean) => {
    // At the end everything is read, also what was said in threads after the last message.
    const far = atEnd ? Math.max(seq, view?.lastSeq ?? 0) : seq;
    seen.current = { seq: Math.max(far, seen.current.seq), atEnd };
    if (!lookedAt) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(tell, TELL_MS);
  });
  useEffect(() => {
    if (lookedAt) tell();
    // Away from a channel that was read to its end: what comes now is new, and the line goes before it.
    else if (seen.current.atEnd && !isKept) setLine({ after: seen.current.seq, count: 0 });
  }, [lookedAt, isKept, tell]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      // Whoever leaves at once has seen it all the same.
      tell();
    },
    [tell],
  );

  const markUnread = useStable((seq: number) => {
    clearTimeout(timer.current);
    setKept(true);
    setLine({ after: seq - 1, count: 0 });
    void hub.command('markUnread', { channel, seq }).catch(() => {});
  });
  const markAllRead = useStable(() => {
    setKept(false);
    told.current = 0;
    const last = view?.newer === 'end' ? view.lastSeq : 0;
    if (last > (view?.readSeq ?? 0)) void hub.command('markRead', { channel, seq: last }).catch(() => {});
    setLine(null);
  });

  return {
    start,
    unreadAfter: line?.after ?? null,
    unreadCount: line?.count ?? 0,
    onSeen,
    markAllRead,
    markUnread,
  };
}

function firstUnreadOf(view: TimelineView, me: string): string | null {
  return (
    view.items.find((item) => item.record.seq > view.readSeq && item.record.author !== me && hasPlace(item))
      ?.record.id ?? null
  );
}

import type { ChannelId } from '@lectern/contracts';
import type { TimelineView, TimelineWindow } from '@lectern/sync-client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useMe } from '../../hooks/use-me.ts';
import { useUnsaved } from '../../hooks/use-unsaved.ts';
import { useIsCurrent, useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { mergeUnsaved, opsProgram, seenOps } from './merge-unsaved.ts';
import { around, latest, OPEN_WITH } from './windows.ts';

/** Rows added when the reader comes near an end. */
const GROW_BY = 50;
/** Rows held at most; beyond it the window moves along instead of growing. */
const MOST = 400;

export interface Timeline {
  readonly view: TimelineView | undefined;
  readonly window: TimelineWindow;
  /** The view answers the present window, not an earlier one. */
  readonly fresh: boolean;
  /** The reader is near the first or last row; `middle` is a seq in sight. */
  readonly growOlder: (middle: number) => void;
  readonly growNewer: (middle: number) => void;
  readonly showLatest: () => void;
  readonly showAround: (seq: number) => void;
}

/** A window on a channel's messages that moves and grows with the reader. */
export function useTimeline(channel: ChannelId, at: number | null): Timeline {
  const me = useMe();
  const { unsaved: store } = usePage();
  const unsaved = useUnsaved();
  const [window, setWindow] = useState<TimelineWindow>(() =>
    at === null ? latest(channel) : around(channel, at),
  );
  const current = useView('timeline', window);
  const fresh = useIsCurrent('timeline', window);
  const last = useRef<TimelineView | undefined>(undefined);
  if (current) last.current = current;
  // While a new window is on its way, the rows of the last one stay.
  const view = current ?? last.current;

  useEffect(() => {
    if (view) store.forget(seenOps(view.items, unsaved, channel));
  }, [view, unsaved, channel, store]);

  const show = opsProgram.use();
  const isDrawn = view !== undefined;
  useEffect(() => {
    if (isDrawn) void opsProgram.load();
  }, [isDrawn]);
  const merged = useMemo(() => {
    if (!view) return undefined;
    const items = mergeUnsaved(show, view.items, unsaved, channel, me.id, view.newer === 'end', 'channel');
    return items === view.items ? view : { ...view, items };
  }, [show, view, unsaved, channel, me.id]);

  return {
    view: merged,
    window,
    fresh,
    growOlder: (middle) =>
      setWindow((before) =>
        before.before + before.after + GROW_BY > MOST
          ? { channel, anchor: middle, before: MOST / 2, after: MOST / 4 }
          : { ...before, before: before.before + GROW_BY },
      ),
    growNewer: (middle) =>
      setWindow((before) => {
        if (before.anchor === 'end') return before;
        if (view?.newer === 'end')
          return {
            channel,
            anchor: 'end',
            before: Math.max(OPEN_WITH, Math.min(MOST, view.items.length)),
            after: 0,
          };
        return before.before + before.after + GROW_BY > MOST
          ? { channel, anchor: middle, before: MOST / 4, after: MOST / 2 }
          : { ...before, after: before.after + GROW_BY };
      }),
    showLatest: () => setWindow(latest(channel)),
    showAround: (seq) => setWindow(around(channel, seq)),
  };
}

import type { ChannelId, MessageId } from '@lectern/contracts';
import type { ThreadView } from '@lectern/sync-client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useMe } from '../../hooks/use-me.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useUnsaved } from '../../hooks/use-unsaved.ts';
import { useIsCurrent, useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { mergeUnsaved, opsProgram, seenOps } from '../channel/merge-unsaved.ts';

/** Replies that a thread opens with, and that are added when the reader comes near the first of them. */
const OPEN_WITH = 60;
const GROW_BY = 60;
/** Replies shown at most, as the hub gives them. */
const MOST = 500;

export interface Thread {
  readonly view: ThreadView | undefined;
  /** The view answers what is asked for now, not less. */
  readonly fresh: boolean;
  readonly grow: () => void;
  /** The reply that a link names may be among those that are on their way. */
  readonly searching: boolean;
}

/** A thread with what this page has not yet seen of its own ops. */
export function useThread(channel: ChannelId, thread: MessageId, at: number | null): Thread {
  const me = useMe();
  const { unsaved: store } = usePage();
  const unsaved = useUnsaved();
  const [most, setMost] = useState(OPEN_WITH);
  const window = { channel, thread, most };
  const current = useView('thread', window);
  const fresh = useIsCurrent('thread', window);
  const last = useRef<ThreadView | undefined>(undefined);
  if (current) last.current = current;
  // While more is on its way, what is here stays.
  const view = current ?? last.current;

  useEffect(() => {
    if (view) store.forget(seenOps(itemsOf(view), unsaved, channel));
  }, [view, unsaved, channel, store]);

  const show = opsProgram.use();
  useEffect(() => void opsProgram.load(), []);
  const merged = useMemo(() => {
    if (!view) return undefined;
    const before = itemsOf(view);
    const items = mergeUnsaved(show, before, unsaved, channel, me.id, true, thread);
    if (items === before) return view;
    const root = items.find(({ record }) => record.id === thread) ?? null;
    return { ...view, root, replies: items.filter((item) => item !== root) };
  }, [show, view, unsaved, channel, me.id, thread]);

  const grow = useStable(() => setMost((before) => Math.min(MOST, before + GROW_BY)));
  const { replies = [], older = 'end' } = view ?? {};
  const isHere = at === null || replies.some(({ record }) => record.seq === at);
  const searching = !isHere && (older === 'loading' || (older === 'stored' && replies.length < MOST));
  useEffect(() => {
    if (searching && fresh && older === 'stored') grow();
  }, [searching, fresh, older, grow]);

  return { view: merged, fresh, grow, searching };
}

const itemsOf = ({ root, replies }: ThreadView): ThreadView['replies'] =>
  root === null ? replies : [root, ...replies];

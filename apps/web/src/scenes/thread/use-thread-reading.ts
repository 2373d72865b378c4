import type { ChannelId, MessageId } from '@lectern/contracts';
import { useEffect, useRef } from 'react';
import { useIsLookedAt } from '../../hooks/use-is-looked-at.ts';
import { useMe } from '../../hooks/use-me.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { hasPlace } from '../channel/message-actions.ts';
import type { Thread } from './use-thread.ts';

type Start = { readonly key: string; readonly align: 'start' | 'center' } | 'end';

export interface ThreadReading {
  /** Where the list stands at first; null while that is being found out. */
  readonly start: Start | null;
  /** New replies stand below this place, as it was when the thread was opened. */
  readonly unreadAfter: number | null;
  readonly onSeen: (seq: number) => void;
}

/** What is read of a thread, and where it opens: at a reply that a link names, at the first new one, or at its end. */
export function useThreadReading(
  channel: ChannelId,
  thread: MessageId,
  { view, searching }: Thread,
  at: number | null,
): ThreadReading {
  const me = useMe();
  const { hub } = usePage();
  const lookedAt = useIsLookedAt();
  const seen = useRef(0);
  const opened = useRef<{ at: number | null; start: Start; unreadAfter: number | null } | null>(null);

  if (view?.state === 'open' && !searching && (opened.current === null || opened.current.at !== at)) {
    const { replies, readSeq, follows } = view;
    const named = at === null ? undefined : replies.find(({ record }) => record.seq === at);
    const isNew = (item: (typeof replies)[number]): boolean =>
      hasPlace(item) && item.record.seq > readSeq && item.record.author !== me.id;
    const firstNew = follows && readSeq > 0 ? replies.find(isNew) : undefined;
    const goal = named ?? (at === null ? firstNew : undefined);
    if (goal !== undefined || opened.current === null) {
      opened.current = {
        at,
        start: goal === undefined ? 'end' : { key: goal.record.id, align: named ? 'center' : 'start' },
        unreadAfter: opened.current?.unreadAfter ?? (firstNew ? readSeq : null),
      };
    }
  }

  const tell = useStable(() => {
    if (!lookedAt || seen.current <= (view?.readSeq ?? 0)) return;
    void hub.command('markRead', { channel, thread, seq: seen.current }).catch(() => {});
  });
  const onSeen = useStable((seq: number) => {
    seen.current = Math.max(seen.current, seq);
    tell();
  });
  useEffect(() => {
    if (lookedAt) tell();
  }, [lookedAt, tell]);

  return {
    start: opened.current?.start ?? null,
    unreadAfter: opened.current?.unreadAfter ?? null,
    onSeen,
  };
}

import { isTombstone, type UserId } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import type { TimelineItem } from '@lectern/sync-client';
import { useEffect, useRef, useState } from 'react';
import { words } from '../../words/words.ts';
import { hasPlace } from './message-actions.ts';

/** More at once than this are told as a number: nobody wants a lecture hall read aloud. */
const READ_OUT = 3;

/** Tells a screen reader politely of messages of others that come while the channel is open. */
export function NewMessages({
  items,
  reachesEnd,
  nameOf,
  me,
}: {
  items: readonly TimelineItem[];
  reachesEnd: boolean;
  nameOf: (user: UserId) => string;
  me: UserId;
}) {
  const [said, setSaid] = useState('');
  const last = useRef<number | null>(null);
  useEffect(() => {
    if (!reachesEnd) {
      last.current = null;
      return;
    }
    const committed = items.filter(hasPlace);
    const newest = committed.at(-1)?.record.seq;
    if (newest === undefined) return;
    const before = last.current;
    last.current = newest;
    if (before === null) return;
    const fresh = committed
      .map(({ record }) => record)
      .filter((record) => record.seq > before && record.author !== me && !isTombstone(record));
    if (fresh.length === 0) return;
    setSaid(
      fresh.length > READ_OUT
        ? words.messages.announcedMany(fresh.length)
        : fresh
            .map((record) =>
              words.messages.announced(
                nameOf(record.author),
                isTombstone(record) ? '' : plainText(record.body, nameOf),
              ),
            )
            .join('. '),
    );
  }, [items, reachesEnd, nameOf, me]);
  return (
    <div role="log" aria-live="polite" className="sr-only">
      {said}
    </div>
  );
}

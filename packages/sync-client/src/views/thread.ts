import { conversationKey, isTombstone, type MessageId, type MessageRecord } from '@lectern/contracts';
import type { StoredReplies } from '@lectern/local-store';
import type { Edge, ThreadView, ThreadWindow } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { answeredBy } from './fold-stored.ts';
import { foldTimeline } from './fold-timeline.ts';
import { HeldOps } from './held-ops.ts';
import { rereading } from './rereading.ts';

/** Replies of one window at most, as in a channel's. */
const MOST_REPLIES = 500;

interface Stored extends StoredReplies {
  readonly root: MessageRecord | null;
  readonly quotes: ReadonlyMap<MessageId, MessageRecord>;
}

/** The end of one thread: stored replies, read again when they change, under this device's ops. */
export function openThread(
  context: ViewContext,
  { channel, thread, most }: ThreadWindow,
  changed: () => void,
): OpenView<ThreadView> {
  const held = new HeldOps();
  let stored: Stored | null = null;

  const read = async (): Promise<Stored | null> => {
    const mirror = context.person()?.store.mirror;
    if (mirror === undefined) return null;
    const [[root], replies] = await Promise.all([
      mirror.readRecords([thread]),
      mirror.readReplies(channel, thread, Math.min(most, MOST_REPLIES)),
    ]);
    const answered = replies.records.flatMap((record) => answeredBy(record) ?? []);
    const quotes = await mirror.readRecords([...new Set(answered)]);
    return {
      ...replies,
      root: root?.channel === channel && root.record.thread === undefined ? root.record : null,
      quotes: new Map(quotes.map(({ record }) => [record.id, record])),
    };
  };
  const { look, close } = rereading(
    async () => {
      const person = context.person();
      const shown = held.reading(person?.journal.of(channel) ?? []);
      const found = await read().catch(context.onFault);
      if (context.person() !== person) return false;
      stored = found ?? null;
      held.release(shown);
      return true;
    },
    changed,
    context.onFault,
  );
  const stopRows = context.topics.on([`channel:${channel}`, 'session'], look);
  const stopOps = context.topics.on([`ops:${channel}`], () => {
    const ended = held.note(context.person()?.journal.of(channel) ?? []);
    if (ended) look();
    changed();
  });
  const stopRest = context.topics.on(['connection', 'threads', 'facts'], changed);

  return {
    read() {
      const person = context.person();
      if (person === null || stored === null) return undefined;
      const ops = held.with(person.journal.of(channel));
      const items = foldTimeline({
        me: person.catalog.me.id,
        records: stored.root === null ? [] : [stored.root, ...stored.records],
        quotes: stored.quotes,
        atNewest: true,
        scope: thread,
        newReplies: new Map(),
        ops,
        rungOf: (row) => person.ops.rungOf(row),
      });
      const root = items.find(({ record }) => record.id === thread) ?? null;
      const replies = items.filter((item) => item !== root);
      const rest = {
        root,
        replies,
        readSeq: person.profile.readSeq(conversationKey(channel, thread)),
        follows: person.ops.follows(channel, thread),
      };
      // One that waits here itself has all its replies here.
      if (root !== null && stored.root === null) return { ...rest, state: 'open', older: 'end' };
      if (stored.root === null)
        return { ...rest, state: person.history.wantThread(channel, thread, null), older: 'end' };
      return { ...rest, state: 'open', older: olderEdge(context, channel, stored.root, stored) };
    },
    close() {
      close();
      stopRows();
      stopOps();
      stopRest();
    },
  };
}

/**
 * What lies before the first reply that is held without a hole. Where as many are held as the first message counts,
 * there is nothing in the holes.
 */
function olderEdge(
  context: ViewContext,
  channel: ThreadWindow['channel'],
  root: MessageRecord,
  { records, more, from }: StoredReplies,
): Edge {
  if (more) return 'stored';
  const living = records.filter((record) => !isTombstone(record)).length;
  if ((from !== null && from <= root.seq + 1) || living >= (root.replies?.count ?? 0)) return 'end';
  const edge = context.person()!.history.wantThread(channel, root.id, from);
  return edge === 'missing' ? 'end' : edge;
}

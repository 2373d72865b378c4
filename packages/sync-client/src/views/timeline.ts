import type { ChannelId, MessageId, MessageRecord } from '@lectern/contracts';
import { once, type StoredWindow, type WindowRequest } from '@lectern/local-store';
import type { Wanted } from '../history.ts';
import type { OpenOp } from '../journal.ts';
import type { Edge, TimelineView, TimelineWindow } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { answeredBy, foldStored } from './fold-stored.ts';
import { HeldOps } from './held-ops.ts';
import { countNewReplies } from './new-replies.ts';
import { rereading } from './rereading.ts';

/** Rows of one window at most: what a person can scroll through before the page asks for another. */
const MOST_ROWS = 500;

/** What does ops to rows is fetched when the first rows have been shown, or with the first op. */
const opsProgram = once(() => import('./fold-timeline.ts'));

/**
 * One window of one channel: stored rows, read again when they change, under this device's ops. An op that ends is
 * shown until rows have been read that hold its effect (rule 8).
 */
export function openTimeline(
  context: ViewContext,
  window: TimelineWindow,
  changed: () => void,
): OpenView<TimelineView> {
  const { channel } = window;
  context.person()?.background.now?.fill.hold();
  let request = bounded(window);
  const held = new HeldOps();
  let stored: StoredWindow | null = null;
  let quotes: ReadonlyMap<MessageId, MessageRecord> = new Map();
  let newReplies: ReadonlyMap<MessageId, number> = new Map();
  let withOps: Awaited<ReturnType<typeof opsProgram>> | null = null;
  /** It could not be fetched: what is stored is shown, and what is not on the server is missing there. */
  let isMissing = false;
  const fetchOps = (): void => {
    opsProgram()
      .then((program) => {
        withOps = program;
      })
      .catch((error: unknown) => {
        isMissing = true;
        context.onFault(error);
      })
      .then(changed);
  };

  const { look, close } = rereading(
    async () => {
      const person = context.person();
      // What has come for a place that is gone to is shown while it is written; the ops over it wait for what is stored.
      const arrived = person?.history.arrived(channel, request) ?? null;
      if (arrived !== null) {
        stored = arrived;
        return true;
      }
      const shown = held.reading(person?.journal.of(channel) ?? []);
      const [read] = await Promise.all([
        person?.store.mirror
          .readWindow(channel, request)
          .then((window) => {
            if (window.range !== null || request.anchor === 'end') return window;
            // Asked for at once: whoever goes far back waits for the server and for nothing else.
            const wanted = person.history.want(channel, { around: request.anchor });
            if (wanted !== 'nowhere') return window;
            // Beyond the newest message there is nothing else to look at.
            request = { anchor: 'end', before: request.before + request.after, after: 0 };
            return person.store.mirror.readWindow(channel, request);
          })
          .catch(context.onFault),
        person?.counts.known(channel),
      ]);
      const answered = answeredByAll(read?.records ?? [], person?.journal.of(channel) ?? []);
      const [found, fresh] = await Promise.all([
        person?.store.mirror.readRecords(answered).catch(context.onFault),
        person === null ? undefined : countNewReplies(person, channel, read?.records ?? []),
      ]);
      if (context.person() !== person) return false;
      stored = read ?? null;
      quotes = new Map(found?.map(({ record }) => [record.id, record]));
      newReplies = fresh ?? new Map();
      held.release(shown);
      if (withOps === null) fetchOps();
      return true;
    },
    changed,
    context.onFault,
  );
  const stopRows = context.topics.on([`channel:${channel}`, 'threads', 'session'], look);
  const stopOps = context.topics.on([`ops:${channel}`], () => {
    const ended = held.note(context.person()?.journal.of(channel) ?? []);
    if (ended) look();
    changed();
  });
  const stopRest = context.topics.on(['connection', 'reads', 'counts', 'facts', 'saved'], changed);

  return {
    read() {
      const person = context.person();
      if (person === null || stored === null) return undefined;
      const atNewest = stored.range === null ? request.anchor === 'end' : stored.newest && !stored.moreAfter;
      const ops = held.with(person.journal.of(channel));
      const isNew = stored.range === null && ops.some((row) => row.op.kind === 'channel.create');
      const older = isNew ? 'end' : olderEdge(context, channel, request, stored);
      // A place that is being fetched has nothing to show yet: one drawing less before it has.
      if (stored.range === null && request.anchor !== 'end' && older === 'loading') return undefined;
      if (ops.length > 0 && withOps === null && !isMissing) {
        fetchOps();
        return undefined;
      }
      const newer = newerEdge(context, channel, request, stored);
      const rows = {
        me: person.catalog.me.id,
        records: stored.records,
        quotes,
        atNewest,
        newReplies,
        isSaved: (message: MessageId) => person.saved.has(message),
      };
      const rungOf = (row: OpenOp) => person.ops.rungOf(row);
      return {
        items:
          withOps !== null && ops.length > 0
            ? withOps.foldTimeline({ ...rows, scope: 'channel', ops, rungOf })
            : foldStored(rows),
        older,
        newer,
        readSeq: person.profile.readSeq(channel),
        unread: person.counts.of(channel).unread,
        lastSeq: stored.range?.to ?? 0,
        ready: stored.range !== null || older !== 'loading',
      };
    },
    close() {
      close();
      stopRows();
      stopOps();
      stopRest();
    },
  };
}

/** Messages that these answer and that are not among them. */
function answeredByAll(records: readonly MessageRecord[], ops: readonly OpenOp[]): MessageId[] {
  const here = new Set(records.map(({ id }) => id));
  const byRecords = records.map(answeredBy);
  const byOps = ops.map(({ op }) => (op.kind === 'send' ? (op.reply ?? op.thread) : undefined));
  return [...new Set([...byRecords, ...byOps])].filter(
    (id) => id !== undefined && !here.has(id),
  ) as MessageId[];
}

function bounded({ anchor, before, after }: TimelineWindow): WindowRequest {
  const rows = Math.min(before, MOST_ROWS);
  return { anchor, before: rows, after: Math.min(after, MOST_ROWS - rows) };
}

function olderEdge(
  context: ViewContext,
  channel: ChannelId,
  { anchor }: WindowRequest,
  stored: StoredWindow,
): Edge {
  const person = context.person()!;
  if (stored.range === null) {
    // The newest rows come with the document, others have to be asked for.
    if (anchor !== 'end') return edgeOf(person.history.want(channel, { around: anchor }));
    return person.link.live ? 'loading' : 'needs-connection';
  }
  if (stored.moreBefore) return 'stored';
  if (stored.range.from === 0) return 'end';
  return edgeOf(person.history.want(channel, { before: stored.range.from }));
}

function newerEdge(
  context: ViewContext,
  channel: ChannelId,
  { anchor }: WindowRequest,
  stored: StoredWindow,
): Edge {
  const person = context.person()!;
  if (anchor === 'end') return 'end';
  if (stored.range === null) return edgeOf(person.history.want(channel, { around: anchor }));
  if (stored.moreAfter) return 'stored';
  return stored.newest ? 'end' : edgeOf(person.history.want(channel, { after: stored.range.to }));
}

/** The next look shows the newest instead of what is nowhere. */
const edgeOf = (wanted: Wanted): Edge => (wanted === 'nowhere' ? 'loading' : wanted);

import {
  type ChannelId,
  isMessageOp,
  isTombstone,
  type Message,
  type MessageRecord,
} from '@lectern/contracts';
import type { MirrorStore } from '@lectern/local-store';
import type { OpenOp } from '../journal.ts';
import type { TimelineItem } from '../port-values.ts';
import type { ViewContext } from './context.ts';
import { foldTimeline } from './fold-timeline.ts';
import { HeldOps } from './held-ops.ts';
import { rereading } from './rereading.ts';

/** Which of a channel's messages a list is made of. */
export interface Marked {
  /** Those that are stored so. */
  readonly read: (mirror: MirrorStore) => Promise<readonly MessageRecord[]>;
  /** Which stay when this device's ops are done to them and to what they name. */
  readonly isWanted: (message: Message) => boolean;
}

/** Messages of a channel that are marked in some way, under this device's ops. An op is shown as in a timeline. */
export function watchMarked(context: ViewContext, channel: ChannelId, marked: Marked, changed: () => void) {
  const held = new HeldOps();
  let stored: readonly MessageRecord[] | null = null;

  const { look, close } = rereading(
    async () => {
      const person = context.person();
      const ops = person?.journal.of(channel) ?? [];
      const shown = held.reading(ops);
      const mirror = person?.store.mirror;
      const [found, named] = await Promise.all([
        mirror && marked.read(mirror).catch(context.onFault),
        mirror?.readRecords(namedBy(ops)).catch(context.onFault),
      ]);
      if (context.person() !== person) return false;
      const rows = [...(found ?? []), ...(named ?? []).map(({ record }) => record)];
      stored = [...new Map(rows.map((record) => [record.id, record])).values()];
      held.release(shown);
      return true;
    },
    changed,
    context.onFault,
  );
  const stops = [
    context.topics.on([`channel:${channel}`, 'session'], look),
    context.topics.on([`ops:${channel}`], () => {
      held.note(context.person()?.journal.of(channel) ?? []);
      // An op may name a message that was not among the rows.
      look();
      changed();
    }),
  ];

  return {
    /** In no order; undefined before the first look. */
    items(): readonly (TimelineItem & { readonly record: Message })[] | undefined {
      const person = context.person();
      if (person === null || stored === null) return undefined;
      const items = foldTimeline({
        me: person.catalog.me.id,
        records: stored,
        quotes: new Map(),
        atNewest: true,
        scope: 'channel',
        newReplies: new Map(),
        ops: held.with(person.journal.of(channel)),
        rungOf: (row) => person.ops.rungOf(row),
      });
      return items.flatMap((item) => {
        const { record } = item;
        return isTombstone(record) || !marked.isWanted(record) ? [] : [{ ...item, record }];
      });
    },
    close(): void {
      close();
      for (const stop of stops) stop();
    },
  };
}

const namedBy = (ops: readonly OpenOp[]) =>
  ops.flatMap(({ op }) => {
    if (!isMessageOp(op) || op.kind === 'send') return [];
    return op.kind === 'accept' && op.answer !== null ? [op.message, op.answer] : [op.message];
  });

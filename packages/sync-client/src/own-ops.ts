import {
  type ChannelId,
  isMessageOp,
  isNoteOp,
  type MessageId,
  type MessageRecord,
  type Op,
} from '@lectern/contracts';
import { type Catalog, entryOf, followsThread, isReflected, withOps } from './catalog.ts';
import type { CheckedOp } from './check-op.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { OpenDocument } from './open-document.ts';
import type { Outbox } from './outbox.ts';
import type { Rung } from './port-values.ts';
import type { Topics } from './topics.ts';

/** So long after its effect was seen an op has left the person's document, in milliseconds. */
const TAKEN_OUT_WITHIN_MS = 2_000;
/**
 * A committed op that the directory of a server that is there does not show by then was overtaken by another change, in
 * milliseconds.
 */
const REFLECTED_WITHIN_MS = 5_000;

export interface OwnOpsOptions {
  readonly journal: Journal;
  /** Null while nothing can be written into the person's document. */
  readonly outbox: () => Outbox | null;
  /** The person's own document, while it is open. */
  readonly document: () => Pick<OpenDocument, 'accepted' | 'compact'> | null;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly topics: Topics;
  /** The op as its contract has it, with its size; rejects with `PortError` for what no server would take. */
  readonly check: (op: Op) => Promise<CheckedOp>;
  readonly catalog: () => Catalog;
  readonly isLive: () => boolean;
  readonly onFault: (error: unknown) => void;
}

/** What this person does on this device, how far it has come, and how things look with it done. */
export class OwnOps {
  private readonly options: OwnOpsOptions;
  /** Committed ops that the directory is to show soon, each with what forgets that it is waited for. */
  private readonly expected = new Map<Op['id'], () => void>();

  constructor(options: OwnOpsOptions) {
    this.options = options;
  }

  async submit(op: Op): Promise<void> {
    const { journal, clock, isLive } = this.options;
    const checked = await this.options.check(op);
    const channelName = op.kind === 'channel.create' ? op.name : this.channelName(op.channel);
    await journal.add({ ...checked, since: clock.now(), channelName }, isLive);
  }

  /** Forgets a refused op, or takes back one that is not on its way now; it may have been, and is then deleted. */
  async discard(id: Op['id']): Promise<void> {
    const { journal, outbox } = this.options;
    const row = journal.find(id);
    if (row === null) return;
    const rung = this.rungOf(row);
    if (rung === 'sending' || rung === 'server') return;
    const { op, state, written } = row;
    if (op.kind === 'send' && state === 'waiting' && written !== 'pending')
      await journal.holdDeletion({ ...row, op });
    outbox()?.take([id]);
    await journal.remove(id);
  }

  /** Where one of this device's ops stands. */
  rungOf(row: { readonly op: Op; readonly state: string; readonly written: string }): Rung {
    const { isLive, document, outbox } = this.options;
    if (row.state === 'refused') return 'refused';
    if (row.state !== 'waiting') return 'server';
    // What stands in the outbox is on its way once the server has accepted the document.
    if (isLive() && document()?.accepted && outbox()?.holds(row.op.id)) return 'sending';
    return row.written === 'disk' ? 'device' : 'unsaved';
  }

  /** The catalog with waiting ops done to it. */
  get catalog(): Catalog {
    const { journal, catalog } = this.options;
    const ops = journal.shown().filter((row) => row.state !== 'refused' && !isMessageOp(row.op));
    return withOps(
      catalog(),
      ops.map((row) => row.op),
    );
  }

  channelName(channel: ChannelId): string {
    return entryOf(this.catalog, channel)?.name ?? '';
  }

  /** Whether the person follows a thread, their waiting ops done to it: who writes in one follows it. */
  follows(channel: ChannelId, thread: MessageId): boolean {
    const { journal, catalog } = this.options;
    const ops = journal.of(channel).filter(({ state }) => state !== 'refused');
    return followsThread(
      catalog(),
      ops.map(({ op }) => op),
      thread,
    );
  }

  // --- what has changed --------------------------------------------------------------------------------------

  /** The journal has changed in these channels. */
  changed(channels: ReadonlySet<ChannelId>): void {
    this.options.outbox()?.feed();
    this.expectReflections();
    this.mark(channels);
  }

  /** What waits may stand on another rung now. */
  rungsChanged(): void {
    this.expectReflections();
    this.mark(new Set(this.options.journal.all().map(({ op }) => op.channel)));
  }

  /** The catalog shows more now: ops of which it shows what they did are over. */
  reflected(): void {
    const { journal } = this.options;
    const catalog = this.options.catalog();
    // To the catalog a channel that it does not show yet looks like one that is gone, and nothing more waits for it.
    const isComing = (channel: ChannelId): boolean =>
      journal.of(channel).some(({ op }) => op.kind === 'channel.create') &&
      entryOf(catalog, channel) === null;
    journal.finish(
      ({ op }) => !isMessageOp(op) && !isNoteOp(op) && !isComing(op.channel) && isReflected(catalog, op),
    );
  }

  /** What this person deleted is gone from what their devices wrote of it, too. */
  erase(deleted: readonly MessageRecord[]): void {
    if (deleted.length === 0) return;
    const { journal, document, clock, onFault } = this.options;
    const erase = (): void => {
      journal.erase(deleted.map(({ id }) => id));
      document()?.compact().catch(onFault);
    };
    erase();
    // What was said and deleted at once is still on its way out of the outbox.
    clock.after(TAKEN_OUT_WITHIN_MS, erase);
  }

  /** While the server is away its directory shows nothing new: no op is given up for that. */
  private expectReflections(): void {
    const { journal, clock, isLive } = this.options;
    if (!isLive()) {
      for (const forget of this.expected.values()) forget();
      this.expected.clear();
      return;
    }
    for (const { op, state } of journal.all()) {
      if (state !== 'committed' || isMessageOp(op) || this.expected.has(op.id)) continue;
      const giveUp = (): void => {
        this.expected.delete(op.id);
        journal.finish((late) => late.op.id === op.id);
      };
      this.expected.set(op.id, clock.after(REFLECTED_WITHIN_MS, giveUp));
    }
  }

  private mark(channels: ReadonlySet<ChannelId>): void {
    this.options.topics.mark('journal', ...[...channels].map((channel) => `ops:${channel}` as const));
  }
}

import { type ChannelId, isMessageOp, type MessageId, type Op } from '@lectern/contracts';
import { type Catalog, entryOf, followsThread, withOps } from './catalog.ts';
import { checkOp } from './check-op.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Outbox } from './outbox.ts';
import type { Rung } from './port-values.ts';

export interface OwnOpsOptions {
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly clock: Pick<Clock, 'now'>;
  readonly catalog: () => Catalog;
  readonly isLive: () => boolean;
  /** What stands in the outbox is on its way now. */
  readonly isSending: () => boolean;
}

/** What this person does on this device, how far it has come, and how things look with it done. */
export class OwnOps {
  private readonly options: OwnOpsOptions;

  constructor(options: OwnOpsOptions) {
    this.options = options;
  }

  async submit(op: Op): Promise<void> {
    const { journal, clock, isLive } = this.options;
    const checked = checkOp(op);
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
    outbox.take([id]);
    await journal.remove(id);
  }

  /** Where one of this device's ops stands. */
  rungOf(row: { readonly op: Op; readonly state: string; readonly written: string }): Rung {
    if (row.state === 'refused') return 'refused';
    if (row.state !== 'waiting') return 'server';
    if (this.options.isSending() && this.options.outbox.holds(row.op.id)) return 'sending';
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
}

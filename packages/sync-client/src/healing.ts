import { readNotes } from '@lectern/channel-doc';
import {
  type ChannelId,
  EPOCH_SIZE,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type NoteId,
  type Op,
  type OpId,
} from '@lectern/contracts';
import {
  type EpochStart,
  type Facts,
  isLostRev,
  isLostSeq,
  type LostMessages,
  type Store,
} from '@lectern/local-store';
import { type Catalog, channelsOf, entryOf } from './catalog.ts';
import type { Clock } from './clock.ts';
import type { Documents } from './documents.ts';
import { isUnanswered, type Journal, type OpenOp } from './journal.ts';

/**
 * What a device does when the server goes on from an earlier copy of its data (SPEC.md, H). What it wrote itself and the
 * server has lost it sends again; what others wrote it lets go of and tells of. Loaded with the first word of an epoch.
 */

/** Lost messages of one channel that are named and kept; of more than that the newest. */
const MOST_LOST = 500;

export interface HealingOptions {
  readonly facts: Partial<Facts>;
  readonly store: Pick<Store, 'mirror' | 'facts' | 'journal'>;
  readonly journal: Pick<Journal, 'read' | 'all' | 'find' | 'add' | 'remove'>;
  readonly documents: Pick<Documents, 'find' | 'of'>;
  readonly catalog: () => Catalog;
  readonly clock: Pick<Clock, 'now'>;
  /** What was held back may go now. */
  readonly onReady: () => void;
  /** The server has no such channel any more. */
  readonly onLostChannel: (channel: ChannelId) => void;
  /** Rows of the channel are gone. */
  readonly onRewound: (channel: ChannelId) => void;
  readonly onFault: (error: unknown) => void;
}

export class Healing {
  private readonly options: HealingOptions;
  /** The newest of which this device has heard. */
  epoch: number;
  /** Where the journal ended when that began: what was written before may be about what the server has lost. */
  private lastBefore: number;
  private offering: Promise<void> | null = null;
  /** Channels of which it is known what the server has. */
  private readonly known = new Set<ChannelId>();
  private readonly lost: Map<ChannelId, LostMessages>;
  private isStopped = false;

  constructor(options: HealingOptions) {
    this.options = options;
    this.epoch = options.facts.epoch ?? 0;
    this.lastBefore = options.facts.lastBefore ?? 0;
    this.lost = new Map(Object.entries(options.facts.lost ?? {}) as [ChannelId, LostMessages][]);
  }

  stop(): void {
    this.isStopped = true;
  }

  /** A new connection: what the server has is to be heard anew. */
  async admitted(epoch: number): Promise<void> {
    this.known.clear();
    await this.begin(epoch);
    this.look();
  }

  /** The server goes on in this epoch. Resolves when what was done in earlier ones is offered again. */
  begin(epoch: number): Promise<void> {
    if (epoch <= this.epoch) {
      this.options.onReady();
      return this.offering ?? Promise.resolve();
    }
    const earlier = this.epoch;
    this.epoch = epoch;
    this.known.clear();
    const before = this.offering ?? Promise.resolve();
    this.offering = before
      .then(() => this.offerDone())
      // Not before: a hub that ends here begins again.
      .then(() => this.options.store.facts.write('epoch', epoch))
      .catch((error: unknown) => {
        // A disk that was full may have room the next time.
        this.epoch = earlier;
        this.offering = null;
        throw error;
      });
    return this.offering;
  }

  /** The channel's document says how far it had come when each epoch began. */
  async meet(channel: ChannelId, starts: readonly EpochStart[], synced: boolean): Promise<void> {
    const { mirror } = this.options.store;
    const newest = starts.at(-1)!.epoch;
    await this.begin(newest);
    const { cursor } = await mirror.readProgress(channel);
    if ((cursor ?? -1) < newest * EPOCH_SIZE) {
      const gone = await mirror.rewind(channel, starts);
      await this.lose(
        channel,
        gone.filter((record) => !isTombstone(record) && isLostSeq(starts, record.seq)),
      );
      await this.reopen(
        ({ op, rev }) => op.channel === channel && rev !== undefined && isLostRev(starts, rev),
      );
      this.options.onRewound(channel);
    }
    if (!synced) return;
    this.known.add(channel);
    this.options.onReady();
  }

  /**
   * Whether an op has to wait: for its channel, its note, or the message that it is about, also where that waits here.
   * What is new waits for the channel too as long as something is offered again there, or it would go before what its
   * person wrote first.
   */
  isHeldBack({ op, n }: OpenOp, isBehind: boolean): boolean {
    if (op.kind === 'channel.create') return false;
    const isOfBefore = isBehind || n <= this.lastBefore;
    // For what is done to the channel itself its entry in the directory is enough: its document may not be open here.
    if (isOfBefore && !this.known.has(op.channel))
      return !op.kind.startsWith('channel.') || !this.isListed(op.channel);
    if (op.kind === 'delete') return false;
    const lost = this.lost.get(op.channel)?.records ?? [];
    const isAway = (target: MessageId): boolean => {
      if (lost.some(({ id }) => id === target)) return true;
      const own = this.options.journal.find(target as string as OpId);
      return own !== null && own.n < n && isUnanswered(own) && this.isHeldBack(own, isBehind);
    };
    return (
      targetsOf(op).some(isAway) ||
      (isOfBefore && notesOf(op).some((note) => this.isNoteMissing(op.channel, note)))
    );
  }

  /** Messages that the server has again. */
  seen(channel: ChannelId, records: readonly MessageRecord[]): void {
    const lost = this.lost.get(channel);
    if (lost === undefined) return;
    const back = new Set(records.map(({ id }) => id));
    const left = lost.records.filter(({ id }) => !back.has(id));
    if (left.length === lost.records.length) return;
    this.setLost(channel, left.length === 0 ? null : { ...lost, records: left });
    this.options.onReady();
  }

  /** The directory has changed: channels that the server does not have leave the device once it has named all it has. */
  look(): void {
    if (this.isStopped || !this.isDirectoryHeard) return;
    this.options.store.mirror
      .channels()
      .then((stored) => {
        if (this.isStopped || !this.isDirectoryHeard) return;
        const mine = new Set(channelsOf(this.options.catalog()).map(({ id }) => id));
        for (const channel of stored) if (!mine.has(channel)) this.options.onLostChannel(channel);
      })
      .catch(this.options.onFault);
    this.options.onReady();
  }

  /** The channel leaves the device: what this person did in it waits until it is back. */
  gone(channel: ChannelId): void {
    this.known.delete(channel);
    this.setLost(channel, null);
    this.reopen(({ op }) => op.channel === channel).catch(this.options.onFault);
  }

  /** What the server has lost of a channel, as far as the person has not put the word of it aside. */
  toTell(channel: ChannelId): LostMessages | null {
    const lost = this.lost.get(channel);
    if (lost === undefined || lost.told) return null;
    // What this device sends again is told where it waits.
    const own = new Set<string>(this.options.journal.all().map(({ op }) => op.id));
    const records = lost.records.filter(({ id }) => !own.has(id));
    return records.length === 0 ? null : { ...lost, records };
  }

  told(channel: ChannelId): void {
    const lost = this.lost.get(channel);
    if (lost !== undefined) this.setLost(channel, { ...lost, told: true });
  }

  /** Says everything of the last 30 days once more, to a server that may have lost some of it (rule 10). */
  private async offerDone(): Promise<void> {
    const { store, journal } = this.options;
    this.lastBefore = (await store.journal.readOpen()).at(-1)?.n ?? 0;
    await store.facts.write('lastBefore', this.lastBefore);
    const committed = () => journal.all().filter(({ state }) => state === 'committed');
    let before: ReadonlySet<OpId>;
    let left = committed();
    do {
      before = new Set(left.map(({ op }) => op.id));
      await store.journal.offerDone();
      await journal.read();
      left = committed();
      // Of one that has ended meanwhile nobody knows whether the server still has it.
    } while (left.some(({ op }) => !before.has(op.id)) && !this.isStopped);
    if (this.isStopped) return;
    // What never came onto a disk is here alone, and is said anew.
    for (const { op, since, bytes, channelName } of left) {
      await journal.remove(op.id);
      await journal.add({ op, since, bytes, channelName }, () => true);
    }
  }

  /** What was offered and the server has certainly lost is shown as what it is: not on the server. */
  private async reopen(isLost: (row: OpenOp) => boolean): Promise<void> {
    const { store, journal } = this.options;
    const lost = journal.all().filter((row) => row.state === 'offered' && isLost(row));
    if (lost.length === 0) return;
    await store.journal.reopen(lost.map(({ op }) => op.id));
    await journal.read();
  }

  private async lose(channel: ChannelId, records: readonly MessageRecord[]): Promise<void> {
    if (records.length === 0) return;
    const all = [...(this.lost.get(channel)?.records ?? []), ...records];
    await this.setLost(channel, { at: this.options.clock.now(), records: all.slice(-MOST_LOST) });
  }

  private async setLost(channel: ChannelId, lost: LostMessages | null): Promise<void> {
    if (lost === null && !this.lost.has(channel)) return;
    if (lost === null) this.lost.delete(channel);
    else this.lost.set(channel, lost);
    await this.options.store.facts.write('lost', Object.fromEntries(this.lost)).catch(this.options.onFault);
  }

  private get isDirectoryHeard(): boolean {
    const { catalog, documents } = this.options;
    const { me, inbox } = catalog();
    const isSynced = (kind: 'inbox' | 'course', id: string): boolean =>
      documents.find(kind, id)?.synced === true;
    return isSynced('inbox', me.id) && inbox.courses.every(({ course }) => isSynced('course', course));
  }

  private isListed(channel: ChannelId): boolean {
    return this.isDirectoryHeard && entryOf(this.options.catalog(), channel) !== null;
  }

  /** Neither the channel lists the note, nor does this device bring it. */
  private isNoteMissing(channel: ChannelId, note: NoteId): boolean {
    const document = this.options.documents.find('channel', channel);
    const isListed = document !== null && readNotes(document.doc).some(({ id }) => id === note);
    return (
      !isListed && !this.options.journal.all().some(({ op }) => op.kind === 'note.create' && op.note === note)
    );
  }
}

/** Messages that an op cannot do without. */
function targetsOf(op: Op): MessageId[] {
  if (op.kind === 'send') return [op.reply, op.thread].filter((id) => id !== undefined);
  if (op.kind === 'accept' && op.answer !== null) return [op.message, op.answer];
  return 'message' in op ? [op.message] : [];
}

function notesOf(op: Op): NoteId[] {
  if (op.kind === 'note.change') return [op.note];
  return op.kind === 'send' && op.anchor !== undefined ? [op.anchor.note] : [];
}

import {
  type ChannelId,
  type DeleteOp,
  isMessageOp,
  isTombstone,
  type MessageId,
  type MessageRecord,
  newId,
  type OpId,
  type Outcome,
  type SendOp,
} from '@lectern/contracts';
import {
  afterEnd,
  type JournalEnd,
  type JournalRow,
  type JournalStore,
  type NewJournalRow,
} from '@lectern/local-store';
import type { Clock } from './clock.ts';
import { bytesOf } from './profile.ts';

/** Ops that were done longer ago are forgotten: a server is not restored to a state older than this. */
const KEEP_DONE_MS = 30 * 24 * 60 * 60 * 1_000;

/**
 * An op as the screen knows it. `pending`: its write to disk is under way. `disk`: confirmed there. `adrift`: there
 * is no disk to be had, and it is as safe as it will be until the server has it.
 */
export interface OpenOp extends JournalRow {
  readonly written: 'pending' | 'disk' | 'adrift';
}

export interface JournalOptions {
  readonly store: JournalStore;
  /** Whether a confirmed write means a disk. */
  readonly durable: boolean;
  readonly clock: Clock;
  /** Ops for these channels came, went or changed. */
  readonly onChange: (channels: ReadonlySet<ChannelId>) => void;
  /** A write failed that nobody waits for; it is made good at the next start. */
  readonly onFault: (error: unknown) => void;
}

/**
 * What this device wrote and has not seen to its end, in memory over the stored journal. An op is here from the key
 * stroke on.
 */
export class Journal {
  private readonly options: JournalOptions;
  private readonly ops = new Map<OpId, OpenOp>();
  /** Ops whose write is not confirmed stand after all others, in the order of the key strokes. */
  private lastUnwritten = Number.MAX_SAFE_INTEGER / 2;
  /** What was changed here while the store is being read, for each reading that is under way. */
  private readonly readings = new Set<Set<OpId>>();
  /** All ops in order, as long as none has changed. */
  private ordered: readonly OpenOp[] | null = null;

  constructor(options: JournalOptions) {
    this.options = options;
  }

  /**
   * Reads what is open; also after another hub of this browser has written. What changes here meanwhile is newer than
   * what is read, and stays as it is.
   */
  async read(): Promise<void> {
    const { store, durable } = this.options;
    const newer = new Set<OpId>();
    this.readings.add(newer);
    const rows = await store.readOpen().finally(() => this.readings.delete(newer));
    const changed = new Set([...this.ops.values(), ...rows].map(({ op }) => op.channel));
    for (const [id, row] of this.ops) if (row.written === 'disk' && !newer.has(id)) this.ops.delete(id);
    for (const row of rows)
      if (!newer.has(row.op.id)) this.ops.set(row.op.id, { ...row, written: durable ? 'disk' : 'adrift' });
    this.changed(changed);
  }

  prune(): void {
    this.options.store.prune(this.options.clock.now() - KEEP_DONE_MS).catch(this.options.onFault);
  }

  /** In the order in which they were written, those that are offered again included. */
  all(): readonly OpenOp[] {
    this.ordered ??= [...this.ops.values()].sort((a, b) => a.n - b.n);
    return this.ordered;
  }

  /** What a person sees of their ops. */
  shown(): readonly OpenOp[] {
    return this.all().filter((row) => row.state !== 'offered' && row.state !== 'held');
  }

  of(channel: ChannelId): readonly OpenOp[] {
    return this.shown().filter((row) => row.op.channel === channel);
  }

  find(op: OpId): OpenOp | null {
    return this.ops.get(op) ?? null;
  }

  get waiting(): number {
    return this.count('waiting');
  }

  get refused(): number {
    return this.count('refused');
  }

  /**
   * Shows the op at once, writes it to disk and answers when that is confirmed. Where the write fails and `mayDrift`
   * holds, the op is kept in memory and goes to the server without a net; otherwise it is forgotten and this rejects.
   */
  async add(row: NewJournalRow, mayDrift: () => boolean): Promise<void> {
    if (this.ops.has(row.op.id)) return;
    this.lastUnwritten += 1;
    const shown: OpenOp = { state: 'waiting', ...row, n: this.lastUnwritten, written: 'pending' };
    this.put(shown);
    try {
      const added = await this.options.store.add(row);
      if (added.state === 'done') this.forget(added);
      else this.put({ ...added, written: this.options.durable ? 'disk' : 'adrift' });
    } catch (error) {
      this.options.onFault(error);
      if (mayDrift()) return this.put({ ...shown, written: 'adrift' });
      this.forget(shown);
      throw error;
    }
  }

  /** What the server has named as the end of ops; those of other devices are passed over. */
  conclude(outcomes: readonly Outcome[]): void {
    this.end(
      outcomes.map((outcome) => ({
        op: outcome.op,
        end: outcome.ok
          ? { state: 'committed', rev: outcome.rev }
          : { state: 'refused', reason: outcome.reason },
      })),
    );
    this.follow(new Map(outcomes.map(({ op, ok }) => [op, ok])));
  }

  /** A message that stands in its channel is committed, whether or not its outcome has been heard of. */
  recognise(records: readonly MessageRecord[]): void {
    const seen = records.filter((record) => this.ops.get(record.id as string as OpId)?.op.kind === 'send');
    this.end(
      seen.map((record) => ({
        op: record.id as string as OpId,
        end: { state: 'committed', rev: record.rev },
      })),
    );
    this.follow(new Map(records.map((record) => [record.id, !isTombstone(record)])));
  }

  /** The mirror of a channel holds every change up to this rev: what was committed up to it is shown by it now. */
  settle(channel: ChannelId, cursor: number): void {
    this.finish((row) => row.op.channel === channel && isMessageOp(row.op) && (row.rev ?? 0) <= cursor);
  }

  /** Ends committed ops whose effect is shown by something else now. */
  finish(isShown: (row: OpenOp) => boolean): void {
    const at = this.options.clock.now();
    const shown = [...this.ops.values()].filter((row) => row.state === 'committed' && isShown(row));
    this.end(shown.map((row) => ({ op: row.op.id, end: { state: 'done', at } })));
  }

  /** Whether anything is offered again that the server has not answered. */
  get isOffering(): boolean {
    return this.all().some((row) => row.again && isUnanswered(row));
  }

  /**
   * Keeps the deletion of a message that is being taken back and may have left the device before. Should the message be
   * committed after all, its deletion follows: one op with one id, and so once, whichever hub sees the message first.
   */
  async holdDeletion({
    op: { id, channel },
    channelName,
  }: JournalRow & { readonly op: SendOp }): Promise<void> {
    const at = this.options.clock.now();
    const message = id as string as DeleteOp['message'];
    const op: DeleteOp = { id: newId<OpId>(), kind: 'delete', channel, at, message };
    await this.add({ op, since: at, bytes: bytesOf(op), channelName, state: 'held' }, () => true);
    const { state } = this.ops.get(id) ?? {};
    if (state !== 'waiting') this.follow(new Map([[id, state !== 'refused']]));
  }

  /** Forgets an op, whatever has become of it. */
  async remove(op: OpId): Promise<void> {
    const row = this.ops.get(op);
    if (row !== undefined) this.forget(row);
    await this.options.store.remove(op);
  }

  /**
   * These messages of this person are deleted: what is over and holds words of theirs is not kept for a server that was
   * restored, which is told of the deletion alone.
   */
  erase(messages: readonly MessageId[]): void {
    if (messages.length > 0) this.options.store.erase(messages).catch(this.options.onFault);
  }

  /** The server would not take what this op made of the document: it is not offered again. */
  quarantine(op: OpId): void {
    this.end([{ op, end: { state: 'refused', reason: 'invalid' } }]);
  }

  private end(ends: readonly { readonly op: OpId; readonly end: JournalEnd }[]): void {
    const known: (typeof ends)[number][] = [];
    const changed = new Set<ChannelId>();
    // One after the other: a server that was killed may name the end of an op twice in one breath.
    for (const each of ends) {
      const row = this.ops.get(each.op);
      const after = row && moves(row, each.end) && afterEnd(row, each.end);
      if (!row || !after) continue;
      known.push(each);
      this.touch(each.op);
      changed.add(row.op.channel);
      if (after.state === 'done') this.ops.delete(each.op);
      else this.ops.set(each.op, { ...after, written: row.written });
    }
    if (known.length === 0) return;
    this.options.store.end(known).catch(this.options.onFault);
    this.changed(changed);
  }

  /** Messages that are there now, or never will be: the deletions that were held for them are sent or forgotten. */
  private follow(messages: ReadonlyMap<string, boolean>): void {
    for (const { op, state, written } of this.ops.values()) {
      if (state !== 'held' || op.kind !== 'delete' || written === 'pending') continue;
      const isThere = messages.get(op.message);
      if (isThere === true) this.end([{ op: op.id, end: { state: 'waiting' } }]);
      if (isThere === false) this.remove(op.id).catch(this.options.onFault);
    }
  }

  private count(state: OpenOp['state']): number {
    let count = 0;
    for (const row of this.ops.values()) if (row.state === state) count += 1;
    return count;
  }

  private touch(op: OpId): void {
    for (const newer of this.readings) newer.add(op);
  }

  private put(row: OpenOp): void {
    this.touch(row.op.id);
    this.ops.set(row.op.id, row);
    this.changed(new Set([row.op.channel]));
  }

  private forget(row: JournalRow): void {
    this.touch(row.op.id);
    this.ops.delete(row.op.id);
    this.changed(new Set([row.op.channel]));
  }

  private changed(channels: ReadonlySet<ChannelId>): void {
    this.ordered = null;
    this.options.onChange(channels);
  }
}

/** Writes ops that are still known into a store that has lost them. */
export async function restoreOps(store: JournalStore, rows: readonly OpenOp[]): Promise<void> {
  for (const { op, since, bytes, channelName, reason, state } of rows) {
    await store.add({ op, since, bytes, channelName, state: state === 'held' ? 'held' : 'waiting' });
    if (reason !== undefined) await store.end([{ op: op.id, end: { state: 'refused', reason } }]);
  }
}

function moves(row: OpenOp, end: JournalEnd): boolean {
  if (end.state === 'waiting') return row.state === 'held';
  return end.state === 'done' ? row.state === 'committed' : isUnanswered(row);
}

export const isUnanswered = (row: Pick<OpenOp, 'state'>): boolean =>
  row.state === 'waiting' || row.state === 'offered';

import { type EpochStart, observeRecords, readChannel, readEpochs, readFloor } from '@lectern/channel-doc';
import { type ChannelId, EPOCH_SIZE, type MessageRecord } from '@lectern/contracts';
import type { MirrorStore, Range } from '@lectern/local-store';
import { type Api, ApiError } from './api.ts';
import type { Clock } from './clock.ts';
import type { DocumentKeeper } from './documents.ts';
import type { OpenDocument } from './open-document.ts';

/**
 * Keeps the mirror of one channel up with its document (rule 3). A mirror that has seen every change up to the
 * document's floor takes the rest from the document; one that has not asks the server for `changes since` its cursor,
 * and one that is very far behind begins anew with the tail. All writes of a channel follow one another.
 */

/** Changes that are paged through at most; beyond that the old rows are let go and fetched again when looked at. */
const FAR_BEHIND = 10_000;
/** Records that come in quick succession are written together, in milliseconds. */
const GATHER_MS = 10;
/** A catch-up that failed is tried again after this time, in milliseconds, if the link lives. */
const RETRY_MS = 5_000;

export interface ChannelMirrorOptions {
  readonly document: Pick<OpenDocument, 'id' | 'doc' | 'synced'>;
  readonly store: MirrorStore;
  readonly api: Pick<Api, 'changes'>;
  readonly clock: Pick<Clock, 'after'>;
  /** Changes that are paged through at most; see `FAR_BEHIND`. */
  readonly farBehind?: number;
  /**
   * The server has begun epochs since the channel was made: whatever it has lost leaves the mirror before anything new
   * comes in.
   */
  readonly onEpochs: (channel: ChannelId, starts: readonly EpochStart[], synced: boolean) => Promise<void>;
  /** Rows or ranges have changed; `cursor` is how far the mirror has come, null when that is not known. */
  readonly onWritten: (channel: ChannelId, records: readonly MessageRecord[], cursor: number | null) => void;
  readonly onFault: (error: unknown) => void;
}

export class ChannelMirror implements DocumentKeeper {
  private readonly options: ChannelMirrorOptions;
  private readonly channel: ChannelId;
  /** How far the mirror has come; undefined before it has been looked at. */
  private cursor: number | null | undefined;
  /** The newest message of the document when it was last looked at; null while it has none that is known whole. */
  private lastSeq: number | null = null;
  private gathered: MessageRecord[] = [];
  private gathering = false;
  private work: Promise<void> = Promise.resolve();
  private tasks = 0;
  private stopped = false;
  private readonly stopObserving: () => void;
  private cancelRetry: () => void = () => {};

  constructor(options: ChannelMirrorOptions) {
    this.options = options;
    this.channel = options.document.id as ChannelId;
    this.stopObserving = observeRecords(options.document.doc, (records) => this.gather(records));
  }

  loaded(): void {
    this.enqueue(() => this.reconcile());
  }

  synced(): void {
    this.enqueue(() => this.reconcile());
  }

  closed(): void {
    this.stopped = true;
    this.stopObserving();
    this.cancelRetry();
  }

  /** Every change that the server has told of is stored, and it tells of more as it happens. */
  get isCurrent(): boolean {
    const { synced, doc } = this.options.document;
    return synced && !this.isBusy && (this.cursor ?? -1) >= readFloor(doc);
  }

  /** Something is being written, or asked for. */
  get isBusy(): boolean {
    return this.gathering || this.tasks > 0;
  }

  /** Ends when everything that came in so far has been written. */
  async idle(): Promise<void> {
    if (this.gathering) this.flush();
    await this.work;
  }

  private gather(records: MessageRecord[]): void {
    // Before the first look at the mirror the whole document is still to be reconciled.
    if (this.cursor === undefined) return;
    this.gathered.push(...records);
    if (this.gathering) return;
    this.gathering = true;
    this.options.clock.after(GATHER_MS, () => this.flush());
  }

  private flush(): void {
    this.gathering = false;
    this.enqueue(async () => {
      const records = this.gathered;
      this.gathered = [];
      if (records.length === 0) return;
      const { cursor, lastSeq } = this;
      const isBehind =
        cursor === undefined || cursor === null || cursor < readFloor(this.options.document.doc);
      if (isBehind || lastSeq === null) return this.reconcile();
      const to = highest(records, 'seq');
      const held = to > lastSeq ? { from: lastSeq + 1, to } : null;
      await this.write(records, held, highest(records, 'rev'));
    });
  }

  private enqueue(task: () => Promise<void>): void {
    this.tasks += 1;
    this.work = this.work
      .then(() => (this.stopped ? undefined : task()))
      .catch((error: unknown) => this.options.onFault(error))
      .finally(() => {
        this.tasks -= 1;
      });
  }

  /** Compares the whole document with the mirror. */
  private async reconcile(): Promise<void> {
    const { document, store } = this.options;
    const starts = readEpochs(document.doc);
    const epoch = starts.at(-1)?.epoch ?? 0;
    if (epoch > 0) await this.options.onEpochs(this.channel, starts, document.synced);
    const { cursor, ranges } = await store.readProgress(this.channel);
    // From here to the first write nothing waits, so that no record slips in between the look and the gathering.
    const state = readChannel(document.doc);
    if (state.meta === null && state.records.length === 0) return;
    this.gathered = [];
    const held = heldBy(state);
    if (cursor === null || cursor >= state.floor) {
      const known = cursor ?? -1;
      const isNews = held !== null && !ranges.some(({ from, to }) => from <= held.from && held.to <= to);
      this.cursor = cursor;
      this.lastSeq = held?.to ?? null;
      if (state.rev <= known && !isNews) return this.tell([]);
      const records = isNews ? state.records : state.records.filter((record) => record.rev > known);
      return this.write(records, held, state.rev);
    }
    if (held === null) return;
    // Across epochs nobody can say which of the rows that are gone will be named among the changes.
    const isFar = state.floor - cursor > (this.options.farBehind ?? FAR_BEHIND);
    if (isFar || cursor < epoch * EPOCH_SIZE) {
      await store.replaceRecords(this.channel, state.records, held, state.rev);
      this.cursor = state.rev;
      this.lastSeq = held.to;
      return this.tell(state.records);
    }
    // The newest are shown at once; what lies between and what has changed below is asked for.
    const top = wholeBelow(held, ranges);
    this.cursor = cursor;
    this.lastSeq = held.to;
    await store.applyRecords(this.channel, state.records, held, null);
    this.tell(state.records);
    if (document.synced) await this.catchUp(cursor, top);
  }

  /** Pages through all changes since `since`; `top` is the highest seq that was held whole before. */
  private async catchUp(since: number, top: number): Promise<void> {
    try {
      let highestSeq = top;
      for (let more = true; more && !this.stopped; ) {
        const page = await this.options.api.changes(this.channel, since);
        highestSeq = Math.max(highestSeq, highest(page.records, 'seq'));
        more = page.more && page.cursor > since;
        since = page.cursor;
        // Between the pages a message may be missing that was edited meanwhile: it is whole only after the last.
        const held = more || highestSeq <= top ? null : { from: top + 1, to: highestSeq };
        await this.options.store.applyRecords(this.channel, page.records, held, page.cursor);
        this.cursor = page.cursor;
        this.tell(page.records);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 403 && error.status !== 404) this.retryLater();
      return;
    }
    if (!this.stopped) await this.reconcile();
  }

  private retryLater(): void {
    this.cancelRetry();
    this.cancelRetry = this.options.clock.after(RETRY_MS, () => {
      if (this.options.document.synced) this.enqueue(() => this.reconcile());
    });
  }

  private async write(records: readonly MessageRecord[], held: Range | null, cursor: number): Promise<void> {
    await this.options.store.applyRecords(this.channel, records, held, cursor);
    this.cursor = Math.max(this.cursor ?? 0, cursor);
    if (held !== null) this.lastSeq = Math.max(this.lastSeq ?? 0, held.to);
    this.tell(records);
  }

  private tell(records: readonly MessageRecord[]): void {
    this.options.onWritten(this.channel, records, this.cursor ?? null);
  }
}

/**
 * Up to which seq was held whole before the document's tail was taken: the end of the highest range below the tail.
 * A tail that already touches a range leaves no hole to fill. Rows between that seq and the tail have all been
 * appended after the cursor, so that the changes since then name every one of them.
 */
function wholeBelow(tail: Range, ranges: readonly Range[]): number {
  const touching = ranges.find(({ from, to }) => from < tail.from && to >= tail.from - 1);
  if (touching !== undefined) return Math.max(touching.to, tail.to);
  return ranges.findLast(({ to }) => to < tail.from)?.to ?? 0;
}

/** What the document's tail holds whole. From a document that nothing has ever left, all from the beginning. */
function heldBy(state: { floor: number; firstSeq: number; lastSeq: number }): Range | null {
  if (state.floor === 0) return { from: 0, to: state.lastSeq };
  return state.lastSeq === 0 ? null : { from: state.firstSeq, to: state.lastSeq };
}

const highest = (records: readonly MessageRecord[], key: 'seq' | 'rev'): number =>
  records.reduce((high, record) => Math.max(high, record[key]), 0);

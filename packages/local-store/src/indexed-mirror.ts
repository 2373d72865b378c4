import {
  type ChannelId,
  isListed,
  type MessageId,
  type MessageRecord,
  type NoteId,
  type UserId,
} from '@lectern/contracts';
import { Dexie } from 'dexie';
import { changedRev } from './changed-rev.ts';
import type { MessageRow, MirrorDatabase, ProgressRow } from './databases.ts';
import type { SeenPlace, StoredDigest } from './digest.ts';
import { markKeys } from './mark-keys.ts';
import { newestOf } from './newest-of.ts';
import { addRange, type Range, rangeAt } from './ranges.ts';
import { rowBytes } from './row-bytes.ts';
import { rowWeight } from './row-weight.ts';
import { blockOf } from './search/blocks.ts';
import { LazySearch } from './search/lazy-search.ts';
import type { SearchStore } from './search/search-store.ts';
import { noteGone, noteStale, shardsOf } from './search/stale-rows.ts';
import { guarded } from './storage-fault.ts';
import type {
  MirrorStore,
  Progress,
  StoredRecord,
  StoredReplies,
  StoredWindow,
  Unread,
  WindowRequest,
} from './store.ts';

/** The mirror in IndexedDB. */
export class IndexedMirror implements MirrorStore {
  private readonly db: MirrorDatabase;
  private readonly reader: UserId;
  private readonly onWritten: (channel: ChannelId) => void;
  /** What was last read or written of each channel. Nobody else writes in this database. */
  private readonly known = new Map<ChannelId, Progress>();
  readonly search: SearchStore;

  constructor(db: MirrorDatabase, reader: UserId, onWritten: (channel: ChannelId) => void) {
    this.db = db;
    this.reader = reader;
    this.onWritten = onWritten;
    this.search = new LazySearch(async () => (await import('./search/indexed-shards.ts')).searchDatabase(db));
  }

  applyRecords(
    channel: ChannelId,
    records: readonly MessageRecord[],
    held: Range | null,
    cursor: number | null,
  ): Promise<void> {
    return this.write(channel, async () => {
      const bytes = await this.putNewer(channel, newestOf(records));
      await this.raise(channel, held, cursor, bytes);
    });
  }

  replaceRecords(
    channel: ChannelId,
    records: readonly MessageRecord[],
    held: Range,
    cursor: number,
  ): Promise<void> {
    return this.write(channel, async () => {
      await this.forget(channel);
      const bytes = await this.putNewer(channel, newestOf(records));
      await this.raise(channel, held, cursor, bytes, cursor);
    });
  }

  async readProgress(channel: ChannelId): Promise<Progress> {
    const known = this.known.get(channel);
    if (known !== undefined) return known;
    const read = await guarded(async () => (await this.db.progress.get(channel)) ?? NOTHING);
    // What was written meanwhile is newer.
    if (!this.known.has(channel)) this.known.set(channel, read);
    return this.known.get(channel)!;
  }

  async readWindow(
    channel: ChannelId,
    { anchor, before, after, replies }: WindowRequest,
  ): Promise<StoredWindow> {
    const known = this.known.get(channel);
    // Known without a look at the disk: whoever goes far back waits for the server alone.
    if (known !== undefined && rangeAt(known.ranges, anchor) === null) return NO_WINDOW;
    const between = (from: number, to: number) =>
      replies ? this.between(channel, from, to) : this.listed(channel, from, to);
    return guarded(() =>
      this.db.transaction('r', this.db.messages, this.db.progress, async () => {
        const ranges = (await this.db.progress.get(channel))?.ranges ?? [];
        const range = rangeAt(ranges, anchor);
        if (range === null) return NO_WINDOW;
        const middle = anchor === 'end' ? range.to : anchor;
        // One row more than asked for tells whether there are more.
        const [older, newer] = await Promise.all([
          between(range.from, middle)
            .reverse()
            .limit(before + 1)
            .toArray(),
          anchor === 'end' || after === 0
            ? between(middle + 1, range.to)
                .limit(1)
                .toArray()
            : between(middle + 1, range.to)
                .limit(after + 1)
                .toArray(),
        ]);
        const wanted = anchor === 'end' ? 0 : after;
        return {
          records: [...older.slice(0, before).reverse(), ...newer.slice(0, wanted)].map((row) => row.record),
          range,
          moreBefore: older.length > before,
          moreAfter: newer.length > wanted,
          newest: range === ranges.at(-1),
        };
      }),
    );
  }

  applyReplies(
    channel: ChannelId,
    thread: MessageId,
    records: readonly MessageRecord[],
    held: Range,
  ): Promise<void> {
    return this.write(channel, async () => {
      const bytes = await this.putNewer(channel, newestOf(records));
      await this.raise(channel, null, null, bytes);
      const { ranges = [] } = (await this.db.threads.get(thread)) ?? {};
      await this.db.threads.put({ thread, channel, ranges: addRange(ranges, held) });
    });
  }

  readReplies(channel: ChannelId, thread: MessageId, most: number): Promise<StoredReplies> {
    return this.lookUp((lookups) => lookups.readReplies(this.db, channel, thread, most));
  }

  countReplies(_channel: ChannelId, thread: MessageId, seq: number): Promise<number> {
    return this.lookUp((lookups) => lookups.countReplies(this.db, thread, seq, this.reader));
  }

  readRecords(ids: readonly MessageId[]): Promise<readonly StoredRecord[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return guarded(async () => {
      const rows = await this.db.messages.where('record.id').anyOf(ids).toArray();
      return rows.map(({ channel, record }) => ({ channel, record }));
    });
  }

  readPinned(channel: ChannelId): Promise<readonly MessageRecord[]> {
    return this.lookUp((lookups) => lookups.readPinned(this.db, channel));
  }

  readOpenQuestions(channel: ChannelId, most: number): Promise<readonly MessageRecord[]> {
    return this.lookUp((lookups) => lookups.readOpenQuestions(this.db, channel, most));
  }

  readAboutNote(_channel: ChannelId, note: NoteId, most: number): Promise<readonly MessageRecord[]> {
    return this.lookUp((lookups) => lookups.readAboutNote(this.db, note, most));
  }

  countUnread(channel: ChannelId, seq: number): Promise<Unread> {
    const count = (weight: 1 | 2): PromiseLike<number> =>
      this.db.messages
        .where('[channel+weight+record.seq]')
        .between([channel, weight, seq], [channel, weight, Dexie.maxKey], false)
        .count();
    return guarded(async () => {
      const [plain, mentions] = await Promise.all([count(1), count(2)]);
      return { unread: plain + mentions, mentions };
    });
  }

  digest(channel: ChannelId, since: SeenPlace, upTo: SeenPlace): Promise<StoredDigest> {
    return this.lookUp((lookups) => lookups.readDigest(this.db, channel, since, upTo, this.reader));
  }

  lastSeqBefore(channel: ChannelId, at: number): Promise<number> {
    return this.lookUp((lookups) => lookups.lastSeqBefore(this.db, channel, at));
  }

  dropChannel(channel: ChannelId): Promise<void> {
    return this.write(channel, async () => {
      await this.forget(channel);
    });
  }

  channels(): Promise<readonly ChannelId[]> {
    return guarded(() => this.db.progress.toCollection().primaryKeys());
  }

  private lookUp<T>(look: (lookups: typeof import('./indexed-lookups.ts')) => Promise<T>): Promise<T> {
    return guarded(async () => look(await import('./indexed-lookups.ts')));
  }

  private async write(channel: ChannelId, change: () => Promise<void>): Promise<void> {
    const { messages, progress, threads, shards, stale } = this.db;
    const written = await guarded(() =>
      this.db.transaction('rw', [messages, progress, threads, shards, stale], async () => {
        await change();
        return (await progress.get(channel)) ?? NOTHING;
      }),
    );
    this.known.set(channel, written);
    this.onWritten(channel);
  }

  private async forget(channel: ChannelId): Promise<void> {
    await this.rowsOf(channel).delete();
    await this.db.progress.delete(channel);
    await this.db.threads.where('channel').equals(channel).delete();
    await noteGone(this.db, await shardsOf(this.db, channel));
  }

  private between(channel: ChannelId, from: number, to: number) {
    return this.db.messages.where('[channel+record.seq]').between([channel, from], [channel, to], true, true);
  }

  private listed(channel: ChannelId, from: number, to: number) {
    return this.db.messages.where('[channel+listed]').between([channel, from], [channel, to], true, true);
  }

  private rowsOf(channel: ChannelId) {
    return this.between(channel, 0, Number.MAX_SAFE_INTEGER);
  }

  /** Answers by how much the rows of the channel have grown, in bytes. */
  private async putNewer(channel: ChannelId, records: readonly MessageRecord[]): Promise<number> {
    if (records.length === 0) return 0;
    const known = await this.db.messages.bulkGet(records.map((record) => [channel, record.seq]));
    const newer = records.filter((record, index) => (known[index]?.record.rev ?? -1) < record.rev);
    if (newer.length === 0) return 0;
    await noteStale(this.db, channel, newer);
    try {
      await this.db.messages.bulkPut(newer.map((record) => this.row(channel, record)));
    } catch (error) {
      if (!(error instanceof Dexie.BulkError)) throw error;
      if (error.failures.some((failure) => failure.name !== 'ConstraintError')) throw error;
      for (const position of Object.keys(error.failuresByPos))
        await this.move(channel, newer[Number(position)]!);
    }
    const replaced = known.flatMap((row, index) =>
      row && row.record.rev < records[index]!.rev ? [row.record] : [],
    );
    return sum(newer) - sum(replaced);
  }

  /** A restored server gives a message a new place; its id may stand at one place only, that of the higher rev. */
  private async move(channel: ChannelId, record: MessageRecord): Promise<void> {
    const elsewhere = await this.db.messages.where('record.id').equals(record.id).first();
    if (elsewhere !== undefined) {
      if (elsewhere.record.rev >= record.rev) return;
      await this.db.messages.delete([elsewhere.channel, elsewhere.record.seq]);
      await noteGone(this.db, [[elsewhere.channel, blockOf(elsewhere.record.seq)]]);
    }
    await this.db.messages.put(this.row(channel, record));
  }

  private row(channel: ChannelId, record: MessageRecord): MessageRow {
    const changed = changedRev(record);
    return {
      channel,
      weight: rowWeight(record, this.reader),
      ...(isListed(record) ? { listed: record.seq } : {}),
      ...(changed === undefined ? {} : { changed }),
      ...markKeys(record),
      record,
    };
  }

  private async raise(
    channel: ChannelId,
    held: Range | null,
    cursor: number | null,
    bytes: number,
    begun?: number,
  ): Promise<void> {
    if (held === null && cursor === null && bytes === 0) return;
    const before = (await this.db.progress.get(channel)) ?? NOTHING;
    const after: ProgressRow = {
      channel,
      cursor: cursor === null ? before.cursor : Math.max(before.cursor ?? 0, cursor),
      ranges: held === null ? before.ranges : addRange(before.ranges, held),
      begun: begun ?? before.begun,
      bytes: before.bytes + bytes,
    };
    await this.db.progress.put(after);
  }
}

const NOTHING: Progress = { cursor: null, ranges: [], begun: 0, bytes: 0 };
const NO_WINDOW: StoredWindow = {
  records: [],
  range: null,
  moreBefore: false,
  moreAfter: false,
  newest: false,
};
const sum = (records: readonly MessageRecord[]): number =>
  records.reduce((bytes, record) => bytes + rowBytes(record), 0);

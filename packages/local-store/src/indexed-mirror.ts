import type { ChannelId, MessageId, MessageRecord, NoteId, UserId } from '@lectern/contracts';
import { Dexie } from 'dexie';
import type { MirrorDatabase } from './databases.ts';
import type { SeenPlace, StoredDigest } from './digest.ts';
import type { EpochStart } from './epochs.ts';
import { once } from './late.ts';
import { NOTHING } from './progress.ts';
import { type Range, rangeAt } from './ranges.ts';
import { LazySearch } from './search/lazy-search.ts';
import type { SearchStore } from './search/search-store.ts';
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

/** What writes: the first screen only reads. */
const fetchWrites = once(() => import('./indexed-writes.ts'));
type Writes = Awaited<ReturnType<typeof fetchWrites>>;

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
    return this.write(channel, async ({ putNewer, raise }) => {
      const bytes = await putNewer(this.db, this.reader, channel, records);
      await raise(this.db, channel, held, cursor, bytes);
    });
  }

  replaceRecords(
    channel: ChannelId,
    records: readonly MessageRecord[],
    held: Range,
    cursor: number,
  ): Promise<void> {
    return this.write(channel, async ({ forget, putNewer, raise }) => {
      await forget(this.db, channel);
      const bytes = await putNewer(this.db, this.reader, channel, records);
      await raise(this.db, channel, held, cursor, bytes, cursor);
    });
  }

  async rewind(channel: ChannelId, starts: readonly EpochStart[]): Promise<readonly MessageRecord[]> {
    let gone: readonly MessageRecord[] = [];
    await this.write(channel, async ({ rewind }) => {
      gone = await rewind(this.db, channel, starts);
    });
    return gone;
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
    const window = await guarded(() =>
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
    // What is looked at is written next: in a browser that has nothing, its first rows wait for this.
    fetchWrites().catch(() => {});
    return window;
  }

  applyReplies(
    channel: ChannelId,
    thread: MessageId,
    records: readonly MessageRecord[],
    held: Range,
  ): Promise<void> {
    return this.write(channel, async ({ holdThread, putNewer, raise }) => {
      const bytes = await putNewer(this.db, this.reader, channel, records);
      await raise(this.db, channel, null, null, bytes);
      await holdThread(this.db, channel, thread, held);
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
    return this.write(channel, ({ forget }) => forget(this.db, channel));
  }

  channels(): Promise<readonly ChannelId[]> {
    return guarded(() => this.db.progress.toCollection().primaryKeys());
  }

  private lookUp<T>(look: (lookups: typeof import('./indexed-lookups.ts')) => Promise<T>): Promise<T> {
    return guarded(async () => look(await import('./indexed-lookups.ts')));
  }

  private async write(channel: ChannelId, change: (writes: Writes) => Promise<void>): Promise<void> {
    const writes = await fetchWrites();
    const { messages, progress, threads, shards, stale } = this.db;
    const written = await guarded(() =>
      this.db.transaction('rw', [messages, progress, threads, shards, stale], async () => {
        await change(writes);
        return (await progress.get(channel)) ?? NOTHING;
      }),
    );
    this.known.set(channel, written);
    this.onWritten(channel);
  }

  private between(channel: ChannelId, from: number, to: number) {
    return this.db.messages.where('[channel+record.seq]').between([channel, from], [channel, to], true, true);
  }

  private listed(channel: ChannelId, from: number, to: number) {
    return this.db.messages.where('[channel+listed]').between([channel, from], [channel, to], true, true);
  }
}

const NO_WINDOW: StoredWindow = {
  records: [],
  range: null,
  moreBefore: false,
  moreAfter: false,
  newest: false,
};

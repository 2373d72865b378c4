import type { ChannelId, MessageId, MessageRecord, NoteId, UserId } from '@lectern/contracts';
import type { SeenPlace, StoredDigest } from './digest.ts';
import type { EpochStart } from './epochs.ts';
import { once } from './late.ts';
import type { Range } from './ranges.ts';
import { LazySearch } from './search/lazy-search.ts';
import type { SearchStore } from './search/search-store.ts';
import { StorageFault } from './storage-fault.ts';
import type {
  MirrorStore,
  Progress,
  StoredRecord,
  StoredReplies,
  StoredWindow,
  Unread,
  WindowRequest,
} from './store.ts';

/** Rows of a channel that are taken along into memory when the disk is full: what a person may scroll to at once. */
const TAKEN_ALONG = 500;

/**
 * The mirror on disk, until the disk is full. A channel whose write fails goes on in memory, with its newest stored
 * rows, for as long as the hub lives; the disk keeps what it has, and the next start catches up from there. Nothing
 * is lost by this, because the server has every row.
 */
export class SpillingMirror implements MirrorStore {
  private readonly disk: MirrorStore;
  private readonly reader: UserId;
  /** Fetched when the disk is full, which it seldom is. */
  private readonly memory = once(async () => {
    const { MemoryMirror } = await import('./memory-mirror.ts');
    return new MemoryMirror(this.reader);
  });
  private readonly spilt = new Map<ChannelId, Promise<void>>();
  /** Told of every write that failed for want of space. */
  onFault: (fault: StorageFault) => void = () => {};
  readonly search: SearchStore;

  constructor(disk: MirrorStore & { readonly search: SearchStore }, reader: UserId) {
    this.disk = disk;
    this.reader = reader;
    this.search = new LazySearch(async () => {
      const { SpillingSearch } = await import('./search/spilling-search.ts');
      const memory = async () => (await this.memory()).search;
      return new SpillingSearch(disk.search, memory, (channel) => this.spilt.has(channel));
    });
  }

  applyRecords(
    channel: ChannelId,
    records: readonly MessageRecord[],
    held: Range | null,
    cursor: number | null,
  ): Promise<void> {
    return this.write(channel, (mirror) => mirror.applyRecords(channel, records, held, cursor));
  }

  replaceRecords(
    channel: ChannelId,
    records: readonly MessageRecord[],
    held: Range,
    cursor: number,
  ): Promise<void> {
    return this.write(channel, (mirror) => mirror.replaceRecords(channel, records, held, cursor));
  }

  async rewind(channel: ChannelId, starts: readonly EpochStart[]): Promise<readonly MessageRecord[]> {
    let gone: readonly MessageRecord[] = [];
    await this.write(channel, async (mirror) => {
      gone = await mirror.rewind(channel, starts);
    });
    return gone;
  }

  async readProgress(channel: ChannelId): Promise<Progress> {
    return (await this.place(channel)).readProgress(channel);
  }

  async readWindow(channel: ChannelId, window: WindowRequest): Promise<StoredWindow> {
    return (await this.place(channel)).readWindow(channel, window);
  }

  applyReplies(
    channel: ChannelId,
    thread: MessageId,
    records: readonly MessageRecord[],
    held: Range,
  ): Promise<void> {
    return this.write(channel, (mirror) => mirror.applyReplies(channel, thread, records, held));
  }

  async readReplies(channel: ChannelId, thread: MessageId, most: number): Promise<StoredReplies> {
    return (await this.place(channel)).readReplies(channel, thread, most);
  }

  async countReplies(channel: ChannelId, thread: MessageId, seq: number): Promise<number> {
    return (await this.place(channel)).countReplies(channel, thread, seq);
  }

  async readRecords(ids: readonly MessageId[]): Promise<readonly StoredRecord[]> {
    const inMemory = this.spilt.size === 0 ? [] : await (await this.memory()).readRecords(ids);
    const known = new Set(inMemory.map(({ record }) => record.id));
    return [...inMemory, ...(await this.disk.readRecords(ids.filter((id) => !known.has(id))))];
  }

  async readPinned(channel: ChannelId): Promise<readonly MessageRecord[]> {
    return (await this.place(channel)).readPinned(channel);
  }

  async readOpenQuestions(channel: ChannelId, most: number): Promise<readonly MessageRecord[]> {
    return (await this.place(channel)).readOpenQuestions(channel, most);
  }

  async readAboutNote(channel: ChannelId, note: NoteId, most: number): Promise<readonly MessageRecord[]> {
    return (await this.place(channel)).readAboutNote(channel, note, most);
  }

  async countUnread(channel: ChannelId, seq: number): Promise<Unread> {
    return (await this.place(channel)).countUnread(channel, seq);
  }

  async digest(channel: ChannelId, since: SeenPlace, upTo: SeenPlace): Promise<StoredDigest> {
    return (await this.place(channel)).digest(channel, since, upTo);
  }

  async lastSeqBefore(channel: ChannelId, at: number): Promise<number> {
    return (await this.place(channel)).lastSeqBefore(channel, at);
  }

  async dropChannel(channel: ChannelId): Promise<void> {
    if (this.spilt.delete(channel)) await (await this.memory()).dropChannel(channel);
    await this.disk.dropChannel(channel);
  }

  async channels(): Promise<readonly ChannelId[]> {
    return [...new Set([...(await this.disk.channels()), ...this.spilt.keys()])];
  }

  private async place(channel: ChannelId): Promise<MirrorStore> {
    const spilt = this.spilt.get(channel);
    if (spilt === undefined) return this.disk;
    await spilt;
    return this.memory();
  }

  private async write(channel: ChannelId, change: (mirror: MirrorStore) => Promise<void>): Promise<void> {
    if (!this.spilt.has(channel)) {
      try {
        await change(this.disk);
        return;
      } catch (error) {
        if (!(error instanceof StorageFault)) throw error;
        this.onFault(error);
        if (!this.spilt.has(channel)) this.spilt.set(channel, this.spill(channel));
      }
    }
    await change(await this.place(channel));
  }

  private async spill(channel: ChannelId): Promise<void> {
    try {
      const { cursor } = await this.disk.readProgress(channel);
      const window = await this.disk.readWindow(channel, {
        anchor: 'end',
        before: TAKEN_ALONG,
        after: 0,
        replies: true,
      });
      const first = window.records[0]?.seq;
      if (window.range === null || first === undefined) return;
      const from = window.moreBefore ? first : window.range.from;
      const memory = await this.memory();
      await memory.applyRecords(channel, await this.disk.readPinned(channel), null, null);
      await memory.applyRecords(channel, window.records, { from, to: window.range.to }, cursor);
    } catch {
      // What cannot be read any more is fetched again.
    }
  }
}

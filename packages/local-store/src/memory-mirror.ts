import {
  type ChannelId,
  isListed,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type NoteId,
  type UserId,
} from '@lectern/contracts';
import { digestOf, type SeenPlace, type StoredDigest } from './digest.ts';
import { type EpochStart, isLostRev, rewoundProgress } from './epochs.ts';
import { markKeys } from './mark-keys.ts';
import { newestOf } from './newest-of.ts';
import { addRange, type Range, rangeAt } from './ranges.ts';
import { rowBytes } from './row-bytes.ts';
import { rowWeight } from './row-weight.ts';
import { LazySearch } from './search/lazy-search.ts';
import type { SearchStore } from './search/search-store.ts';
import { StaleBlocks } from './search/stale-blocks.ts';
import type {
  MirrorStore,
  Progress,
  StoredRecord,
  StoredReplies,
  StoredWindow,
  Unread,
  WindowRequest,
} from './store.ts';

interface Shelf {
  /** In `seq` order. */
  rows: MessageRecord[];
  ranges: readonly Range[];
  cursor: number | null;
  /** Where threads are held whole although the channel around them is not. */
  readonly threads: Map<MessageId, readonly Range[]>;
  begun: number;
  bytes: number;
}

/** The mirror in memory: where IndexedDB is refused, and where it is full. */
export class MemoryMirror implements MirrorStore {
  private readonly reader: UserId;
  private readonly shelves = new Map<ChannelId, Shelf>();
  private readonly places = new Map<MessageId, { channel: ChannelId; seq: number }>();
  private readonly stale = new StaleBlocks();
  readonly search: SearchStore = new LazySearch(async () => {
    const { searchMemory } = await import('./search/memory-shards.ts');
    return searchMemory(this.stale, (channel, from, to) => this.rowsBetween(channel, from, to));
  });

  constructor(reader: UserId) {
    this.reader = reader;
  }

  async applyRecords(
    channel: ChannelId,
    records: readonly MessageRecord[],
    held: Range | null,
    cursor: number | null,
  ): Promise<void> {
    const shelf = this.shelf(channel);
    for (const record of newestOf(records)) this.put(channel, shelf, record);
    if (held !== null) shelf.ranges = addRange(shelf.ranges, held);
    if (cursor !== null) shelf.cursor = Math.max(shelf.cursor ?? 0, cursor);
  }

  async replaceRecords(
    channel: ChannelId,
    records: readonly MessageRecord[],
    held: Range,
    cursor: number,
  ): Promise<void> {
    await this.dropChannel(channel);
    this.shelf(channel).begun = cursor;
    await this.applyRecords(channel, records, held, cursor);
  }

  async rewind(channel: ChannelId, starts: readonly EpochStart[]): Promise<readonly MessageRecord[]> {
    const shelf = this.shelf(channel);
    const gone = shelf.rows.filter(({ rev }) => isLostRev(starts, rev));
    shelf.rows = shelf.rows.filter(({ rev }) => !isLostRev(starts, rev));
    for (const record of gone) {
      this.places.delete(record.id);
      this.stale.note(channel, record.seq);
    }
    shelf.threads.clear();
    Object.assign(shelf, rewoundProgress(shelf, starts, gone));
    return gone;
  }

  async readProgress(channel: ChannelId): Promise<Progress> {
    const shelf = this.shelves.get(channel);
    const { cursor = null, ranges = [], begun = 0, bytes = 0 } = shelf ?? {};
    return { cursor, ranges, begun, bytes };
  }

  async readWindow(
    channel: ChannelId,
    { anchor, before, after, replies }: WindowRequest,
  ): Promise<StoredWindow> {
    const shelf = this.shelves.get(channel);
    const range = shelf === undefined ? null : rangeAt(shelf.ranges, anchor);
    if (shelf === undefined || range === null) {
      return { records: [], range: null, moreBefore: false, moreAfter: false, newest: false };
    }
    const held = rowsIn(shelf, range);
    const rows = replies ? held : held.filter(isListed);
    const middle = anchor === 'end' ? rows.length : indexOf(rows, anchor + 1);
    const first = Math.max(0, middle - before);
    const last = Math.min(rows.length, middle + (anchor === 'end' ? 0 : after));
    return {
      records: rows.slice(first, last),
      range,
      moreBefore: first > 0,
      moreAfter: last < rows.length,
      newest: range === shelf.ranges.at(-1),
    };
  }

  async applyReplies(
    channel: ChannelId,
    thread: MessageId,
    records: readonly MessageRecord[],
    held: Range,
  ): Promise<void> {
    const shelf = this.shelf(channel);
    for (const record of newestOf(records)) this.put(channel, shelf, record);
    shelf.threads.set(thread, addRange(shelf.threads.get(thread) ?? [], held));
  }

  async readReplies(channel: ChannelId, thread: MessageId, most: number): Promise<StoredReplies> {
    const shelf = this.shelves.get(channel);
    const range = (shelf?.threads.get(thread) ?? []).reduce(addRange, shelf?.ranges ?? []).at(-1);
    if (shelf === undefined || range === undefined) return { records: [], more: false, from: null };
    const replies = rowsIn(shelf, range).filter((record) => record.thread?.id === thread);
    return { records: replies.slice(-most), more: replies.length > most, from: range.from };
  }

  async countReplies(channel: ChannelId, thread: MessageId, seq: number): Promise<number> {
    const rows = this.shelves.get(channel)?.rows ?? [];
    return rows
      .slice(indexOf(rows, seq + 1))
      .filter(
        (record) => record.thread?.id === thread && !isTombstone(record) && record.author !== this.reader,
      ).length;
  }

  async readRecords(ids: readonly MessageId[]): Promise<readonly StoredRecord[]> {
    return ids.flatMap((id) => {
      const place = this.places.get(id);
      if (place === undefined) return [];
      const rows = this.shelf(place.channel).rows;
      const record = rows[indexOf(rows, place.seq)];
      return record?.id === id ? { channel: place.channel, record } : [];
    });
  }

  async readPinned(channel: ChannelId): Promise<readonly MessageRecord[]> {
    const pins = this.markedIn(channel).filter(({ keys }) => keys.pin !== undefined);
    return pins.sort((a, b) => a.keys.pin! - b.keys.pin!).map(({ record }) => record);
  }

  async readOpenQuestions(channel: ChannelId, most: number): Promise<readonly MessageRecord[]> {
    const open = this.markedIn(channel).filter(({ keys }) => keys.open !== undefined);
    return open
      .map(({ record }) => record)
      .reverse()
      .slice(0, most);
  }

  async readAboutNote(channel: ChannelId, note: NoteId, most: number): Promise<readonly MessageRecord[]> {
    const rows = this.shelves.get(channel)?.rows ?? [];
    return rows
      .filter((record) => !isTombstone(record) && record.anchor?.note === note)
      .reverse()
      .slice(0, most);
  }

  async countUnread(channel: ChannelId, seq: number): Promise<Unread> {
    const rows = this.shelves.get(channel)?.rows ?? [];
    const counts = { unread: 0, mentions: 0 };
    for (const record of rows.slice(indexOf(rows, seq + 1))) {
      const weight = rowWeight(record, this.reader);
      if (weight > 0) counts.unread += 1;
      if (weight === 2) counts.mentions += 1;
    }
    return counts;
  }

  async digest(channel: ChannelId, since: SeenPlace, upTo: SeenPlace): Promise<StoredDigest> {
    return digestOf(this.shelves.get(channel)?.rows ?? [], since, upTo, this.reader);
  }

  async lastSeqBefore(channel: ChannelId, at: number): Promise<number> {
    return this.shelves.get(channel)?.rows.findLast((record) => record.at < at)?.seq ?? 0;
  }

  async dropChannel(channel: ChannelId): Promise<void> {
    for (const record of this.shelves.get(channel)?.rows ?? []) {
      this.places.delete(record.id);
      this.stale.note(channel, record.seq);
    }
    this.shelves.delete(channel);
  }

  async channels(): Promise<readonly ChannelId[]> {
    return [...this.shelves.keys()];
  }

  private rowsBetween(channel: ChannelId, from: number, to: number): readonly MessageRecord[] {
    const rows = this.shelves.get(channel)?.rows ?? [];
    return rows.slice(indexOf(rows, from), indexOf(rows, to + 1));
  }

  private markedIn(channel: ChannelId) {
    const rows = this.shelves.get(channel)?.rows ?? [];
    return rows.map((record) => ({ record, keys: markKeys(record) }));
  }

  private shelf(channel: ChannelId): Shelf {
    let shelf = this.shelves.get(channel);
    if (shelf === undefined) {
      shelf = { rows: [], ranges: [], cursor: null, threads: new Map(), begun: 0, bytes: 0 };
      this.shelves.set(channel, shelf);
    }
    return shelf;
  }

  private put(channel: ChannelId, shelf: Shelf, record: MessageRecord): void {
    const place = this.places.get(record.id);
    if (place !== undefined && (place.channel !== channel || place.seq !== record.seq)) {
      // A restored server gave the message a new place: the later rev stays.
      const rows = this.shelf(place.channel).rows;
      const index = indexOf(rows, place.seq);
      if ((rows[index]?.rev ?? 0) >= record.rev) return;
      for (const moved of rows.splice(index, 1)) this.shelf(place.channel).bytes -= rowBytes(moved);
      this.stale.note(place.channel, place.seq);
    }
    const index = indexOf(shelf.rows, record.seq);
    const known = shelf.rows[index];
    if (known?.seq === record.seq) {
      if (known.rev >= record.rev) return;
      shelf.rows[index] = record;
      shelf.bytes -= rowBytes(known);
    } else shelf.rows.splice(index, 0, record);
    shelf.bytes += rowBytes(record);
    this.places.set(record.id, { channel, seq: record.seq });
    this.stale.note(channel, record.seq);
  }
}

const rowsIn = ({ rows }: Shelf, { from, to }: Range): MessageRecord[] =>
  rows.slice(indexOf(rows, from), indexOf(rows, to + 1));

/** Where `seq` stands or would stand. */
function indexOf(rows: readonly MessageRecord[], seq: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

import type { ChannelId, MessageId, MessageRecord, NoteBody, NoteId, UserId } from '@lectern/contracts';
import { Dexie, type Table } from 'dexie';
import type { MarkKeys } from './mark-keys.ts';
import type { Range } from './ranges.ts';
import type { RowWeight } from './row-weight.ts';
import type { Shard } from './search/shard.ts';
import type { SeenNote } from './seen-notes.ts';
import type { Facts, JournalRow, NoteAside, NoteJournalRow, SignedIn } from './store.ts';

/**
 * The databases of one browser. Every name carries the layout's version: a hub never migrates a store that an older
 * one may hold (rule 11). It is raised when bodies learn a new kind of block too: of those an older app has kept that
 * they are there, and no more. Names of a person's databases carry the person.
 */
const LAYOUT = 5;
export const databaseNames = {
  device: `lectern-${LAYOUT}-device`,
  mirror: (user: UserId) => `lectern-${LAYOUT}-${user}`,
  journal: (user: UserId) => `lectern-${LAYOUT}-${user}-journal`,
  document: (user: UserId, name: string) => `${databaseNames.documents(user)}${name}`,
  documents: (user: UserId) => `lectern-${LAYOUT}-${user}-document-`,
};

export interface MessageRow extends MarkKeys {
  readonly channel: ChannelId;
  readonly weight: RowWeight;
  /** Its place in the channel's own list; left out for what was said in a thread alone. */
  readonly listed?: number;
  /** `changedRev` of the record; left out, and so in no index, for most. */
  readonly changed?: number;
  readonly record: MessageRecord;
}
export interface ProgressRow {
  readonly channel: ChannelId;
  readonly cursor: number | null;
  readonly ranges: readonly Range[];
  readonly begun: number;
  readonly bytes: number;
}
/** Rows of a block that changed since its shard was written; null: all of them. */
export interface StaleRow {
  readonly channel: ChannelId;
  readonly block: number;
  readonly seqs: readonly number[] | null;
}
/** Where a thread is held whole although the channel around it is not. */
export interface ThreadRow {
  readonly thread: MessageId;
  readonly channel: ChannelId;
  readonly ranges: readonly Range[];
}
export interface FactRow {
  readonly key: keyof Facts;
  readonly value: unknown;
}

/** Of rows and their indexes, as the first version had them. */
const MESSAGES =
  '[channel+record.seq], &record.id, [channel+weight+record.seq], [channel+listed], [channel+changed], [record.thread.id+record.seq], [channel+pin], [channel+open]';

/**
 * Messages, facts, what was seen of notes, and the names of stored documents. Relaxed durability: the server can give
 * all of it again, but for what was seen.
 */
export class MirrorDatabase extends Dexie {
  declare readonly messages: Table<MessageRow, [ChannelId, number]>;
  declare readonly progress: Table<ProgressRow, ChannelId>;
  /** What search knows of the messages: made of them, and made again when it is gone. */
  declare readonly shards: Table<Shard, [ChannelId, number]>;
  declare readonly stale: Table<StaleRow, [ChannelId, number]>;
  declare readonly threads: Table<ThreadRow, MessageId>;
  declare readonly seenNotes: Table<SeenNote, NoteId>;
  declare readonly seenBodies: Table<{ readonly note: NoteId; readonly body: NoteBody }, NoteId>;
  declare readonly facts: Table<FactRow, string>;
  declare readonly documents: Table<{ readonly name: string }, string>;

  constructor(user: UserId) {
    super(databaseNames.mirror(user), { chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({
      // The weight in an index makes counting unread messages a count of keys. A window of a channel's list passes over
      // no reply, however many stand in between: those have no place in the index of the list, and others none in theirs.
      messages: MESSAGES,
      progress: 'channel',
      shards: '[channel+block], [order+channel+block]',
      stale: '[channel+block]',
      threads: 'thread, channel',
      facts: 'key',
      documents: 'name',
    });
    this.version(2).stores({ messages: `${MESSAGES}, [record.anchor.note+record.seq]` });
    this.version(3).stores({ seenNotes: 'note', seenBodies: 'note' });
  }
}

/** The journals alone, because durability is a property of a whole database: an op is on disk before it is shown so. */
export class JournalDatabase extends Dexie {
  declare readonly ops: Table<Omit<JournalRow, 'n'> & { readonly n?: number }, number>;
  declare readonly notes: Table<Omit<NoteJournalRow, 'n'> & { readonly n?: number }, number>;
  declare readonly asides: Table<Omit<NoteAside, 'n'> & { readonly n?: number }, number>;

  constructor(user: UserId) {
    super(databaseNames.journal(user), { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ ops: '++n, &op.id, state', notes: '++n', asides: '++n' });
  }
}

export class DeviceDatabase extends Dexie {
  declare readonly people: Table<Omit<SignedIn, 'locked'> & { readonly user: UserId }, UserId>;
  /** One row at most: who is signed in. */
  declare readonly session: Table<{ readonly only: 1; readonly user: UserId; readonly locked: boolean }, 1>;

  constructor() {
    super(databaseNames.device, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ people: 'user', session: 'only' });
  }
}

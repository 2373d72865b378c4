import { deepStrictEqual } from 'node:assert';
import {
  isTombstone,
  type Message,
  type MessageId,
  type MessageRecord,
  type NoteEntry,
  type NoteOp,
  type Op,
  type OpId,
  OpSchema,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { createRandom, type Random } from '@lectern/test-kit';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { liveContentBytes, needsNewLife, rebased } from './bounds.ts';
import { type ChannelState, observeRecords, readChannel } from './channel-reader.ts';
import { writeMeta, writeRecords } from './channel-writer.ts';
import { judge } from './judge.ts';
import type { ChannelMeta } from './layout.ts';
import { observeNotes, readNotes, writeNotes } from './note-list.ts';
import { type MessageEffect, otherEnds, reduceMessage } from './reduce.ts';
import { type NoteEffect, reduceNotes } from './reduce-notes.ts';
import {
  ANNA,
  actor,
  BEN,
  CHANNEL,
  COURSE,
  channel,
  edited,
  facts,
  id,
  message,
  note,
} from './testing/make.ts';
import { repliesOf } from './threads.ts';

/**
 * A channel lives a random life of ops of every kind: written by server copies that come and go with client ids of
 * their own, read by replicas that get its updates late, twice and out of order. The model is a plain map, told of
 * every change.
 */
const SEEDS = Array.from({ length: 40 * Number(process.env.LECTERN_FUZZ ?? 1) }, (_, n) => n + 1);

/** A world takes two seconds; a busy machine may need some more. */
const SEED_WITHIN_MS = 30_000;
describe.each(SEEDS)('seed %i', { timeout: SEED_WITHIN_MS }, (seed) => {
  test('CD-READ-3 CD-FLOOR-2 CD-BOUND-3 CD-NOTES-1 every replica reads what the model says, and no reader misses a change', () => {
    const random = createRandom(seed);
    const world = new World();
    const model = world.records;
    let writer = new Y.Doc();
    const log: Uint8Array[] = [];
    const record = (update: Uint8Array) => void log.push(update);
    writer.on('update', record);
    const replicas = Array.from({ length: 3 }, () => replica());
    // Comes and goes; between its visits it trusts only its cursor, as a device does that was away.
    const notes = noteLife(random);
    const visitor = { cursor: 0, mirror: new Map<string, MessageRecord>(), caughtUp: 0 };

    writeMeta(writer, world.meta);
    for (let step = 0; step < 120; step++) {
      const batch = randomBatch(random, world);
      writeMeta(writer, world.meta);
      writeRecords(writer, batch);
      if (random.chance(0.05)) writeRecords(writer, batch);
      if (random.chance(0.4)) writeNotes(writer, notes.next());
      if (random.chance(0.1)) writer = reloaded(writer, record);
      for (const one of replicas) if (random.chance(0.4)) one.deliver(log, random);
      if (random.chance(0.15)) visit(visitor, writer, model);
    }
    for (const one of replicas) one.deliverAll(log);
    visit(visitor, writer, model);

    const [told, toldNotes] = [readChannel(writer), readNotes(writer)];
    expect(told.firstSeq, 'the tail must have moved on').toBeGreaterThan(1);
    expect(told.floor, 'something must have left').toBeGreaterThan(0);
    expect(visitor.caughtUp, 'some visits must trust the document').toBeGreaterThan(0);
    deepStrictEqual(toldNotes, notes.model());
    expect(toldNotes.length, 'there must be notes').toBeGreaterThan(3);
    expect(notes.refused(), 'some must be refused').toBeGreaterThan(0);
    for (const { doc, mirror, listed } of replicas) {
      deepStrictEqual(readChannel(doc), told);
      deepStrictEqual(listed(), toldNotes);
      deepStrictEqual(readNotes(doc), toldNotes);
      deepStrictEqual(newestKnown(mirror, told), told.records);
    }
    for (const held of told.records) deepStrictEqual(held, model.get(held.id));
    deepStrictEqual(told.meta, world.meta);
    expect(told.records.slice(0, told.lastSeq - told.firstSeq + 1).map(({ seq }) => seq)).toEqual(
      Array.from({ length: told.lastSeq - told.firstSeq + 1 }, (_, n) => told.firstSeq + n),
    );
    deepStrictEqual(visitor.mirror, model);

    const again = new Y.Doc();
    Y.applyUpdate(again, rebased('channel', writer));
    deepStrictEqual([readChannel(again), readNotes(again)], [told, toldNotes]);
  });
});

test('every kind of op that the contract knows was done', () => {
  for (const { entries } of OpSchema.options)
    expect(done.get(entries.kind.literal), entries.kind.literal).toBeGreaterThan(SEEDS.length / 10);
});

test('CD-BOUND-1 20,000 messages, a third of them edited, leave a small document', () => {
  const random = createRandom('bounds');
  const doc = new Y.Doc();
  const last: Message[] = [];
  for (let seq = 1, rev = 0; seq <= 20_000; seq++) {
    const sent = message(seq, ++rev);
    writeRecords(doc, [sent]);
    last.push(sent);
    if (seq % 3 !== 0) continue;
    // Most second thoughts come soon, some come late.
    const place = random.chance(0.8)
      ? Math.max(0, last.length - random.int(1, 40))
      : random.int(0, last.length - 1);
    last[place] = edited(last[place]!, ++rev);
    writeRecords(doc, [last[place]!]);
  }
  const bytes = Y.encodeStateAsUpdate(doc).length;
  expect(bytes).toBeLessThan(2 * liveContentBytes(doc));
  expect(structsOf(doc)).toBeLessThan(2_500);
  expect(needsNewLife(doc, bytes)).toBe(false);
  expect(readChannel(doc).records.length).toBeLessThan(600);
});

/** What a mirror that was only told of insertions holds of the messages that the document still knows. */
const newestKnown = (mirror: ReadonlyMap<string, MessageRecord>, { records }: ChannelState) =>
  records.map(({ id }) => mirror.get(id));

const structsOf = (doc: Y.Doc) =>
  [...doc.store.clients.values()].reduce((sum, structs) => sum + structs.length, 0);

/** How often an op of a kind was allowed, in all lives. */
const done = new Map<Op['kind'], number>();

/** The channel as a database would have it: what it is called, and its messages. */
class World {
  readonly records = new Map<MessageId, MessageRecord>();
  meta: ChannelMeta = { name: 'general', topic: '', type: 'public', archived: false };
  private rev = 0;

  get length(): number {
    return this.records.size;
  }

  find(id: MessageId): MessageRecord | null {
    return this.records.get(id) ?? null;
  }

  /** A message, most likely one of the newest. */
  pick(random: Random, wanted: (record: MessageRecord) => boolean = () => true): MessageId {
    const known = [...this.records.values()];
    const newest = random.chance(0.7) ? known.slice(-100) : known;
    const fitting = newest.filter(wanted);
    return random.pick(fitting.length > 0 ? fitting : known).id;
  }

  /** What an op changes, as a commit would write it; nothing when it is denied. */
  commit(op: ChannelOp, user: typeof ANNA): MessageRecord[] {
    const find = (id: MessageId | undefined | null) => (id ? this.find(id) : null);
    const verdict = judge(
      op,
      facts({
        actor: actor({ user, courseRole: 'lecturer' }),
        channel: op.kind === 'channel.create' ? null : channel(this.meta),
        notes: [note(1)],
        message: 'message' in op ? find(op.message) : null,
        answered: op.kind === 'send' ? find(op.reply) : null,
        root: op.kind === 'send' ? find(op.thread) : null,
        answer: op.kind === 'accept' ? find(op.answer) : null,
        pins: [...this.records.values()].filter((each) => !isTombstone(each) && each.pinned).length,
        subject: actor({ user: BEN }),
      }),
    );
    if ('deny' in verdict) return [];
    done.set(op.kind, (done.get(op.kind) ?? 0) + 1);
    const effect = verdict.allow as Exclude<typeof verdict.allow, NoteEffect>;
    switch (effect.kind) {
      case 'create-channel':
      case 'set-member':
      case 'follow':
      case 'remember-deletion':
        // Other documents and tables are told of these.
        return [];
      case 'describe-channel':
        this.meta = { ...this.meta, name: effect.name, topic: effect.topic };
        return [];
      case 'archive-channel':
        this.meta = { ...this.meta, archived: effect.archived };
        return [];
      default: {
        const ends = otherEnds(effect, (id) => this.find(id));
        return [...ends, effect].flatMap((each) => this.change(each));
      }
    }
  }

  private change(effect: MessageEffect): MessageRecord[] {
    const before = this.find(effect.message);
    const stamp = { seq: before?.seq ?? this.length + 1, rev: ++this.rev, at: 1_000 + this.rev };
    const record = reduceMessage(before, effect, stamp);
    this.records.set(record.id, record);
    const counts = effect.kind === 'append' || effect.kind === 'remove';
    const root = counts && record.thread ? this.find(record.thread.id) : null;
    return root === null ? [record] : [record, this.countReplies(root)];
  }

  private countReplies({ replies: _, ...root }: MessageRecord): MessageRecord {
    const living = [...this.records.values()].filter(
      (each) => each.thread?.id === root.id && !isTombstone(each),
    );
    const replies = repliesOf(living);
    const counted = { ...root, rev: ++this.rev, ...(replies === undefined ? {} : { replies }) };
    this.records.set(root.id, counted);
    return counted;
  }
}

/** Notes have a life of their own, below. */
type ChannelOp = Exclude<Op, NoteOp>;

/** One op of each kind. A kind that is new to the contract is missing here, and the types say so. */
const ops: {
  readonly [Kind in ChannelOp['kind']]: (
    random: Random,
    world: World,
  ) => Omit<Extract<Op, { kind: Kind }>, 'id' | 'channel' | 'at' | 'kind'>;
} = {
  send: (random, world) => {
    const body = bodyFromText(`words ${world.length}`);
    const anchor = { note: id<NoteEntry['id']>(1), from: 'AA==', to: 'AQ==', quote: `q ${world.length}` };
    if (random.chance(0.1)) return { body, anchor };
    if (world.length === 0 || random.chance(0.6)) return { body };
    const isRoot = ({ thread, ...each }: MessageRecord) => thread === undefined && !('deletedAt' in each);
    if (random.chance(0.5)) {
      const thread = world.pick(random, isRoot);
      return { body, thread, ...(random.chance(0.3) ? { inChannel: true as const } : {}) };
    }
    return { body, reply: world.pick(random), ...(random.chance(0.5) ? { question: true as const } : {}) };
  },
  edit: (random, world) => ({
    message: world.pick(random),
    body: bodyFromText(`edited ${random.int(1, 99)}`),
  }),
  delete: (random, world) => ({ message: world.pick(random) }),
  react: (random, world) => ({
    message: world.pick(random),
    emoji: random.pick(['👍', '❤️', '🎉']),
    on: random.chance(0.6),
  }),
  'thread.follow': (random, world) => ({ message: world.pick(random), on: random.chance(0.5) }),
  pin: (random, world) => ({
    message: world.pick(random),
    order: random.chance(0.6) ? random.int(1, 9) : null,
  }),
  question: (random, world) => ({ message: world.pick(random), on: random.chance(0.7) }),
  accept: (random, world) => ({
    message: world.pick(random, (each) => !isTombstone(each) && each.question !== undefined),
    answer: random.chance(0.8) ? world.pick(random) : null,
  }),
  endorse: (random, world) => ({ message: world.pick(random), on: random.chance(0.6) }),
  'channel.create': () => ({ course: COURSE, name: 'lab', topic: '', type: 'public' }),
  'channel.describe': (random) => ({ topic: `topic ${random.int(1, 9)}` }),
  'channel.archive': () => ({ archived: false }),
  'channel.member': (random) => ({ user: BEN, role: random.pick(['member', null]) }),
};
const kinds = Object.keys(ops) as ChannelOp['kind'][];

/** What a batch of random ops changes, in `rev` order. */
function randomBatch(random: Random, world: World): MessageRecord[] {
  const batch: MessageRecord[] = [];
  for (let n = random.int(1, random.chance(0.1) ? 64 : 12); n > 0; n--) {
    const kind = world.length === 0 || random.chance(0.6) ? 'send' : random.pick(kinds);
    const id = random.uuid() as OpId;
    const op = { id, channel: CHANNEL, at: n, kind, ...ops[kind](random, world) } as ChannelOp;
    batch.push(...world.commit(op, random.pick([ANNA, BEN])));
  }
  return batch;
}

/** The list of notes as ops judged one after the other leave it, and beside it what each of them said. */
function noteLife(random: Random) {
  const said = new Map<string, NoteEntry>();
  let list: readonly NoteEntry[] = [];
  let [at, refused] = [0, 0];
  const nextOp = (): NoteOp => {
    const base = {
      id: id<OpId>(900 + at),
      channel: CHANNEL,
      at,
      note: id<NoteEntry['id']>(random.int(1, 12)),
    };
    const [title, order] = [`title ${at}`, random.int(1, 6) / 2];
    if (random.chance(0.3)) return { ...base, kind: 'note.create', title, order, template: 'blank' };
    return {
      ...base,
      kind: 'note.change',
      ...(random.chance(0.5) ? { title } : {}),
      ...(random.chance(0.5) ? { order } : {}),
      ...(random.chance(0.5) ? { pinned: random.chance(0.5) } : {}),
      ...(random.chance(0.5) ? { archived: random.chance(0.5) } : {}),
    };
  };
  return {
    next(): readonly NoteEntry[] {
      at += 1;
      const op = nextOp();
      const verdict = judge(op, facts({ actor: actor({ user: BEN, courseRole: 'tutor' }), notes: list }));
      if ('deny' in verdict) {
        refused += 1;
        expect(said.has(op.note), verdict.deny).toBe(op.kind === 'note.create');
        return list;
      }
      done.set(op.kind, (done.get(op.kind) ?? 0) + 1);
      const before = said.get(op.note) ?? { ...note(0, { at }), id: op.note };
      said.set(op.note, {
        ...before,
        title: op.title ?? before.title,
        order: op.order ?? before.order,
        pinned: (op.kind === 'note.change' ? op.pinned : false) ?? before.pinned,
        archived: (op.kind === 'note.change' ? op.archived : false) ?? before.archived,
      });
      list = reduceNotes(list, verdict.allow as NoteEffect, { at });
      return list;
    },
    model: () => [...said.values()].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1)),
    refused: () => refused,
  };
}

/** A writer copy made from the stored state, with a client id of its own, as after a restart. */
function reloaded(doc: Y.Doc, record: (update: Uint8Array) => void): Y.Doc {
  const fresh = new Y.Doc();
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc));
  fresh.on('update', record);
  return fresh;
}

/** A device that keeps a mirror: by the document while its cursor is at the floor or above, else by the table. */
function visit(
  visitor: { cursor: number; mirror: Map<string, MessageRecord>; caughtUp: number },
  doc: Y.Doc,
  model: ReadonlyMap<string, MessageRecord>,
): void {
  const { floor, rev, records } = readChannel(doc);
  const trusted = visitor.cursor >= floor;
  if (trusted) visitor.caughtUp++;
  for (const held of trusted ? records : model.values())
    if (held.rev > (visitor.mirror.get(held.id)?.rev ?? 0)) visitor.mirror.set(held.id, held);
  visitor.cursor = rev;
}

/** A replica that may get any update at any time, and that mirrors what its observer is told. */
function replica() {
  const doc = new Y.Doc();
  const mirror = new Map<string, MessageRecord>();
  let known = 0;
  let notes: readonly NoteEntry[] = [];
  observeNotes(doc, (list) => {
    notes = list;
  });
  observeRecords(doc, (records) => {
    for (const held of records) if (held.rev > (mirror.get(held.id)?.rev ?? 0)) mirror.set(held.id, held);
  });
  return {
    doc,
    mirror,
    /** The last list that it was told. */
    listed: () => notes,
    /** Everything since last time and a little from before, in any order. */
    deliver(log: readonly Uint8Array[], random: Random) {
      for (const update of random.shuffle(log.slice(Math.max(0, known - 2)))) Y.applyUpdate(doc, update);
      known = log.length;
    },
    deliverAll(log: readonly Uint8Array[]) {
      for (const update of log.slice(known)) Y.applyUpdate(doc, update);
    },
  };
}

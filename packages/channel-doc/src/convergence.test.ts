import { deepStrictEqual } from 'node:assert';
import {
  isTombstone,
  type Message,
  type MessageRecord,
  type NoteAnchor,
  type NoteEntry,
  type NoteOp,
  type OpId,
} from '@lectern/contracts';
import { createRandom, type Random } from '@lectern/test-kit';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { liveContentBytes, needsNewLife, rebased } from './bounds.ts';
import { type ChannelState, observeRecords, readChannel } from './channel-reader.ts';
import { writeRecords } from './channel-writer.ts';
import { judge } from './judge.ts';
import { observeNotes, writeNotes } from './note-list.ts';
import { type NoteEffect, reduceMessage, reduceNotes } from './reduce.ts';
import { ANNA, actor, BEN, CHANNEL, edited, facts, id, message, note, tombstone } from './testing/make.ts';
import { withReply } from './threads.ts';

/**
 * A channel lives a random life: written by server copies that come and go with client ids of their own, read by
 * replicas that get its updates late, twice and out of order. The model is a plain map, told of every change.
 */
const SEEDS = Array.from({ length: 40 * Number(process.env.LECTERN_FUZZ ?? 1) }, (_, n) => n + 1);

describe.each(SEEDS)('seed %i', (seed) => {
  test('CD-READ-3 CD-FLOOR-2 CD-BOUND-3 CD-NOTES-1 every replica reads what the model says, and no reader misses a change', () => {
    const random = createRandom(seed);
    const model = new Map<string, MessageRecord>();
    let writer = new Y.Doc();
    const log: Uint8Array[] = [];
    const record = (update: Uint8Array) => void log.push(update);
    writer.on('update', record);
    const replicas = Array.from({ length: 3 }, () => replica());
    // Comes and goes; between its visits it trusts only its cursor, as a device does that was away.
    const notes = noteLife(random);
    const visitor = { cursor: 0, mirror: new Map<string, MessageRecord>(), caughtUp: 0 };

    for (let step = 0, rev = 0; step < 120; step++) {
      const batch = randomBatch(random, model, () => ++rev);
      for (const change of batch) model.set(change.id, change);
      writeRecords(writer, batch);
      if (random.chance(0.05)) writeRecords(writer, batch);
      if (random.chance(0.4)) writeNotes(writer, notes.next());
      if (random.chance(0.1)) writer = reloaded(writer, record);
      for (const one of replicas) if (random.chance(0.4)) one.deliver(log, random);
      if (random.chance(0.15)) visit(visitor, writer, model);
    }
    for (const one of replicas) one.deliverAll(log);
    visit(visitor, writer, model);

    const told = readChannel(writer);
    expect(told.firstSeq, 'the tail must have moved on').toBeGreaterThan(1);
    expect(told.floor, 'something must have left').toBeGreaterThan(0);
    expect(visitor.caughtUp, 'some visits must trust the document').toBeGreaterThan(0);
    deepStrictEqual(told.notes, notes.model());
    expect(told.notes.length, 'there must be notes').toBeGreaterThan(3);
    expect(notes.refused(), 'some must be refused').toBeGreaterThan(0);
    for (const { doc, mirror, listed } of replicas) {
      deepStrictEqual(readChannel(doc), told);
      deepStrictEqual(listed(), told.notes);
      deepStrictEqual(newestKnown(mirror, told), told.records);
    }
    for (const held of told.records) deepStrictEqual(held, model.get(held.id));
    expect(told.records.slice(0, told.lastSeq - told.firstSeq + 1).map(({ seq }) => seq)).toEqual(
      Array.from({ length: told.lastSeq - told.firstSeq + 1 }, (_, n) => told.firstSeq + n),
    );
    deepStrictEqual(visitor.mirror, model);

    const again = new Y.Doc();
    Y.applyUpdate(again, rebased('channel', writer));
    deepStrictEqual(readChannel(again), told);
  });
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

/** New messages, edits and deletions as a commit would make them, in `rev` order. */
function randomBatch(
  random: Random,
  model: ReadonlyMap<string, MessageRecord>,
  nextRev: () => number,
): MessageRecord[] {
  const batch: MessageRecord[] = [];
  const known = [...model.values()];
  let seq = known.length;
  for (let n = random.int(1, random.chance(0.1) ? 64 : 12); n > 0; n--) {
    const place = random.chance(0.7) ? known.length - random.int(1, 100) : random.int(0, known.length - 1);
    const target = known[place];
    if (target === undefined || random.chance(0.6)) {
      const thread = random.chance(0.2) ? known[random.int(0, known.length - 1)] : undefined;
      const place =
        thread && thread.thread === undefined ? { thread: { id: thread.id, seq: thread.seq } } : {};
      const sent = { ...message(++seq, nextRev()), ...place };
      const asked = random.chance(0.1)
        ? { ...sent, anchor: { note: id(1), from: 'AA==', to: 'AQ==', quote: `q ${seq}` } as NoteAnchor }
        : sent;
      batch.push(asked);
      known.push(asked);
    } else if (!isTombstone(target)) {
      const changed = random.chance(0.3)
        ? tombstone(target, nextRev())
        : random.chance(0.2)
          ? pinned(random, target, nextRev())
          : random.chance(0.5)
            ? random.chance(0.5)
              ? reacted(random, target, nextRev())
              : answered(target, nextRev())
            : edited(target, nextRev());
      batch.push(changed);
      known[place] = changed;
    }
  }
  return batch;
}

const pinned = (random: Random, target: Message, rev: number): MessageRecord =>
  reduceMessage(
    target,
    { kind: 'pin', message: target.id, by: ANNA, order: random.chance(0.6) ? random.int(1, 9) : null },
    { seq: target.seq, rev, at: rev },
  );

const reacted = (random: Random, target: Message, rev: number): MessageRecord =>
  reduceMessage(
    target,
    {
      kind: 'react',
      message: target.id,
      user: random.pick([ANNA, BEN]),
      emoji: random.pick(['👍', '❤️', '🎉']),
      on: random.chance(0.6),
    },
    { seq: target.seq, rev, at: rev },
  );

const answered = (target: Message, rev: number): MessageRecord => ({
  ...target,
  rev,
  replies: withReply(target.replies, { seq: rev, at: rev, author: BEN }),
});

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

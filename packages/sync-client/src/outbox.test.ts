import { addOps, readOutbox } from '@lectern/channel-doc';
import { MAX_FRAME_BYTES, MAX_OUTBOX_BYTES, MAX_UPDATE_BYTES, type Op, type OpId } from '@lectern/contracts';
import { createMemoryStorage, type JournalStore } from '@lectern/local-store';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { systemClock } from './clock.ts';
import { Journal, type OpenOp } from './journal.ts';
import { Outbox } from './outbox.ts';
import { ownDocument } from './own-document.ts';
import { bytesOf } from './profile.ts';
import { makeBody, newChannel, newUser, sendOp } from './testing/make.ts';

const channel = newChannel();
const never = (): boolean => false;

async function setUp(isHeldBack: (row: OpenOp, isBehind: boolean) => boolean = never) {
  const store = (await createMemoryStorage().openStore(newUser())).journal;
  const onFault = (error: unknown): void => {
    throw error;
  };
  const reading: { gate: Promise<void> } = { gate: Promise.resolve() };
  const journal: Journal = new Journal({
    store: {
      ...bound(store),
      // What it answers may be on its way for as long as a test wants.
      readOpen: async () => {
        const rows = await store.readOpen();
        await reading.gate;
        return rows;
      },
    },
    durable: true,
    clock: systemClock,
    onFault,
    onChange: () => outbox.feed(),
  });
  const outbox = new Outbox(journal, isHeldBack);
  const write = (op: Op) => journal.add({ op, bytes: bytesOf(op), since: 1, channelName: 'x' }, never);
  return { journal, store, outbox, write, reading };
}
const bound = (store: JournalStore): JournalStore => ({
  add: (row) => store.add(row),
  end: (ops) => store.end(ops),
  readOpen: () => store.readOpen(),
  remove: (op) => store.remove(op),
  erase: (messages) => store.erase(messages),
  offerDone: () => store.offerDone(),
  reopen: (ops) => store.reopen(ops),
  prune: (before) => store.prune(before),
});
const idsIn = (doc: Y.Doc): OpId[] => readOutbox(doc).map((op) => (op as Op).id);

test('F6: on start the document gets what it lacks, with the same ids, and loses what is over', async () => {
  const { journal, outbox, write } = await setUp();
  const [first, second, over] = [sendOp(channel), sendOp(channel), sendOp(channel)];
  for (const op of [first, second, over]) await write(op);
  journal.conclude([{ op: over.id, ok: true, rev: 1 }]);
  const doc = new Y.Doc();
  addOps(doc, [first, over]);
  outbox.attach(ownDocument(doc));
  expect(idsIn(doc)).toEqual([first.id, second.id]);
});

test('F7: an op whose end was heard of leaves the outbox and makes room for the next', async () => {
  const { journal, outbox, write } = await setUp();
  const doc = new Y.Doc();
  outbox.attach(ownDocument(doc));
  const big = Array.from({ length: 40 }, (_, index) => sendOp(channel, `${index}`.padStart(16_000, 'x')));
  for (const op of big) await write(op);
  let heard: OpId[] = [];
  while (journal.waiting > 0) {
    const inside = idsIn(doc);
    expect(inside.length).toBeGreaterThan(0);
    expect(bytesOf(readOutbox(doc))).toBeLessThanOrEqual(MAX_OUTBOX_BYTES + 1_000);
    heard = [...heard, ...inside];
    journal.conclude(inside.map((op) => ({ op, ok: true, rev: 1 })));
  }
  expect(heard).toEqual(big.map((op) => op.id));
  expect(idsIn(doc)).toEqual([]);
});

test('F7: an end that is named twice in one breath ends an op once, and those after it too', async () => {
  const { journal, outbox, write } = await setUp();
  const doc = new Y.Doc();
  outbox.attach(ownDocument(doc));
  const [first, second] = [sendOp(channel), sendOp(channel)];
  for (const op of [first, second]) await write(op);
  const end = { op: first.id, ok: true, rev: 1 } as const;
  journal.conclude([end, end, { op: second.id, ok: true, rev: 2 }]);
  expect(journal.waiting).toBe(0);
  expect(idsIn(doc)).toEqual([]);
});

test('F8: a month offline makes no update or frame above the limits', async () => {
  const { journal, outbox, write } = await setUp();
  const doc = new Y.Doc();
  const updates: number[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update.length));
  outbox.attach(ownDocument(doc));
  const words = [
    'short',
    'ß and 漢字 and 👩‍👩‍👧'.repeat(40),
    '"quotes" \\ and\tcontrol'.repeat(300),
    'x'.repeat(15_000),
  ];
  for (let index = 0; index < 3_000; index += 1)
    await write({ ...sendOp(channel), body: makeBody(words[index % 4]!) });
  while (journal.waiting > 0) {
    // What a server that knows nothing of this device would be sent on connecting.
    expect(Y.encodeStateAsUpdate(doc).length).toBeLessThan(Math.min(MAX_UPDATE_BYTES, MAX_FRAME_BYTES) / 2);
    journal.conclude(idsIn(doc).map((op) => ({ op, ok: true, rev: 1 })));
  }
  expect(Math.max(...updates)).toBeLessThan(MAX_UPDATE_BYTES);
});

test('F9: a refused document is fed one op at a time until the cause is found, and the rest goes on', async () => {
  const { journal, outbox, write } = await setUp();
  const ops = Array.from({ length: 5 }, () => sendOp(channel));
  for (const op of ops) await write(op);
  const bad = ops[2]!.id;
  const sent: OpId[] = [];
  let doc = new Y.Doc();
  outbox.attach(ownDocument(doc));
  for (let turn = 0; turn < 20 && journal.waiting > 0; turn += 1) {
    const inside = idsIn(doc);
    if (inside.includes(bad)) {
      outbox.detach();
      outbox.refused(ownDocument(doc));
      doc = new Y.Doc();
      outbox.attach(ownDocument(doc));
      continue;
    }
    sent.push(...inside);
    journal.conclude(inside.map((op) => ({ op, ok: true, rev: 1 })));
  }
  expect(sent).toEqual(ops.map((op) => op.id).filter((id) => id !== bad));
  expect(journal.find(bad)).toMatchObject({ state: 'refused', reason: 'invalid' });
});

test('F10: nothing goes to the document before the disk has confirmed it (rule 6)', async () => {
  const { journal, outbox } = await setUp();
  const doc = new Y.Doc();
  outbox.attach(ownDocument(doc));
  const op = sendOp(channel);
  const written = journal.add({ op, bytes: 100, since: 1, channelName: 'x' }, never);
  expect(journal.find(op.id)?.written).toBe('pending');
  expect(idsIn(doc)).toEqual([]);
  await written;
  expect(journal.find(op.id)?.written).toBe('disk');
  expect(idsIn(doc)).toEqual([op.id]);
});

test('H9: what is offered again goes before what its person wrote later in the channel, also where that stands in the outbox', async () => {
  let isKnown = false;
  const { journal, store, outbox, write } = await setUp((_, isBehind) => isBehind && !isKnown);
  const [lost, later, elsewhere] = [sendOp(channel), sendOp(channel), sendOp(newChannel())];
  await write(lost);
  journal.conclude([{ op: lost.id, ok: true, rev: 1 }]);
  await write(later);
  await write(elsewhere);
  const doc = new Y.Doc();
  outbox.attach(ownDocument(doc));
  expect(idsIn(doc)).toEqual([later.id, elsewhere.id]);
  await store.offerDone();
  await journal.read();
  expect(idsIn(doc)).toEqual([elsewhere.id]);
  isKnown = true;
  outbox.feed();
  expect(idsIn(doc)).toEqual([elsewhere.id, lost.id, later.id]);
});

test('F12: what is written, and what ends, while the journal is read anew stays as it is', async () => {
  const { journal, write, reading } = await setUp();
  const [ended, written] = [sendOp(channel), sendOp(channel)];
  await write(ended);
  const gate = Promise.withResolvers<void>();
  reading.gate = gate.promise;
  const read = journal.read();
  await write(written);
  journal.conclude([{ op: ended.id, ok: true, rev: 1 }]);
  gate.resolve();
  await read;
  expect(journal.all().map(({ op, state }) => [op.id, state])).toEqual([
    [ended.id, 'committed'],
    [written.id, 'waiting'],
  ]);
});

import { readOutbox } from '@lectern/channel-doc';
import type { MessageId, Op } from '@lectern/contracts';
import { createMemoryStorage, type JournalStore } from '@lectern/local-store';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { systemClock } from './clock.ts';
import { Journal } from './journal.ts';
import { Outbox } from './outbox.ts';
import { ownDocument } from './own-document.ts';
import { makeMessage, makeTombstone, newChannel, newUser, sendOp } from './testing/make.ts';

const channel = newChannel();

/** A journal and an outbox over a store, as every start of a hub makes them, and a message in both. */
async function start(store: JournalStore, doc = new Y.Doc()) {
  const onFault = (error: unknown): void => {
    throw error;
  };
  const journal: Journal = new Journal({
    store,
    durable: true,
    clock: systemClock,
    onFault,
    onChange: () => outbox.feed(),
  });
  const outbox = new Outbox(journal, () => false);
  await journal.read();
  outbox.attach(ownDocument(doc));
  const inside = () => readOutbox(doc).map((op) => (op as Op).kind);
  /** Takes the message back, as a person's discard does. */
  const takeBack = async (op: ReturnType<typeof sendOp>) => {
    await journal.holdDeletion({ ...journal.find(op.id)!, op });
    outbox.take([op.id]);
    await journal.remove(op.id);
  };
  return { journal, doc, inside, takeBack };
}

async function takenBack() {
  const store = (await createMemoryStorage().openStore(newUser())).journal;
  const op = sendOp(channel, 'on second thoughts');
  const first = await start(store);
  await first.journal.add({ op, bytes: 100, since: 1, channelName: 'x' }, () => false);
  expect(first.inside()).toEqual(['send']);
  await first.takeBack(op);
  expect(first.inside()).toEqual([]);
  expect(first.journal.shown()).toEqual([]);
  expect(JSON.stringify(await store.readOpen())).not.toContain('second thoughts');
  const record = makeMessage({ id: op.id as string as MessageId, seq: 1 });
  return { store, op, record, ...first };
}

test('F11: what was taken back and is committed nevertheless is deleted once, however often that is heard', async () => {
  const { journal, doc, op, record, inside } = await takenBack();
  journal.conclude([{ op: op.id, ok: true, rev: 1, seq: 1 }]);
  journal.recognise([record]);
  expect(readOutbox(doc)).toMatchObject([{ kind: 'delete', channel, message: op.id }]);
  const [deletion] = readOutbox(doc) as [Op];
  journal.conclude([{ op: deletion.id, ok: true, rev: 2 }]);
  journal.settle(channel, 2);
  journal.recognise([record]);
  expect(inside()).toEqual([]);
});

test('F11: also when the device learns it after a restart, and after another one', async () => {
  const { store, op, record } = await takenBack();
  const second = await start(store);
  expect([second.inside(), second.journal.shown()]).toEqual([[], []]);
  second.journal.recognise([record]);
  expect(second.inside()).toEqual(['delete']);
  const [deletion] = readOutbox(second.doc) as [Op];
  const third = await start(store);
  third.journal.conclude([{ op: op.id, ok: true, rev: 1 }]);
  expect(readOutbox(third.doc)).toEqual([deletion]);
});

test.each(['refused', 'deleted elsewhere'])('F11: one that is %s needs no deletion', async (end) => {
  const { store, journal, op, record, inside } = await takenBack();
  if (end === 'refused') journal.conclude([{ op: op.id, ok: false, reason: 'not-member' }]);
  else journal.recognise([makeTombstone(record, 2)]);
  journal.recognise([record]);
  expect(inside()).toEqual([]);
  expect(await store.readOpen()).toEqual([]);
});

test('F11: what is committed in the very moment in which it is taken back is deleted', async () => {
  const store = (await createMemoryStorage().openStore(newUser())).journal;
  const { journal, inside, takeBack } = await start(store);
  const op = sendOp(channel);
  await journal.add({ op, bytes: 100, since: 1, channelName: 'x' }, () => false);
  const done = takeBack(op);
  journal.conclude([{ op: op.id, ok: true, rev: 1 }]);
  await done;
  expect(inside()).toEqual(['delete']);
});

import type { MessageId, Op } from '@lectern/contracts';
import { createMemoryStorage, type Facts, type JournalStore, type Store } from '@lectern/local-store';
import { expect, test } from 'vitest';
import type { Catalog } from './catalog.ts';
import { systemClock } from './clock.ts';
import { Healing } from './healing.ts';
import { Journal } from './journal.ts';
import { bytesOf } from './profile.ts';
import { makeMessage, newChannel, newUser, reactOp, sendOp } from './testing/make.ts';

const channel = newChannel();
const messageOf = (op: Op): MessageId => op.id as string as MessageId;

/** A device with a journal, whose disk may be full. */
async function device(facts: Partial<Facts> = {}, kept?: Store) {
  const store = kept ?? (await createMemoryStorage({ durable: true }).openStore(newUser()));
  const disk = { isFull: false };
  const looks = { count: 0 };
  const journalStore: JournalStore = {
    add: async (row) => {
      if (disk.isFull) throw new Error('full');
      return store.journal.add(row);
    },
    end: (ops) => store.journal.end(ops),
    readOpen: () => store.journal.readOpen(),
    remove: (op) => store.journal.remove(op),
    erase: (messages) => store.journal.erase(messages),
    offerDone: async () => {
      if (disk.isFull) throw new Error('full');
      await store.journal.offerDone();
    },
    reopen: (ops) => store.journal.reopen(ops),
    prune: (before) => store.journal.prune(before),
  };
  const journal = new Journal({
    store: journalStore,
    durable: true,
    clock: systemClock,
    onFault: () => {},
    onChange: () => {},
  });
  const healing = new Healing({
    facts,
    store: { mirror: store.mirror, facts: store.facts, journal: journalStore },
    journal,
    documents: { find: () => null, of: () => [] },
    catalog: () => ({ me: { id: store.user }, inbox: { courses: [] } }) as unknown as Catalog,
    clock: systemClock,
    onReady: () => {
      looks.count += 1;
    },
    onLostChannel: () => {},
    onRewound: () => {},
    onFault: (error) => {
      throw error;
    },
  });
  const write = (op: Op) => journal.add({ op, bytes: bytesOf(op), since: 1, channelName: 'x' }, () => true);
  return { store, journal, healing, disk, looks, write };
}

test('H1: what was committed and never got to a full disk is offered again from memory', async () => {
  const { journal, healing, disk, write } = await device();
  disk.isFull = true;
  const op = sendOp(channel);
  await write(op);
  disk.isFull = false;
  journal.conclude([{ op: op.id, ok: true, rev: 1 }]);
  await healing.begin(1);
  expect(journal.find(op.id)).toMatchObject({ state: 'waiting' });
});

test('H1: what could not be offered again is, with the next word of the epoch', async () => {
  const { store, journal, healing, disk, write } = await device();
  const op = sendOp(channel);
  await write(op);
  journal.conclude([{ op: op.id, ok: true, rev: 1 }]);
  disk.isFull = true;
  await expect(healing.begin(1)).rejects.toThrow('full');
  disk.isFull = false;
  await healing.begin(1);
  expect(journal.find(op.id)).toMatchObject({ state: 'offered' });
  expect(await store.facts.readAll()).toMatchObject({ epoch: 1 });
});

test('H5: what was written before the server went back waits for its channel also in later runs', async () => {
  const { store, healing, write } = await device();
  await write(sendOp(channel));
  await healing.begin(1);
  const later = await device(await store.facts.readAll(), store);
  await later.journal.read();
  // Before anything goes to the server it is looked at again what may.
  await later.healing.begin(1);
  expect(later.looks.count).toBe(1);
  await later.write(sendOp(channel));
  expect(later.journal.all().map((row) => later.healing.isHeldBack(row, false))).toEqual([true, false]);
});

test('H3, H9: what waits for a message that waits itself goes after it, and not before', async () => {
  const lost = makeMessage({ seq: 1 });
  const { journal, healing, write } = await device({
    epoch: 1,
    lost: { [channel]: { at: 1, records: [lost] } },
  });
  const answer = { ...sendOp(channel), reply: lost.id };
  const answerToThat = { ...sendOp(channel), thread: messageOf(answer) };
  const waiting = [answer, reactOp(channel, messageOf(answer), '👍', true), answerToThat];
  for (const op of [...waiting, sendOp(channel)]) await write(op);
  const held = () => journal.all().filter((row) => healing.isHeldBack(row, false));
  expect(held().map(({ op }) => op.id)).toEqual(waiting.map(({ id }) => id));
  healing.seen(channel, [lost]);
  expect(held()).toEqual([]);
});

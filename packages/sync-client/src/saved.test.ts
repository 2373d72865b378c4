import { readSaved, setReminded, setSaved } from '@lectern/channel-doc';
import { MAX_SAVED, type MessageId } from '@lectern/contracts';
import { createMemoryStorage, type FactStore } from '@lectern/local-store';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { ownDocument } from './own-document.ts';
import { Saved } from './saved.ts';
import { newChannel, newUser } from './testing/make.ts';
import { Topics } from './topics.ts';

async function open(store?: FactStore) {
  const facts = store ?? (await createMemoryStorage().openStore(newUser())).facts;
  const onFault = (error: unknown): void => {
    throw error;
  };
  return {
    facts,
    saved: new Saved({ facts: await facts.readAll(), store: facts, topics: new Topics(), onFault }),
  };
}
const newMessage = () => crypto.randomUUID() as MessageId;
const place = (at: number) => ({ channel: newChannel(), seq: 7, at });
const ids = (saved: Saved) => saved.all().map(([id]) => id);

describe('P5: what is kept for later', () => {
  test('is kept over a restart and goes into the document, newest first', async () => {
    const { saved, facts } = await open();
    const [first, second, third] = [newMessage(), newMessage(), newMessage()];
    saved.save(first, place(1));
    saved.save(second, place(2));
    saved.save(third, place(3));
    saved.letGo(second);

    const again = (await open(facts)).saved;
    expect(ids(again)).toEqual([third, first]);
    const doc = new Y.Doc();
    setSaved(doc, second, place(2));
    again.attach(ownDocument(doc));
    expect([...readSaved(doc).keys()]).toEqual([third, first]);
  });

  test('what the server has logged is left to the other devices', async () => {
    const { saved, facts } = await open();
    const [mine, theirs] = [newMessage(), newMessage()];
    const doc = new Y.Doc();
    saved.attach(ownDocument(doc));
    saved.save(mine, place(1));
    saved.logged();
    setSaved(doc, theirs, place(2));
    setSaved(doc, mine, null);
    saved.adopt();
    expect(ids(saved)).toEqual([theirs]);
    const again = (await open(facts)).saved;
    const next = new Y.Doc();
    again.attach(ownDocument(next));
    expect(readSaved(next).size).toBe(0);
  });

  test('of two changes at once, the one in the document goes as soon as the server has logged it', async () => {
    const { saved } = await open();
    const mine = newMessage();
    const doc = new Y.Doc();
    saved.attach(ownDocument(doc));
    saved.save(mine, place(1));
    // Another device's came out on top.
    setSaved(doc, mine, null);
    saved.adopt();
    expect(ids(saved)).toEqual([mine]);
    saved.logged();
    expect(ids(saved)).toEqual([]);
  });

  test('has an end, which letting go moves', async () => {
    const { saved } = await open();
    const all = Array.from({ length: MAX_SAVED }, newMessage);
    for (const [n, id] of all.entries()) expect(saved.save(id, place(n))).toBe(true);
    expect(saved.save(newMessage(), place(1))).toBe(false);
    expect(saved.save(all[0]!, place(1))).toBe(true);
    saved.letGo(all[0]!);
    expect(saved.save(newMessage(), place(1))).toBe(true);
  });

  test('reminders of this device go into a new life, and leave what other devices did as it is', async () => {
    const { saved, facts } = await open();
    const [told, moved, text] = [newMessage(), newMessage(), newMessage()];
    const doc = new Y.Doc();
    saved.attach(ownDocument(doc));
    for (const message of [told, moved]) saved.remind(message, { channel: newChannel(), seq: 1 }, 50, 1);
    saved.logged();
    const logged = Y.encodeStateAsUpdate(doc);
    saved.detach();
    saved.reminded(told);
    saved.reminded(moved);
    saved.remind(text, { text: 'chapter 3' }, 70, 2);

    // Meanwhile another device has moved one of them, and the document has begun anew.
    const next = new Y.Doc();
    Y.applyUpdate(next, logged);
    setSaved(next, moved, { ...readSaved(next).get(moved)!, remind: 90 });
    const again = (await open(facts)).saved;
    again.attach(ownDocument(next));
    for (const items of [readSaved(next), new Map(again.all())]) {
      expect(items.get(told)).toMatchObject({ remind: 50, reminded: 50 });
      expect(items.get(moved)).toMatchObject({ remind: 90, reminded: 50 });
      expect(items.get(text)).toEqual({ text: 'chapter 3', at: 2, remind: 70 });
    }
  });

  test('a reminder that was told elsewhere is over here, also while this device’s own change is on its way', async () => {
    const { saved } = await open();
    const message = newMessage();
    const [doc, theirs] = [new Y.Doc(), new Y.Doc()];
    saved.attach(ownDocument(doc));
    saved.remind(message, { channel: newChannel(), seq: 1 }, 50, 1);
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc));
    setReminded(theirs, message, 50);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs));
    saved.adopt();
    expect(saved.get(message)).toMatchObject({ remind: 50, reminded: 50 });
  });
});

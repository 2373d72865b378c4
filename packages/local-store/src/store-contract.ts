import type { CourseId, Me, MessageId, Op, OpId } from '@lectern/contracts';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { historyContract } from './history-contract.ts';
import { mirrorContract } from './mirror-contract.ts';
import { noteContract } from './note-contract.ts';
import { seenNoteContract } from './seen-note-contract.ts';
import type { Storage, Store } from './store.ts';
import { many, newChannel, newUser, uuid } from './testing/make-records.ts';

/** What every implementation of `Storage` must do. Ids stand in the titles of SPEC.md's rules. */
export function storageContract(title: string, createStorage: () => Promise<Storage>): void {
  const openStore = async (): Promise<Store> => (await createStorage()).openStore(newUser());

  mirrorContract(`${title}: messages`, createStorage);
  historyContract(`${title}: history`, createStorage);
  noteContract(`${title}: notes`, createStorage);
  seenNoteContract(`${title}: seen notes`, createStorage);
  describe(title, () => {
    test('the journal keeps the order, writes an id once, and never goes back', async () => {
      const { journal } = await openStore();
      const [first, second, third] = [op(), op(), op()];
      for (const each of [first, second, third, second]) await journal.add(journalRow(each));
      expect((await journal.readOpen()).map((row) => row.op.id)).toEqual([first.id, second.id, third.id]);
      await journal.end([
        { op: first.id, end: { state: 'committed', rev: 3 } },
        { op: second.id, end: { state: 'refused', reason: 'archived' } },
      ]);
      await journal.end([
        { op: first.id, end: { state: 'done', at: 10 } },
        { op: second.id, end: { state: 'committed', rev: 4 } },
        { op: second.id, end: { state: 'done', at: 10 } },
      ]);
      expect(await journal.readOpen()).toMatchObject([
        { op: second, state: 'refused', reason: 'archived' },
        { op: third, state: 'waiting' },
      ]);
      expect((await journal.add(journalRow(first))).state).toBe('done');
      await journal.remove(second.id);
      expect((await journal.readOpen()).map((row) => row.op.id)).toEqual([third.id]);
    });

    test('what was committed can be offered once more, and is over again unless it is refused', async () => {
      const { journal } = await openStore();
      const [done, committed, lost, refused] = [op(), op(), op(), op()];
      for (const each of [done, committed, lost, refused]) await journal.add(journalRow(each));
      await journal.end([
        ...[done, committed, lost].map(({ id }) => ({
          op: id,
          end: { state: 'committed', rev: 1 } as const,
        })),
        { op: refused.id, end: { state: 'refused', reason: 'archived' } },
      ]);
      await journal.end([{ op: done.id, end: { state: 'done', at: 10 } }]);
      await journal.offerDone();
      expect((await journal.readOpen()).map(({ state, again }) => [state, again])).toEqual([
        ['offered', true],
        ['offered', true],
        ['offered', true],
        ['refused', undefined],
      ]);
      await journal.reopen([lost.id, refused.id]);
      await journal.end([
        { op: done.id, end: { state: 'committed', rev: 7 } },
        { op: committed.id, end: { state: 'refused', reason: 'not-member' } },
      ]);
      const open = await journal.readOpen();
      expect(open.map(({ op: { id }, state }) => [id, state])).toEqual([
        [committed.id, 'refused'],
        [lost.id, 'waiting'],
        [refused.id, 'refused'],
      ]);
      expect(open[1]).not.toHaveProperty('rev');
      await journal.end([{ op: lost.id, end: { state: 'committed', rev: 8 } }]);
      expect((await journal.readOpen())[1]).toMatchObject({ state: 'committed', rev: 8 });
      await journal.prune(20);
      expect((await journal.add(journalRow(done))).state).toBe('waiting');
    });

    test('what was done to a message is moot once that is deleted', async () => {
      const { journal } = await openStore();
      const [said, edited] = [op(), { ...op(), kind: 'delete', message: uuid() as MessageId } as Op];
      for (const each of [said, edited]) await journal.add(journalRow(each));
      await journal.end([said, edited].map(({ id }) => ({ op: id, end: { state: 'committed', rev: 1 } })));
      await journal.offerDone();
      await journal.reopen([edited.id]);
      await journal.end(
        [said, edited].map(({ id }) => ({ op: id, end: { state: 'refused', reason: 'already-deleted' } })),
      );
      expect((await journal.readOpen()).map((row) => row.op.id)).toEqual([said.id]);
    });

    test('ops that were done long ago are pruned, others never', async () => {
      const { journal } = await openStore();
      const [old, fresh, waiting] = [op(), op(), op()];
      for (const each of [old, fresh, waiting]) await journal.add(journalRow(each));
      await journal.end([
        { op: old.id, end: { state: 'done', at: 10 } },
        { op: fresh.id, end: { state: 'done', at: 30 } },
      ]);
      await journal.prune(20);
      expect((await journal.add(journalRow(old))).state).toBe('waiting');
      expect((await journal.add(journalRow(fresh))).state).toBe('done');
      expect((await journal.readOpen()).map((row) => row.op.id)).toContain(waiting.id);
    });

    test('what is over goes with the words of a deleted message, and nothing else does', async () => {
      const { journal } = await openStore();
      const [sent, other, waiting] = [op(), op(), op()];
      const edit = { ...sent, id: uuid() as OpId, kind: 'edit', message: sent.id } as unknown as Op;
      for (const each of [sent, edit, other, waiting]) await journal.add(journalRow(each));
      for (const { id } of [sent, edit, other]) {
        await journal.end([{ op: id, end: { state: 'committed', rev: 1 } }]);
        await journal.end([{ op: id, end: { state: 'done', at: 10 } }]);
      }
      await journal.erase([sent.id, waiting.id] as string[] as MessageId[]);
      await journal.offerDone();
      expect((await journal.readOpen()).map((row) => row.op.id)).toEqual([other.id, waiting.id]);
    });

    test('what is held waits to be sent, once, and is pruned when it is old', async () => {
      const { journal } = await openStore();
      const [sent, old, fresh] = [op(), op(), op()];
      await journal.add({ ...journalRow(sent), state: 'held' });
      await journal.add({ ...journalRow(old), state: 'held', since: 10 });
      await journal.add({ ...journalRow(fresh), state: 'held', since: 30 });
      await journal.end([{ op: sent.id, end: { state: 'waiting' } }]);
      await journal.offerDone();
      await journal.prune(20);
      const state = async () => (await journal.readOpen()).map((row) => [row.op.id, row.state]);
      expect(await state()).toEqual([
        [sent.id, 'waiting'],
        [fresh.id, 'held'],
      ]);
      await journal.end([{ op: sent.id, end: { state: 'committed', rev: 1 } }]);
      await journal.end([{ op: sent.id, end: { state: 'waiting' } }]);
      expect((await state())[0]).toEqual([sent.id, 'committed']);
    });

    test('facts are kept as they were written', async () => {
      const { facts } = await openStore();
      expect(await facts.readAll()).toEqual({});
      const courses = { [uuid() as CourseId]: { name: 'Optics', channels: [], people: [] } };
      await facts.write('courses', courses);
      await facts.write('heardAt', 5);
      await facts.write('heardAt', 6);
      expect(await facts.readAll()).toEqual({ courses, heardAt: 6 });
    });

    test('a document is stored with its updates and dropped by its name', async () => {
      const { documents } = await openStore();
      const name = `user/${uuid()}/1`;
      const doc = new Y.Doc();
      const stored = documents.open(name, doc);
      await stored.loaded;
      doc.getMap('settings').set('theme', 'dark');
      doc.getMap('settings').set('theme', 'light');
      await stored.compact();
      await stored.close();
      const again = new Y.Doc();
      const reopened = documents.open(name, again);
      await reopened.loaded;
      expect(again.getMap('settings').get('theme')).toBe('light');
      await reopened.close();
      expect(await documents.names()).toEqual([name]);
      await documents.drop(name);
      expect(await documents.names()).toEqual([]);
      const empty = new Y.Doc();
      const fresh = documents.open(name, empty);
      await fresh.loaded;
      expect(empty.getMap('settings').size).toBe(0);
      await fresh.close();
    });

    test('a stored document comes back as it was, and not by way of all that it has been', async () => {
      const { documents } = await openStore();
      const name = `user/${uuid()}/1`;
      const doc = new Y.Doc();
      const stored = documents.open(name, doc);
      await stored.loaded;
      for (const life of [1, 2, 3]) doc.getMap('lives').set('note', life);
      await stored.close();
      const seen: unknown[] = [];
      const again = new Y.Doc();
      const lives = again.getMap('lives');
      lives.observe(() => seen.push(lives.get('note')));
      const reopened = documents.open(name, again);
      expect(await reopened.loaded).toBe(true);
      expect(seen).toEqual([3]);
      await reopened.close();
    });

    test('stores are separate per person, and wiping one leaves the other', async () => {
      const storage = await createStorage();
      const [mine, theirs] = [newUser(), newUser()];
      const channel = newChannel();
      const own = await storage.openStore(mine);
      const other = await storage.openStore(theirs);
      await own.mirror.applyRecords(channel, many(1, 2), { from: 0, to: 2 }, 2);
      await other.journal.add(journalRow(op()));
      await own.wipe();
      const reopened = await storage.openStore(mine);
      expect(await reopened.mirror.channels()).toEqual([]);
      expect(await other.journal.readOpen()).toHaveLength(1);
      await Promise.all([reopened.close(), other.close()]);
    });

    test('the device remembers who is signed in, locked or not, and knows itself again', async () => {
      const { device } = await createStorage();
      const [me, other] = [person(), person()];
      const id = await device.signIn(me);
      expect(await device.read()).toEqual({ me, device: id, locked: false });
      await device.lock(me.id);
      expect(await device.read()).toEqual({ me, device: id, locked: true });
      await device.signIn(other);
      await device.lock(me.id);
      expect(await device.read()).toMatchObject({ me: other, locked: false });
      expect(await device.signIn(me)).toBe(id);
      await device.signOut(other.id);
      expect(await device.read()).toMatchObject({ me });
      await device.signOut(me.id);
      expect(await device.read()).toBeNull();
    });
  });
}

function op(): Op {
  const body = {
    kind: 'plain' as const,
    blocks: [{ t: 'p' as const, c: [{ t: 'text' as const, s: 'words' }] }],
  };
  return { kind: 'send', id: uuid() as OpId, channel: newChannel(), at: 1, body };
}

const journalRow = (each: Op) => ({ op: each, since: 1, bytes: 100, channelName: 'general' });

const person = (): Me => ({
  id: newUser(),
  name: 'Ada',
  handle: 'ada',
  email: 'ada@example.org',
  siteAdmin: false,
  lives: { user: 1, inbox: 1 },
  now: 1,
  epoch: 0,
  protocol: 1,
});

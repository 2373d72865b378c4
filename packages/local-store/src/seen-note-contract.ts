import type { NoteBody, NoteId } from '@lectern/contracts';
import { describe, expect, test } from 'vitest';
import type { SeenNote } from './seen-notes.ts';
import type { Storage, Store } from './store.ts';
import { newChannel, newUser, uuid } from './testing/make-records.ts';

/** What every store of seen notes must do. Part of `store-contract.ts`. */
export function seenNoteContract(title: string, createStorage: () => Promise<Storage>): void {
  const openStore = async (): Promise<Store> => (await createStorage()).openStore(newUser());

  describe(title, () => {
    test('the last that was seen of a note takes the place of what was seen before', async () => {
      const { seenNotes } = await openStore();
      const first = seen();
      await seenNotes.put(first, says('one'));
      const other = seen();
      await seenNotes.put(other, null);
      expect(await seenNotes.readBody(first.note)).toEqual(says('one'));
      const later = { ...first, at: 2, print: 'two' };
      await seenNotes.put(later, says('two'));
      expect(await seenNotes.readAll()).toHaveLength(2);
      expect(await seenNotes.readAll()).toEqual(expect.arrayContaining([later, other]));
      expect(await seenNotes.readBody(first.note)).toEqual(says('two'));
      expect(await seenNotes.readBody(other.note)).toBeNull();
    });

    test('what a note said can be let go of alone, and with the note', async () => {
      const { seenNotes } = await openStore();
      const [one, two] = [seen(), seen()];
      for (const each of [one, two]) await seenNotes.put(each, says('words'));
      await seenNotes.put({ ...one, bytes: 0 }, null);
      expect(await seenNotes.readBody(one.note)).toBeNull();
      expect(await seenNotes.readAll()).toHaveLength(2);
      await seenNotes.drop([two.note]);
      expect(await seenNotes.readAll()).toEqual([{ ...one, bytes: 0 }]);
      expect(await seenNotes.readBody(two.note)).toBeNull();
    });

    test('what was seen outlives the hub, and goes with a wipe', async () => {
      const storage = await createStorage();
      const user = newUser();
      const store = await storage.openStore(user);
      const one = seen();
      await store.seenNotes.put(one, says('words'));
      await store.close();
      const again = await storage.openStore(user);
      expect(await again.seenNotes.readAll()).toEqual([one]);
      expect(await again.seenNotes.readBody(one.note)).toEqual(says('words'));
      await again.wipe();
      const empty = await storage.openStore(user);
      expect(await empty.seenNotes.readAll()).toEqual([]);
      expect(await empty.seenNotes.readBody(one.note)).toBeNull();
      await empty.wipe();
    });
  });
}

const seen = (): SeenNote => ({
  note: uuid() as NoteId,
  channel: newChannel(),
  life: 1,
  at: 1,
  edited: 0,
  print: 'one',
  bytes: 40,
});
const says = (s: string): NoteBody => ({ blocks: [{ id: 'a', t: 'p', c: [{ t: 'text', s }] }] });

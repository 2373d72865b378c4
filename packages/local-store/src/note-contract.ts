import type { ChannelId, NoteId } from '@lectern/contracts';
import { describe, expect, test } from 'vitest';
import type { NewNoteJournalRow, Storage, Store } from './store.ts';
import { newChannel, newUser, uuid } from './testing/make-records.ts';

/** What every journal of notes must do. Part of `store-contract.ts`. */
export function noteContract(title: string, createStorage: () => Promise<Storage>): void {
  const openStore = async (): Promise<Store> => (await createStorage()).openStore(newUser());

  describe(title, () => {
    test('what was written is there again, in order, until the server has logged it', async () => {
      const { notes } = await openStore();
      const [first, second] = await notes.append([row(1), row(2)]);
      const [third] = await notes.append([row(3)]);
      expect((await notes.read()).map(({ update }) => [...update])).toEqual([[1], [2], [3]]);
      expect([first!.n, second!.n, third!.n]).toEqual((await notes.read()).map(({ n }) => n));
      await notes.remove([first!.n, third!.n]);
      expect(await notes.read()).toEqual([second]);
    });

    test('one row takes the place of several, and later ones stay behind it', async () => {
      const { notes } = await openStore();
      const [first, second, third] = await notes.append([row(1), row(2), row(3)]);
      const folded = { ...row(12), changes: 2 };
      await notes.fold([first!.n, second!.n], folded);
      expect(await notes.read()).toEqual([{ ...folded, n: second!.n }, third]);
      const [fourth] = await notes.append([row(4)]);
      expect(fourth!.n).toBeGreaterThan(third!.n);
    });

    test('what is set aside takes the place of its rows, or of an older copy, until it is discarded', async () => {
      const { notes } = await openStore();
      const [first, other] = await notes.append([row(1), row(2)]);
      const { note, channel, life, title, channelName } = first!;
      const copy = { note, channel, life, title, channelName, at: 5 };
      const aside = await notes.setAside({ ...copy, copy: Uint8Array.of(7) }, [first!.n]);
      expect(await notes.read()).toEqual([other]);
      const newer = await notes.setAside({ ...copy, copy: Uint8Array.of(8) }, [], aside.n);
      expect(await notes.readAsides()).toEqual([newer]);
      await notes.discardAside(newer.n);
      expect(await notes.readAsides()).toEqual([]);
    });

    test('what was written in notes outlives the hub, and goes with a wipe', async () => {
      const storage = await createStorage();
      const user = newUser();
      const store = await storage.openStore(user);
      const [written] = await store.notes.append([row(1)]);
      await store.close();
      const again = await storage.openStore(user);
      expect(await again.notes.read()).toEqual([written]);
      await again.wipe();
      const empty = await storage.openStore(user);
      expect(await empty.notes.read()).toEqual([]);
      await empty.wipe();
    });
  });
}

const channel: ChannelId = newChannel();
const note = uuid() as NoteId;
const row = (byte: number): NewNoteJournalRow => ({
  note,
  channel,
  life: 1,
  update: Uint8Array.of(byte),
  title: 'Optics',
  channelName: 'general',
  changes: 1,
  since: 1_000,
});

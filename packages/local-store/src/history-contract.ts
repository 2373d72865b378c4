import type { MessageRecord } from '@lectern/contracts';
import { describe, expect, test } from 'vitest';
import type { Storage } from './store.ts';
import { many, message, newChannel, newUser, tombstone } from './testing/make-records.ts';

/** What every mirror must know of a channel's history as a whole: how much of it is here, and what has changed in it. */
export function historyContract(title: string, createStorage: () => Promise<Storage>): void {
  describe(title, () => {
    test('what the rows of a channel take is known, also after changes and deletions', async () => {
      const { mirror } = await (await createStorage()).openStore(newUser());
      const channel = newChannel();
      const bytes = async () => (await mirror.readProgress(channel)).bytes;
      const [first, second] = [
        message({ seq: 1, rev: 1 }),
        message({ seq: 2, rev: 2, text: 'x'.repeat(5_000) }),
      ];
      expect(await bytes()).toBe(0);
      await mirror.applyRecords(channel, [first], { from: 0, to: 1 }, 1);
      const one = await bytes();
      expect(one).toBeGreaterThan(200);
      await mirror.applyRecords(channel, [second, first], { from: 2, to: 2 }, 2);
      expect((await bytes()) - one).toBeGreaterThan(5_000);
      await mirror.applyRecords(channel, [tombstone(second, 3)], null, 3);
      const small = await bytes();
      expect(small).toBeLessThan(2 * one);
      await mirror.applyRecords(channel, [tombstone(second, 3), first], null, null);
      expect(await bytes()).toBe(small);
      await mirror.replaceRecords(channel, [first], { from: 1, to: 1 }, 4);
      expect(await bytes()).toBe(one);
      await mirror.dropChannel(channel);
      expect(await bytes()).toBe(0);
    });

    test('a digest tells what is new, edited and deleted between two places, and nothing else', async () => {
      const storage = await createStorage();
      const me = newUser();
      const { mirror } = await storage.openStore(me);
      const channel = newChannel();
      const edit = (record: MessageRecord, editedRev: number, rev = editedRev): MessageRecord =>
        ({ ...record, rev, editedAt: 1, editedRev }) as MessageRecord;
      const answered = (record: MessageRecord, acceptedRev: number, rev = acceptedRev): MessageRecord =>
        ({
          ...record,
          rev,
          question: { accepted: { id: old[8]!.id, seq: 9 }, acceptedRev },
        }) as MessageRecord;
      const old = many(1, 9);
      const mine = message({ seq: 10, rev: 10, author: me });
      await mirror.applyRecords(channel, [...old, mine], { from: 0, to: 10 }, 10);
      const seen = { rev: 20, seq: 10 };
      const changes = [
        edit(old[0]!, 15),
        // Edited before, and only reacted to since.
        edit(old[1]!, 18, 25),
        edit(old[2]!, 21),
        tombstone(old[3]!, 22),
        tombstone(old[4]!, 19),
        edit(mine, 23),
        edit(old[5]!, 40),
        answered(old[6]!, 24),
        // Answered before, and only reacted to since.
        answered(old[7]!, 16, 27),
      ];
      const [gone, mention, late] = [11, 12, 15].map((seq) => message({ seq, rev: 13 + seq, mention: me }));
      const fresh = [
        tombstone(gone!, 30),
        edit(mention!, 31),
        ...many(13, 14),
        message({ seq: 16, rev: 32, author: me }),
      ];
      await mirror.applyRecords(channel, [...changes, ...fresh, late!], { from: 11, to: 16 }, 40);
      const digest = await mirror.digest(channel, seen, { rev: 39, seq: 14 });
      expect(digest).toEqual({
        fresh: 3,
        mentions: { count: 1, records: [fresh[1]] },
        edited: { count: 1, records: [changes[2]] },
        deleted: { count: 1, records: [changes[3]] },
        accepted: { count: 1, records: [changes[7]] },
      });
      const all = await mirror.digest(channel, seen, { rev: 40, seq: 16 });
      expect([all.fresh, all.mentions.count, all.edited.count]).toEqual([4, 2, 2]);
      const none = { count: 0, records: [] };
      expect(await mirror.digest(newChannel(), seen, { rev: 40, seq: 16 })).toEqual({
        fresh: 0,
        mentions: none,
        edited: none,
        deleted: none,
        accepted: none,
      });
    });
  });
}

import type { ChannelId, Message, MessageId, UserId } from '@lectern/contracts';
import { bodyFromText, plainText } from '@lectern/rich-text';
import { matchesText, parseQuery } from '@lectern/rich-text/search';
import { createRandom, type Random } from '@lectern/test-kit';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Storage, Store } from '../store.ts';
import { BLOCK_SIZE } from './blocks.ts';
import type { LocalQuery } from './search-store.ts';

const NOW = 1_000_000;

/** What search over every implementation of `Storage` must do. */
export function searchContract(title: string, createStorage: () => Promise<Storage>): void {
  describe(title, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await createStorage()).openStore(crypto.randomUUID() as UserId);
      return () => store.close();
    });
    const write = (channel: ChannelId, ...messages: Message[]) =>
      store.mirror.applyRecords(channel, messages, null, null);
    const find = async (asked: LocalQuery, limit = 50) => {
      // A search waits for the index only so long, and a busy machine is slower than that.
      await store.search.catchUp();
      const findings = await store.search.find(asked, 'newest', limit, NOW);
      return { ...findings, texts: findings.hits.map(({ record }) => textOf(record)) };
    };

    test('words are found newest first over all channels that are asked for', async () => {
      const [one, two, three] = [newChannel(), newChannel(), newChannel()];
      await write(one, message(1, 'the deadline'), message(3, 'another deadline'));
      await write(two, message(2, 'deadlines slip'), message(4, 'nothing of the kind'));
      await write(three, message(5, 'a deadline elsewhere'));
      const { texts, more } = await find(query('deadline ', [one, two]));
      expect(texts).toEqual(['another deadline', 'deadlines slip', 'the deadline']);
      expect(more).toBe(false);
    });

    test('author, time, marks and what the device alone knows restrict it', async () => {
      const channel = newChannel();
      const ada = newUser();
      const messages = [
        message(1, 'exam'),
        message(2, 'exam', ada),
        message(3, 'exam at https://a.org', ada),
      ];
      await write(channel, ...messages, message(4, 'exam', ada));
      const asked = query('exam ', [channel]);
      expect((await find({ ...asked, authors: new Set([ada]) })).hits).toHaveLength(3);
      expect((await find({ ...asked, since: 2, until: 4 })).hits).toHaveLength(2);
      expect((await find({ ...asked, marks: ['link'] })).texts).toEqual(['exam at https://a.org']);
      expect((await find({ ...asked, allows: (_, seq) => seq === 1 })).hits).toHaveLength(1);
      expect((await find({ ...query('', [channel]), marks: ['link'] })).hits).toHaveLength(1);
    });

    test('an edit is found by its new words and not by its old ones', async () => {
      const channel = newChannel();
      const first = message(1, 'tomorrow');
      await write(channel, first);
      expect((await find(query('tomorrow ', [channel]))).hits).toHaveLength(1);
      await write(channel, { ...first, rev: 9, body: bodyFromText('on Friday') });
      expect((await find(query('tomorrow ', [channel]))).hits).toHaveLength(0);
      expect((await find(query('friday ', [channel]))).hits).toHaveLength(1);
    });

    test('what is deleted, and what leaves the device, is not found', async () => {
      const channel = newChannel();
      const gone = message(1, 'secret');
      await write(channel, gone, message(2, 'secret too'));
      expect((await find(query('secret ', [channel]))).hits).toHaveLength(2);
      const { id, seq, author, at } = gone;
      await store.mirror.applyRecords(channel, [{ id, seq, author, at, rev: 9, deletedAt: 9 }], null, null);
      expect((await find(query('secret ', [channel]))).texts).toEqual(['secret too']);
      await store.mirror.dropChannel(channel);
      expect((await find(query('secret ', [channel]))).hits).toHaveLength(0);
      await write(channel, message(3, 'secret again'));
      expect((await find(query('secret ', [channel]))).texts).toEqual(['secret again']);
    });

    test('there is more than is asked for', async () => {
      const channel = newChannel();
      await write(channel, ...Array.from({ length: 60 }, (_, n) => message(n + 1, `exam ${n}`)));
      const { texts, more } = await find(query('exam ', [channel]), 20);
      expect(texts).toHaveLength(20);
      expect(texts[0]).toBe('exam 59');
      expect(more).toBe(true);
    });

    test('a word that stands nowhere is mended, and says so', async () => {
      const channel = newChannel();
      await write(channel, message(1, 'the deadline is Friday'), message(2, 'headlines'));
      const { texts, mended } = await find(query('daedline friday ', [channel]));
      expect(texts).toEqual(['the deadline is Friday']);
      expect(mended).toEqual([{ typed: 'daedline', meant: 'deadline' }]);
      expect((await find(query('zzzzzzzz ', [channel]))).mended).toEqual([]);
    });

    test('by relevance the very word comes before its forms, however new these are', async () => {
      const channel = newChannel();
      await write(channel, message(1, 'the proof'), message(2, 'the proofs'), message(3, 'proofreading'));
      const { hits } = await store.search.find(query('proof', [channel]), 'relevance', 10, NOW);
      expect(hits.map(({ record }) => textOf(record))).toEqual(['the proof', 'the proofs', 'proofreading']);
    });

    test.each(['1', '2', '3', '4'])(
      'after any sequence of writes it finds what is there (seed %s)',
      async (seed) => {
        const random = createRandom(`search ${seed}`);
        const world = new World(random);
        for (let round = 0; round < 12; round++) {
          for (const [channel, messages] of world.step())
            await store.mirror.applyRecords(channel, messages, null, null);
          if (random.chance(0.2)) store.search.release();
          const typed = world.query();
          const channels = random.shuffle(world.channels).slice(0, random.int(1, world.channels.length));
          const expected = world.find(typed, channels);
          const limit = random.pick([1, 5, 50]);
          const { hits, more } = await find(query(typed, channels), limit);
          expect(
            hits.map(({ record }) => record.id),
            typed,
          ).toEqual(expected.slice(0, limit));
          expect(more).toBe(expected.length > limit);
        }
      },
    );
  });
}

/** Channels with messages that come, change and go, and what ought to be found in them. */
class World {
  readonly channels = [newChannel(), newChannel(), newChannel()];
  private readonly rows = new Map<ChannelId, Map<number, Message | null>>();
  private readonly random: Random;
  private rev = 0;

  constructor(random: Random) {
    this.random = random;
  }

  *step() {
    for (const channel of this.channels) {
      const rows = this.rows.get(channel) ?? new Map<number, Message | null>();
      this.rows.set(channel, rows);
      const written = Array.from({ length: this.random.int(0, 40) }, () => {
        // Over three blocks, older ones too: history comes backwards.
        const seq = this.random.int(1, 3 * BLOCK_SIZE);
        const known = rows.get(seq);
        const fresh = message(seq, this.text());
        const record = { ...(known ?? fresh), body: fresh.body, rev: ++this.rev };
        if (known === null || this.random.chance(0.1)) {
          rows.set(seq, null);
          const { id, author, at } = record;
          return { id, seq, author, at, rev: this.rev, deletedAt: 1 };
        }
        rows.set(seq, record);
        return record;
      });
      yield [channel, written] as const;
    }
  }

  query(): string {
    const word = this.random.pick(VOCABULARY);
    return this.random.pick([
      `${word} `,
      `${word} ${this.random.pick(VOCABULARY)} `,
      `"the ${word}"`,
      word.slice(0, 3),
    ]);
  }

  find(typed: string, channels: readonly ChannelId[]): MessageId[] {
    const asked = parseQuery(typed);
    return channels
      .flatMap((channel) => [...this.rows.get(channel)!.values()].map((row) => ({ channel, row })))
      .filter(({ row }) => row !== null && matchesText(plainText(row.body), asked))
      .sort((a, b) => b.row!.at - a.row!.at || b.row!.seq - a.row!.seq || (a.channel < b.channel ? 1 : -1))
      .map(({ row }) => row!.id);
  }

  private text(): string {
    return Array.from({ length: this.random.int(1, 8) }, () => this.random.pick(VOCABULARY)).join(' ');
  }
}

const VOCABULARY = ['the', 'proof', 'proofs', 'matrix', 'matrices', 'übung', '試験', 'sess.opts', 'c++'];

const clock = { ticks: 0 };
const newChannel = () => crypto.randomUUID() as ChannelId;
const newUser = () => crypto.randomUUID() as UserId;
const textOf = (record: unknown) => plainText((record as Message).body);

/** Times differ and grow with the seq, as a server's do. */
function message(seq: number, text: string, author = newUser()): Message {
  clock.ticks += 1;
  return {
    id: crypto.randomUUID() as MessageId,
    seq,
    rev: seq,
    author,
    at: seq + (clock.ticks % 1_000) / 1_000,
    sentAt: 1,
    body: bodyFromText(text),
  };
}

const query = (typed: string, channels: readonly ChannelId[]): LocalQuery => ({
  words: parseQuery(typed),
  marks: [],
  channels: new Set(channels),
  authors: null,
  since: null,
  until: null,
});

/// <reference lib="webworker" />
import type { ChannelId, Message, MessageId, UserId } from '@lectern/contracts';
import { type LocalQuery, openStorage } from '@lectern/local-store';
import { bodyFromText } from '@lectern/rich-text';
import { askedMarks, parseQuery } from '@lectern/rich-text/search';
import { createRandom } from '@lectern/test-kit';
import { Corpus, queryMix } from './corpus.ts';
import type { KindTimes } from './report-kinds.ts';

/** Runs in a worker of the bench's own page: fills the local store of a person, then searches it as the hub does. */
export interface SearchBenchResult {
  readonly indexedInMs: number;
  /** Longest time in which nothing else of the worker could run while the index was made. */
  readonly longestTurnMs: number;
  readonly coldMs: number;
  readonly kinds: readonly KindTimes[];
}
export interface SearchBenchOrder {
  readonly messages: number;
  readonly rounds: number;
}

const CHANNELS = 40;
const PEOPLE = 300;
const ROWS_AT_ONCE = 1_000;
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 24);

const uuids = createRandom('ids');
const channels = Array.from({ length: CHANNELS }, () => uuids.uuid() as ChannelId);
const people = Array.from({ length: PEOPLE }, () => uuids.uuid() as UserId);

self.onmessage = async ({ data }: MessageEvent<SearchBenchOrder>) => {
  const corpus = new Corpus('local search');
  const store = await (await openStorage()).openStore(people[0]!);
  await fill(store.mirror, corpus, data.messages);
  const turns = watchTurns();
  const begun = performance.now();
  await store.search.catchUp();
  const indexedInMs = performance.now() - begun;
  const longestTurnMs = turns.stop();
  store.search.release();

  const mix = queryMix(corpus, { author: 'one', channel: 'one', day: '2026-11-10' });
  const coldAt = performance.now();
  await store.search.find(queryOf(`${corpus.words[20_000]} `), 'newest', 50, NOW);
  const coldMs = performance.now() - coldAt;
  const kinds: KindTimes[] = [];
  for (const { name, queries, order = 'newest' } of mix) {
    let hits = 0;
    const rounds: number[][] = [];
    for (let round = 0; round < data.rounds; round++) {
      const times: number[] = [];
      for (const q of queries) {
        const from = performance.now();
        const found = await store.search.find(queryOf(q), order, 50, NOW);
        times.push(performance.now() - from);
        hits += found.hits.length;
      }
      rounds.push(times);
    }
    kinds.push({ name, rounds, hits: hits / queries.length / data.rounds });
  }
  await store.wipe();
  self.postMessage({ indexedInMs, longestTurnMs, coldMs, kinds } satisfies SearchBenchResult);
};

async function fill(mirror: Parameters<typeof write>[0], corpus: Corpus, messages: number): Promise<void> {
  const seqs = channels.map(() => 0);
  const random = createRandom('who and when');
  let waiting = new Map<ChannelId, Message[]>();
  for (let n = 0; n < messages; n++) {
    const place = corpus.channel(CHANNELS);
    const seq = ++seqs[place]!;
    const at = NOW - Math.round(((messages - n) / messages) * 300 * DAY_MS);
    const rows = waiting.get(channels[place]!) ?? [];
    waiting.set(channels[place]!, rows);
    rows.push({
      id: uuids.uuid() as MessageId,
      seq,
      rev: seq,
      author: random.pick(people),
      at,
      sentAt: at,
      body: bodyFromText(corpus.text()),
    });
    if ((n + 1) % ROWS_AT_ONCE === 0) {
      await write(mirror, waiting);
      waiting = new Map();
    }
  }
  await write(mirror, waiting);
}

async function write(
  mirror: {
    applyRecords(channel: ChannelId, rows: readonly Message[], held: null, cursor: null): Promise<void>;
  },
  rows: ReadonlyMap<ChannelId, readonly Message[]>,
): Promise<void> {
  for (const [channel, records] of rows) await mirror.applyRecords(channel, records, null, null);
}

const queryOf = (q: string): LocalQuery => {
  const words = parseQuery(q);
  return {
    words,
    marks: askedMarks(words),
    channels: new Set(words.in.length === 0 ? channels : channels.slice(0, 1)),
    authors: words.from.length === 0 ? null : new Set(people.slice(0, 1)),
    since: words.since,
    until: words.until,
  };
};

/** Measures the longest turn of this thread until it is stopped. */
function watchTurns() {
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  let longest = 0;
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    port2.postMessage(null);
  };
  port2.postMessage(null);
  return {
    stop: () => {
      port1.close();
      return longest;
    },
  };
}

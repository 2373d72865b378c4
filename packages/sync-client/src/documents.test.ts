import { firstLife } from '@lectern/contracts';
import { createMemoryStorage, type DocumentStore } from '@lectern/local-store';
import { createRandom, type Random } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { systemClock } from './clock.ts';
import { Documents } from './documents.ts';
import { newUser } from './testing/make.ts';

/** Runs that are tried; more are asked for when the rules change. */
const SEEDS = Number(process.env.SIMULATION_SEEDS ?? 60);
const STEPS = 30;
/** Turns in which everything that was begun on a disk has come to its end. */
const REST = 60;

const note = (id: string, life: number) => ({ kind: 'note' as const, id, life });

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A store on a disk: what it is asked for takes its time, and of what has not happened when the hub dies nothing does. */
function onDisk(inner: DocumentStore, random: Random, isDead: () => boolean): DocumentStore {
  const later = async <T>(work: () => T | Promise<T>): Promise<T> => {
    await turns(random.int(0, 4));
    return isDead() ? new Promise(() => {}) : work();
  };
  return {
    open(name, doc) {
      let isClosed = false;
      let close = async (): Promise<void> => {};
      const loaded = later(() => {
        if (isClosed) return false;
        const stored = inner.open(name, doc);
        close = () => stored.close();
        return stored.loaded;
      });
      return {
        loaded,
        compact: async () => {},
        close: () => {
          isClosed = true;
          return later(close);
        },
      };
    },
    names: () => later(() => inner.names()),
    drop: (name) => later(() => inner.drop(name)),
  };
}

/** A device that holds a word of a note in a life of the first epoch, while the server may be in the second. */
async function device(random: Random) {
  const WORD = 'written here';
  const id = crypto.randomUUID();
  const { documents: inner } = await createMemoryStorage({ durable: true }).openStore(newUser());
  const read = (name: string): string => {
    const doc = new Y.Doc();
    inner.open(name, doc).close();
    return doc.getText().toString();
  };
  const doc = new Y.Doc();
  const written = inner.open(`note/${id}/${firstLife(1)}`, doc);
  doc.getText().insert(0, WORD);
  await written.close();

  const kept: string[] = [];
  let hubs = 0;
  /** Another hub, in place of the last one. */
  const start = async (epoch: number, mayKeep: () => boolean): Promise<Documents> => {
    hubs += 1;
    const hub = hubs;
    const isDead = (): boolean => hub !== hubs;
    const documents = new Documents({
      store: onDisk(inner, random, isDead),
      clock: systemClock,
      keep: () => ({}),
      epoch: () => epoch,
      onLost: () => {},
      onMoved: () => {},
      onRefused: () => {},
      onReconnect: () => {},
      onOutlived: async (_, __, copy) => {
        await turns(random.int(0, 4));
        if (isDead() || !mayKeep()) return false;
        const copied = new Y.Doc();
        Y.applyUpdate(copied, copy);
        kept.push(copied.getText().toString());
        return true;
      },
    });
    await documents.load();
    return documents;
  };
  const stored = async (): Promise<readonly string[]> => (await inner.names()).map(read);
  const isInSight = async (): Promise<boolean> => [...kept, ...(await stored())].includes(WORD);
  return { id, start, stored, kept, isInSight, WORD };
}

const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
test.each(seeds)(
  'H6: a copy from before an epoch leaves the disk only when it is kept elsewhere (run %i)',
  async (seed) => {
    const random = createRandom(`documents ${seed}`);
    const { id, start, stored, kept, isInSight, WORD } = await device(random);
    const mayKeep = (): boolean => random.chance(0.6);
    let documents = await start(2, mayKeep);
    for (let step = 0; step < STEPS; step += 1) {
      const turn = random.int(0, 99);
      if (turn < 10) documents = await start(2, mayKeep);
      else if (turn < 25) documents.dropOtherLives();
      else if (turn < 35) documents.forget('note', id);
      else if (turn < 45) documents.handOver(id);
      else if (turn < 55) documents.want([]);
      // Lists may be out of date, and one that is read from its beginning names lives that are long over.
      else documents.want([note(id, random.pick([1, firstLife(1), firstLife(2)]))]);
      if (random.chance(0.7)) await turns(random.int(1, 4));
      expect(await isInSight()).toBe(true);
    }
    documents = await start(2, () => true);
    documents.want([note(id, firstLife(2))]);
    await turns(REST);
    expect(kept).toContain(WORD);
    expect(await stored()).not.toContain(WORD);
  },
);

test('a list that names an earlier life is out of date, and nothing later goes for it', async () => {
  const { id, start, isInSight, WORD } = await device(createRandom('earlier'));
  const text = (documents: Documents) => documents.find('note', id)?.doc.getText().toString();
  let documents = await start(1, () => true);
  documents.want([note(id, firstLife(1))]);
  await turns(REST);
  documents.want([note(id, 1)]);
  await turns(REST);
  expect([text(documents), await isInSight()]).toEqual([WORD, true]);

  // It is the same when the later one was not open yet.
  documents = await start(1, () => true);
  documents.want([note(id, 1)]);
  await documents.dropOtherLives();
  documents.want([note(id, firstLife(1))]);
  await turns(REST);
  expect([text(documents), await isInSight()]).toEqual([WORD, true]);
});

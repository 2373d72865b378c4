import { noteRoot, readNote } from '@lectern/channel-doc';
import { createRandom, type Random } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type NoteDevice, type NotePage, NoteWorld, rest } from '../testing/note-world.ts';
import { runsOf } from './words-of.ts';

/** Worlds that are tried; more are asked for when the rules change. */
const SEEDS = Number(process.env.SIMULATION_SEEDS ?? 20);
const STEPS = 100;
/** Rounds in which devices bring to the note what builds on what others have brought. */
const ROUNDS = 6;
/** Longer than a device waits before it looks what is missing, in units of the network's time. */
const HEALED_WITHIN = 8;

const wordsIn = (doc: Y.Doc): string => JSON.stringify(readNote(doc));
function wordsOfCopy(copy: Uint8Array): string {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, copy);
  return wordsIn(doc);
}

/** Adds a word at the end of something that stands there, or in a paragraph of its own. Answers the update. */
function add(page: NotePage, word: string, random: Random): Uint8Array {
  const root = noteRoot(page.doc);
  let written: Uint8Array | null = null;
  page.doc.once('update', (update: Uint8Array) => {
    written = update;
  });
  page.doc.transact(() => {
    const texts = [...root.createTreeWalker((node) => node instanceof Y.XmlText)] as Y.XmlText[];
    if (texts.length > 0 && random.chance(0.6)) {
      const text = random.pick(texts);
      text.insert(text.length, word);
      return;
    }
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(word)]);
    root.insert(root.length, [paragraph]);
  }, page);
  return written!;
}

async function settle(world: NoteWorld): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await world.heal();
    await world.pass(HEALED_WITHIN);
  }
}

const asideOf = async ({ store }: NoteDevice): Promise<string> =>
  (await store.notes.readAsides()).map(({ copy }) => wordsOfCopy(copy)).join();

/** What happened in all of them. */
const done = { lost: 0, healed: 0, aside: 0, restarts: 0 };
const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);

test.each(seeds)(
  'H6: whatever comes in whatever order, the words of an editor are in the note or aside (world %i)',
  async (seed) => {
    const random = createRandom(`heal ${seed}`);
    const world = new NoteWorld(random);
    for (let count = 0; count < 3; count += 1) await world.addDevice().start();
    // One of them never comes back from the last time.
    const gone = random.pick(world.devices);
    const written: { device: NoteDevice; page: NotePage; word: string; update: Uint8Array }[] = [];
    const wentBack: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const device = random.pick(world.devices);
      const turn = random.int(0, 99);
      if (turn < 6) {
        done.restarts += 1;
        await device.kill();
      } else if (turn < 12) device.disconnect();
      else if (turn < 26) await device.connect();
      else if (turn < 38) device.role = random.pick(['tutor', 'student', null]);
      else if (turn < 41) {
        for (const each of world.devices) each.disconnect();
        const { logged } = world.server;
        world.server.goBackTo(random.int(1, logged.length));
        wentBack.push(wordsIn(world.server.doc));
      } else {
        if (!device.pages.some(({ ended }) => ended === null)) device.openPage();
        const here = device.pages.filter(({ isHere }) => isHere);
        if (here.length > 0) {
          const page = random.pick(here);
          const word = `<${seed}.${step}>`;
          written.push({ device, page, word, update: add(page, word, random) });
        }
      }
      if (random.chance(0.6)) await world.pass(random.int(1, 3));
      if (random.chance(0.1)) await world.pass(HEALED_WITHIN);
    }
    await rest();
    gone.disconnect();
    world.devices.splice(world.devices.indexOf(gone), 1);
    await settle(world);

    const note = wordsIn(world.server.doc);
    const confirmed = written.filter(({ page, update }) => page.confirmed.includes(update));
    for (const device of world.devices) {
      const aside = await asideOf(device);
      const own = confirmed.filter((each) => each.device === device).map(({ word }) => word);
      // What found no place in a note that it was under way to is told to wait, and judged on the next connection.
      const waiting = runsOf((await device.store.notes.read()).map(({ update }) => update)).join();
      const inSight = [note, aside, waiting];
      expect(own.filter((word) => !inSight.some((words) => words.includes(word)))).toEqual([]);
      expect(wordsIn(device.document!.doc)).toBe(note);
      // It stands aside for as long as something of it is missing, and no longer.
      const asides = await device.store.notes.readAsides();
      for (const { copy, outlived } of asides) {
        const words = wordsOfCopy(copy).match(/<[^>]+>/g) ?? [];
        if (outlived) expect(words.filter((word) => !note.includes(word))).not.toEqual([]);
      }
      done.aside += own.filter((word) => !note.includes(word)).length;
    }
    for (const { word } of confirmed) {
      const isLost = wentBack.some((words, at) => at === wentBack.length - 1 && !words.includes(word));
      if (isLost) done.lost += 1;
      if (isLost && note.includes(word)) done.healed += 1;
    }
  },
);

test('the worlds were not empty ones', () => {
  for (const count of Object.values(done)) expect(count).toBeGreaterThan(SEEDS);
});

/** A note in which an editor and somebody else have written, on a server that has lost what the editor wrote. */
async function lost() {
  const world = new NoteWorld(createRandom('lost'));
  const [editor, other] = [world.addDevice(), world.addDevice()];
  for (const device of world.devices) await device.start();
  await world.heal();
  const before = world.server.logged.length;
  add(other.openPage(), 'by somebody else', world.random);
  await world.heal();
  add(editor.openPage(), 'by the editor', world.random);
  await world.heal();
  for (const device of world.devices) device.disconnect();
  world.server.goBackTo(before);
  return { world, editor, other };
}

test('H6: a device that takes its editor for a reader for a moment keeps their words, and brings them', async () => {
  const { world, editor } = await lost();
  editor.role = 'student';
  await settle(world);
  expect(wordsIn(world.server.doc)).toContain('by the editor');
  expect(await asideOf(editor)).toBe('');
});

test('H6: who may only read since keeps aside what they wrote; of who never wrote nothing is kept', async () => {
  const { world, editor, other } = await lost();
  const reader = world.addDevice();
  await reader.start();
  world.devices.splice(world.devices.indexOf(other), 1);
  for (const device of world.devices) device.readOnly = true;
  await settle(world);
  expect(await asideOf(editor)).toContain('by the editor');
  expect(await asideOf(reader)).toBe('');
});

test('H6: a hub that ends before the note is whole goes on in the next one', async () => {
  const { world, editor, other } = await lost();
  world.devices.splice(world.devices.indexOf(other), 1);
  await settle(world);
  expect(await asideOf(editor)).toContain('by the editor');
  await editor.kill();
  world.devices.push(other);
  await settle(world);
  expect(wordsIn(world.server.doc)).toContain('by the editor');
  expect(await asideOf(editor)).toBe('');
});

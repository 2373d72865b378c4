import { noteRoot, readNote } from '@lectern/channel-doc';
import type { NoteBody } from '@lectern/contracts';
import { createRandom, type Random } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type NotePage, NoteWorld } from '../testing/note-world.ts';

/** Worlds that are tried; more are asked for when the rules change. */
const SEEDS = Number(process.env.SIMULATION_SEEDS ?? 12);
const STEPS = 120;

const says = (body: NoteBody): string => JSON.stringify(body);
const wordsIn = (doc: Y.Doc): string => JSON.stringify(noteRoot(doc).toJSON());

/** Writes a word that nobody else writes, somewhere in the page's copy. */
function type(page: NotePage, word: string, random: Random): void {
  const root = noteRoot(page.doc);
  page.doc.transact(() => {
    const texts = [...root.createTreeWalker((node) => node instanceof Y.XmlText)] as Y.XmlText[];
    if (texts.length > 0 && random.chance(0.7)) {
      const text = random.pick(texts);
      text.insert(random.int(0, text.length), word);
      return;
    }
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(word)]);
    root.insert(random.int(0, root.length), [paragraph]);
  }, page);
}

/** Takes some letters away again. */
function erase(page: NotePage, random: Random): void {
  const texts = [...noteRoot(page.doc).createTreeWalker((node) => node instanceof Y.XmlText)] as Y.XmlText[];
  const text = texts.length === 0 ? null : random.pick(texts);
  if (text === null || text.length === 0) return;
  const at = random.int(0, text.length - 1);
  page.doc.transact(() => text.delete(at, random.int(1, Math.min(6, text.length - at))), page);
}

/** What happened in all of them. */
const done = { confirmed: 0, restarts: 0, offline: 0 };
const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);

test.each(seeds)('N1, N2, N4: world %i converges, loses nothing, and no rung lies', async (seed) => {
  const random = createRandom(seed);
  const world = new NoteWorld(random);
  for (let count = 0; count < 3; count += 1) await world.addDevice().start();
  for (const device of world.devices) device.openPage();
  /** Also those that went with their hub. */
  const pages = new Set(world.devices.flatMap((device) => device.pages));

  for (let step = 0; step < STEPS; step += 1) {
    const device = random.pick(world.devices);
    const turn = random.int(0, 99);
    if (turn < 6) {
      device.lost = random.int(0, 4);
      done.restarts += 1;
      await device.kill();
      device.openPage();
    } else if (turn < 9) {
      for (const each of world.devices) each.disconnect();
      world.server.restart();
    } else if (turn < 16) device.disconnect();
    else if (turn < 30) await device.connect();
    else if (turn < 34 && device.pages.length < 3) device.openPage();
    else {
      const here = device.pages.filter(({ isHere }) => isHere);
      if (here.length > 0) {
        const page = random.pick(here);
        if (!device.isConnected) done.offline += 1;
        if (random.chance(0.2)) erase(page, random);
        else type(page, `<${seed}.${step}>`, random);
      }
    }
    if (random.chance(0.6)) await world.pass(random.int(1, 3));
    for (const each of world.devices) for (const page of each.pages) pages.add(page);
  }
  await world.heal();

  const wanted = wordsIn(world.server.doc);
  const crashed = new Y.Doc();
  for (const update of world.server.logged) Y.applyUpdate(crashed, update);
  expect(wordsIn(crashed)).toBe(wanted);
  for (const device of world.devices) {
    expect(wordsIn(device.document!.doc)).toBe(wanted);
    for (const page of device.pages) expect(wordsIn(page.doc)).toBe(wanted);
    expect(await device.store.notes.read()).toEqual([]);
    expect(await device.store.notes.readAsides()).toEqual([]);
    expect(says(readNote(device.document!.doc))).toBe(says(readNote(world.server.doc)));
  }
  const confirmed = [...pages].flatMap((page) => page.confirmed);
  expect(confirmed.filter((update) => !world.server.hasLogged(update))).toEqual([]);
  done.confirmed += confirmed.length;
});

test('the worlds were not empty ones', () => {
  for (const count of Object.values(done)) expect(count).toBeGreaterThan(3 * SEEDS);
});

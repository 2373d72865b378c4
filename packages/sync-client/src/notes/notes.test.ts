import { noteRoot, readNote, writeNote } from '@lectern/channel-doc';
import { MAX_UPDATE_BYTES, type NoteBody } from '@lectern/contracts';
import { createRandom, type Random } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type NoteDevice, type NotePage, NoteWorld, rest } from '../testing/note-world.ts';
import { readNoteView, rungOf } from './note-view.ts';

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

test.each([1, 2, 3, 4])(
  'N2, N11: what is too large for one update comes in pieces, whatever breaks (world %i)',
  async (seed) => {
    const random = createRandom(`large ${seed}`);
    const world = new NoteWorld(random);
    for (let count = 0; count < 2; count += 1) await world.addDevice().start();
    for (const device of world.devices) device.openPage();
    await world.heal();
    for (let round = 0; round < 2; round += 1) {
      for (const device of world.devices) device.disconnect();
      for (const device of world.devices)
        for (const page of device.pages)
          for (let count = 0; count < 12; count += 1)
            type(page, `<${seed}.${round}.${count}>`.repeat(12_000), random);
      for (const device of world.devices) while (rungOf(device.notes, world.note).changes < 12) await rest();
      for (let step = 0; step < 12; step += 1) {
        const device = random.pick(world.devices);
        await device.connect();
        await world.pass(random.int(1, 6));
        if (random.chance(0.5)) type(device.pages[0]!, `<small ${step}>`, random);
        if (random.chance(0.4)) device.disconnect();
        else if (random.chance(0.2)) {
          for (const each of world.devices) each.disconnect();
          world.server.restart();
        }
      }
      await world.heal();
    }
    const wanted = wordsIn(world.server.doc);
    expect(wanted.length).toBeGreaterThan(3 * MAX_UPDATE_BYTES);
    for (const device of world.devices) {
      expect(wordsIn(device.document!.doc) === wanted).toBe(true);
      for (const page of device.pages) {
        expect(wordsIn(page.doc) === wanted).toBe(true);
        expect(page.confirmed.every((update) => world.server.hasLogged(update))).toBe(true);
      }
      expect((await device.store.notes.read()).length).toBe(0);
      expect(rungOf(device.notes, world.note)).toMatchObject({ state: 'server', changes: 0 });
    }
    expect(world.server.largest).toBeLessThan(MAX_UPDATE_BYTES);
  },
);

test('the worlds were not empty ones', () => {
  for (const count of Object.values(done)) expect(count).toBeGreaterThan(3 * SEEDS);
});

/** A device with one page on which something is written, as the server has it. */
async function written(seed: number) {
  const world = new NoteWorld(createRandom(seed));
  const device = world.addDevice();
  await device.start();
  await world.heal();
  const page = device.openPage();
  type(page, 'before', world.random);
  await world.heal();
  return { world, device, page };
}
const asidesOf = async (device: NoteDevice) =>
  (await device.store.notes.readAsides()).map(({ copy }) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, copy);
    return JSON.stringify(readNote(doc));
  });

test('N6: who was demoted while offline finds the note as it is, and their own text beside it', async () => {
  const { world, device, page } = await written(1);
  device.disconnect();
  type(page, 'too late', world.random);
  await rest();
  device.readOnly = true;
  await world.heal();
  expect(page.ended).toBe('read-only');
  expect(wordsIn(world.server.doc)).not.toContain('too late');
  expect(wordsIn(device.document!.doc)).toBe(wordsIn(world.server.doc));
  expect(await device.store.notes.read()).toEqual([]);
  expect(await asidesOf(device)).toEqual([expect.stringContaining('too late')]);

  // What was under way when the page was told goes to the rest of it.
  type(page, 'even later', world.random);
  await rest();
  const [all, ...others] = await asidesOf(device);
  expect([all, others]).toEqual([expect.stringContaining('even later'), []]);
  expect(all).toContain('too late');
  expect(wordsIn(device.document!.doc)).toBe(wordsIn(world.server.doc));

  // It is there after a crash, and until it is discarded.
  device.lost = 3;
  await device.kill();
  await world.heal();
  const view = readNoteView(device.notes, device.channel, world.note, true, null);
  expect(JSON.stringify(view.setAside?.body)).toContain('too late');
  expect(view).toMatchObject({ mayEdit: false, state: 'here', rung: { state: 'server', changes: 0 } });
  await device.notes.journal.discardAside(world.note, view.setAside!.at);
  expect(await asidesOf(device)).toEqual([]);
});

test('N4: what is written on a page is on its way at once, and on the server when that has logged it', async () => {
  const { world, device, page } = await written(2);
  const rung = () => rungOf(device.notes, world.note);
  expect(rung()).toEqual({ state: 'server', changes: 0, since: null });
  type(page, 'online', world.random);
  await rest();
  expect(rung()).toMatchObject({ state: 'sending', changes: 1 });
  device.disconnect();
  type(page, 'offline', world.random);
  await rest();
  expect(rung()).toMatchObject({ state: 'device', changes: 2 });
  await device.kill();
  expect(rung()).toMatchObject({ state: 'device', changes: 2 });
  await world.heal();
  expect(rung()).toEqual({ state: 'server', changes: 0, since: null });
  expect(wordsIn(world.server.doc)).toContain('offline');
});

test('a long time offline is written as few rows', async () => {
  const { world, device, page } = await written(3);
  device.disconnect();
  for (let count = 0; count < 1_000; count += 1) {
    type(page, `${count} `, world.random);
    if (count % 50 === 0) await rest();
  }
  await rest();
  expect(rungOf(device.notes, world.note).changes).toBe(1_000);
  expect((await device.store.notes.read()).length).toBeLessThan(500);
  await device.kill();
  await world.heal();
  expect(wordsIn(world.server.doc)).toBe(wordsIn(page.doc));
});

test('N10: when too much waits the page is told, nothing of it is lost, and with room again it goes on', async () => {
  const { world, device, page } = await written(6);
  device.disconnect();
  for (let count = 0; page.ended === null && count < 20; count += 1) {
    type(page, `<${count}>`.repeat(100_000), world.random);
    await rest();
  }
  expect(page.ended).toBe('full');
  // Its last words came when it had been told.
  type(page, 'and the very last', world.random);
  await rest();
  const rung = rungOf(device.notes, world.note);
  expect(rung.state).toBe('device');
  const [aside, ...others] = await asidesOf(device);
  expect(others).toEqual([]);
  expect(aside === JSON.stringify(readNote(page.doc))).toBe(true);
  await device.kill();
  expect(rungOf(device.notes, world.note).changes).toBe(rung.changes);
  await world.heal();
  expect(rungOf(device.notes, world.note)).toMatchObject({ state: 'server', changes: 0 });
  const next = device.openPage();
  type(next, 'there is room again', world.random);
  await world.heal();
  expect([next.ended, wordsIn(world.server.doc).includes('there is room again')]).toEqual([null, true]);
  expect(wordsIn(world.server.doc).includes('and the very last')).toBe(false);
});

test('N6: in a new life of a note what was not on the server goes in where it fits, and else is set aside', async () => {
  const { world, device, page } = await written(4);
  device.disconnect();
  type(page, 'while away', world.random);
  await rest();
  world.server.beginLife(Y.encodeStateAsUpdate(world.server.doc));
  await world.heal();
  expect(page.ended).toBe('moved');
  expect(wordsIn(world.server.doc)).toContain('while away');
  expect(await asidesOf(device)).toEqual([]);

  const next = device.openPage();
  device.disconnect();
  (noteRoot(next.doc).get(0) as Y.XmlElement).insert(0, [new Y.XmlText('nowhere to go')]);
  await rest();
  const other = new Y.Doc();
  writeNote(other, { blocks: [{ id: '', t: 'p', c: [{ t: 'text', s: 'written anew' }] }] });
  world.server.beginLife(Y.encodeStateAsUpdate(other));
  await world.heal();
  expect(wordsIn(device.document!.doc)).toBe(wordsIn(other));
  expect(await asidesOf(device)).toEqual([expect.stringContaining('nowhere to go')]);
  expect(await device.store.notes.read()).toEqual([]);
});

import { noteRoot, readNote, writeNote } from '@lectern/channel-doc';
import type { NoteBody } from '@lectern/contracts';
import { blockWords } from '@lectern/rich-text/notes';
import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { type NotePage, NoteWorld, rest } from '../testing/note-world.ts';

const says = ({ blocks }: NoteBody): string[] => blocks.map(blockWords);

/** Makes the note say this, a paragraph each. */
function say({ doc }: NotePage, ...paragraphs: readonly string[]): void {
  const { blocks } = readNote(doc);
  const said = paragraphs.map((s, at) => ({
    ...{ id: blocks[at]?.id ?? '', t: 'p' as const },
    c: [{ t: 'text' as const, s }],
  }));
  writeNote(doc, { blocks: said });
}

/** Two devices with a page each on a note that says this. */
async function twoAt(words: string) {
  const world = new NoteWorld(createRandom(7));
  const [reader, writer] = [world.addDevice(), world.addDevice()];
  for (const device of world.devices) await device.start();
  const [page, theirs] = [reader.openPage(), writer.openPage()];
  await world.heal();
  expect(noteRoot(theirs.doc).length).toBeGreaterThan(0);
  say(theirs, words);
  await rest();
  await world.heal();
  const { looks, seen } = reader.notes;
  const show = async (inSight: boolean | null): Promise<void> => {
    looks.setShown(inSight === null ? [] : [{ note: world.note, inSight }]);
    await rest();
  };
  return { world, reader, page, theirs, show, looks, seen };
}

test('N12: what a person writes offline is not among what others changed, and is seen', async () => {
  const { world, reader, page, theirs, show, looks, seen } = await twoAt('The exam is on Monday.');
  await show(true);
  await show(null);
  expect(looks.newsOf(world.note)).toBeNull();
  say(theirs, 'The exam is on Friday.');
  await rest();
  await world.heal();
  reader.disconnect();

  await show(true);
  expect(looks.newsOf(world.note)).toMatchObject({ paragraphs: 1 });
  say(page, 'The exam is on Friday.', 'Mine.');
  await rest();
  expect(looks.newsOf(world.note)).toMatchObject({ paragraphs: 1 });
  expect(says((await looks.changesOf(world.note))!.after)).toEqual(['The exam is on Friday.']);
  await show(null);
  expect(says((await seen.wordsOf(world.note))!.body!)).toEqual(['The exam is on Friday.', 'Mine.']);
  await show(true);
  expect(looks.newsOf(world.note)).toBeNull();
  reader.notes.stop();
});

test('N12: a note whose page is hidden is not seen, and what was not looked through stays', async () => {
  const { world, theirs, show, looks } = await twoAt('The exam is on Monday.');
  await show(false);
  expect(looks.newsOf(world.note)).toBeNull();
  await show(true);
  await show(false);
  say(theirs, 'The exam is on Friday.');
  await rest();
  await world.heal();
  await show(true);
  expect(looks.newsOf(world.note)).toMatchObject({ paragraphs: 1 });
  await show(false);
  say(theirs, 'The exam is on Friday.', 'Bring a pen.');
  await rest();
  await world.heal();
  await show(true);
  expect(looks.newsOf(world.note)).toMatchObject({ paragraphs: 2 });
  await show(null);
  await show(true);
  expect(looks.newsOf(world.note)).toBeNull();
});

test('N12: what changes before the eyes of a reader is no news', async () => {
  const { world, theirs, show, looks } = await twoAt('The exam is on Monday.');
  await show(true);
  say(theirs, 'The exam is on Friday.');
  await rest();
  await world.heal();
  expect(looks.newsOf(world.note)).toBeNull();
  await show(null);
  await show(true);
  expect(looks.newsOf(world.note)).toBeNull();
});

test('N12: words that the disk has spoiled are not told as what was seen', async () => {
  const { world, reader, show, seen } = await twoAt('The exam is on Monday.');
  await show(true);
  await show(null);
  await seen.idle();
  const store = reader.store.seenNotes;
  const [row] = await store.readAll();
  for (const blocks of [[{ id: 'x', t: 'p' }], 'nothing', undefined]) {
    await store.put(row!, { blocks } as unknown as NoteBody);
    expect(await seen.wordsOf(world.note)).toMatchObject({ body: null });
  }
  reader.notes.stop();
});

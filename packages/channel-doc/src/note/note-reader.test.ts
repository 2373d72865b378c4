import type { NoteBlock } from '@lectern/contracts';
import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { NoteReader } from './note-reader.ts';
import { noteRoot, readNote } from './read-note.ts';
import { writeNote } from './write-note.ts';

const paragraph = (s: string): NoteBlock => ({ id: '', t: 'p', c: [{ t: 'text', s }] });

test('NT-READ-3 a block that has not changed is read once, and the body as long as nothing has', () => {
  const doc = new Y.Doc();
  writeNote(doc, { blocks: [paragraph('one'), paragraph('two'), paragraph('three')] });
  const reader = new NoteReader(doc);
  const before = reader.read();
  expect(reader.read()).toBe(before);
  (noteRoot(doc).get(1) as Y.XmlElement).insert(1, [new Y.XmlText('!')]);
  const after = reader.read();
  expect(after).toEqual(readNote(doc));
  expect(after).not.toEqual(before);
  expect([after.blocks[0], after.blocks[2]]).toEqual([before.blocks[0], before.blocks[2]]);
  expect(after.blocks[0]).toBe(before.blocks[0]);
  expect(after.blocks[2]).toBe(before.blocks[2]);
  reader.close();
});

test('NT-READ-3 whatever is written, by whom and where, it reads what is there', () => {
  const random = createRandom(7);
  const [here, there] = [new Y.Doc(), new Y.Doc()];
  here.on('update', (update) => Y.applyUpdate(there, update));
  const reader = new NoteReader(there);
  for (let step = 0; step < 150; step += 1) {
    const root = noteRoot(here);
    const at = random.int(0, root.length);
    const kind = random.int(0, 3);
    const list: NoteBlock = {
      ...{ id: '', t: 'list' },
      items: [
        { c: [{ t: 'text', s: `item ${step}` }], d: 0, mark: 'open' },
        { c: [{ t: 'text', s: 'further in' }], d: 1, mark: 'open' },
      ],
    } as NoteBlock;
    const { blocks } = readNote(here);
    if (kind === 0) writeNote(here, { blocks: blocks.toSpliced(at, 0, paragraph(`${step}`)) });
    else if (kind === 1) writeNote(here, { blocks: blocks.toSpliced(at, 0, list) });
    else if (at < root.length) {
      const texts = [...root.createTreeWalker((node) => node instanceof Y.XmlText)] as Y.XmlText[];
      const text = texts[random.int(0, texts.length - 1)];
      if (kind === 2) text?.insert(0, 'x');
      else root.delete(at, 1);
    }
    expect(reader.read()).toEqual(readNote(there));
  }
});

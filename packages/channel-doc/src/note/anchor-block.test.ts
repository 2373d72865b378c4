import type { NoteBlock } from '@lectern/contracts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { blockIdOf, blockOfAnchor, noteFault, noteRoot, writeNote } from '../index.ts';

const p = (s: string): NoteBlock => ({ id: '', t: 'p', c: [{ t: 'text', s }] });

/** A note, one of its texts, and an anchor of the passage between two places of that text. */
function noteOf(...words: string[]) {
  const doc = new Y.Doc();
  writeNote(doc, { blocks: words.map(p) });
  const block = (at: number) => noteRoot(doc).get(at) as Y.XmlElement;
  const text = (at: number) => block(at).get(0) as Y.XmlText;
  const anchor = (at: number, from: number, to: number, end = at) => ({
    from: position(text(at), from, 0),
    to: position(text(end), to, -1),
  });
  return { doc, block, text, anchor };
}
const position = (type: Y.XmlText, index: number, assoc: 0 | -1): string =>
  Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(type, index, assoc))).toString(
    'base64',
  );

test('a passage is found where it stands now, whatever was written around it and in it', () => {
  const { doc, block, text, anchor } = noteOf('first', 'a thin lens bends light', 'last');
  const lens = anchor(1, 7, 11);
  const id = blockIdOf(block(1));
  expect(blockOfAnchor(doc, lens)).toBe(id);
  text(1).insert(0, 'Remember: ');
  text(1).insert(19, 'n'); // inside of the passage
  noteRoot(doc).insert(0, [new Y.XmlElement('paragraph')]);
  expect(blockOfAnchor(doc, lens)).toBe(id);
  text(2).delete(17, 1); // its first letter
  expect(blockOfAnchor(doc, lens)).toBe(id);
});

test('edits that were made without a connection leave it where it was', () => {
  const { doc, block, anchor } = noteOf('one passage here');
  const passage = anchor(0, 4, 11);
  const away = new Y.Doc();
  Y.applyUpdate(away, Y.encodeStateAsUpdate(doc));
  ((noteRoot(away).get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(4, 'small ');
  noteRoot(doc).insert(0, [new Y.XmlElement('paragraph')]);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(away));
  expect(blockOfAnchor(doc, passage)).toBe(blockIdOf(block(1)));
});

test('of a passage that was deleted, with its block or without, nothing is found', () => {
  const { doc, text, anchor } = noteOf('first', 'a thin lens', 'last');
  const [words, all, over] = [anchor(1, 2, 6), anchor(2, 0, 4), anchor(1, 2, 2, 2)];
  text(1).delete(2, 4);
  expect(blockOfAnchor(doc, words)).toBeNull();
  expect(blockOfAnchor(doc, over)).not.toBeNull();
  noteRoot(doc).delete(2);
  expect(blockOfAnchor(doc, all)).toBeNull();
  expect(blockOfAnchor(doc, over)).toBeNull();
});

test('positions that name nothing, or are none, find nothing', () => {
  const { doc, anchor } = noteOf('words');
  const elsewhere = noteOf('other words').anchor(0, 0, 3);
  expect(blockOfAnchor(doc, elsewhere)).toBeNull();
  expect(blockOfAnchor(doc, { from: 'AAAA', to: '////' })).toBeNull();
  expect(blockOfAnchor(doc, { from: 'not base64!', to: anchor(0, 0, 3).to })).toBeNull();
  const root = Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(noteRoot(doc), 0));
  const named = Buffer.from(root).toString('base64');
  expect(blockOfAnchor(doc, { from: named, to: named })).toBeNull();
});

test('positions that name another root leave the note as it is', () => {
  const { doc } = noteOf('words');
  const other = new Y.Doc().getText('something else');
  const named = position(other as Y.XmlText, 0, 0);
  expect(blockOfAnchor(doc, { from: named, to: named })).toBeNull();
  expect(noteFault(doc)).toBeNull();
});

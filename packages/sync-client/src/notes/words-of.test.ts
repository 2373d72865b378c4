import { noteRoot, readNote, seedOf } from '@lectern/channel-doc';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { runsOf, wordsOf } from './words-of.ts';

test('N6: of updates whose note is out of reach the words are kept, without those that were taken away again', () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedOf('blank'));
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const text = new Y.XmlText();
  (noteRoot(doc).get(0) as Y.XmlElement).insert(0, [text]);
  for (const [at, letter] of [...'a thin lens'].entries()) text.insert(at, letter);
  text.delete(2, 5);
  const paragraph = new Y.XmlElement('paragraph');
  noteRoot(doc).insert(1, [paragraph]);
  paragraph.insert(0, [new Y.XmlText('and a prism')]);
  expect(runsOf(updates)).toEqual(['a lens', 'and a prism']);
  const kept = new Y.Doc();
  Y.applyUpdate(kept, wordsOf(updates));
  expect(readNote(kept).blocks).toMatchObject([
    { t: 'p', c: [{ t: 'text', s: 'a lens' }] },
    { t: 'p', c: [{ t: 'text', s: 'and a prism' }] },
  ]);
  expect(runsOf([])).toEqual([]);
});

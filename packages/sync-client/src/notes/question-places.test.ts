import { blockIdOf, NoteReader, noteRoot, writeNote } from '@lectern/channel-doc';
import type { Message, MessageId, NoteBlock, NoteId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeMessage } from '../testing/make.ts';
import { QuestionPlaces } from './question-places.ts';

const p = (s: string): NoteBlock => ({ id: '', t: 'p', c: [{ t: 'text', s }] });
/** A message whose positions lead nowhere: its quote alone tells where it stands. */
const about = (quote: string): Message => ({
  ...(makeMessage({ seq: 1 }) as Message),
  id: crypto.randomUUID() as MessageId,
  anchor: { note: crypto.randomUUID() as NoteId, from: 'AAAA', to: 'AAAA', quote },
});

function noteOf(...words: string[]) {
  const doc = new Y.Doc();
  writeNote(doc, { blocks: words.map(p) });
  const reader = new NoteReader(doc);
  const places = new QuestionPlaces();
  return {
    doc,
    id: (at: number) => blockIdOf(noteRoot(doc).get(at) as Y.XmlElement),
    text: (at: number) => (noteRoot(doc).get(at) as Y.XmlElement).get(0) as Y.XmlText,
    of: (...messages: Message[]) => places.of({ doc, body: reader.read() }, messages),
  };
}

test('V8: a quote is found by its words, whatever blanks and signs of formulas stand between them', () => {
  const note = noteOf('first', 'a thin lens bends x^2 rays', 'last');
  const [lens, formula, none] = [about('thin  lens'), about('bends $x^2$ rays'), about('prism')];
  expect(note.of(lens, formula, none)).toEqual({ [lens.id]: note.id(1), [formula.id]: note.id(1) });
});

test('V8: a quote that was nowhere is found where it comes to stand, and not where it stood before', () => {
  const note = noteOf('first', 'a thin lens', 'last');
  const lens = about('thin lens');
  expect(note.of(lens)).toEqual({ [lens.id]: note.id(1) });
  note.text(1).delete(2, 4);
  expect(note.of(lens)).toEqual({});
  note.text(0).insert(0, 'still nothing of it ');
  expect(note.of(lens)).toEqual({});
  note.text(2).insert(0, 'the thin lens, ');
  expect(note.of(lens)).toEqual({ [lens.id]: note.id(2) });
  noteRoot(note.doc).insert(0, [new Y.XmlElement('paragraph')]);
  expect(note.of(lens)).toEqual({ [lens.id]: note.id(3) });
});

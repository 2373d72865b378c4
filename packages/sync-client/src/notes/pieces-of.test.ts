import { noteRoot } from '@lectern/channel-doc';
import { createRandom } from '@lectern/test-kit';
import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { appliesCleanly } from './applies-cleanly.ts';
import { piecesOf } from './pieces-of.ts';

/** Applies pieces one by one, each of which must find all that it builds on. */
function applied(pieces: readonly Uint8Array[], to = new Y.Doc()): Y.Doc {
  for (const piece of pieces) {
    expect(appliesCleanly(to, piece)).toBe(true);
    Y.applyUpdate(to, piece);
  }
  expect([to.store.pendingStructs, to.store.pendingDs]).toEqual([null, null]);
  return to;
}
const largest = (pieces: readonly Uint8Array[]): number => Math.max(...pieces.map(({ length }) => length));
const same = (a: Y.Doc, b: Y.Doc): void => {
  expect(noteRoot(a).toString() === noteRoot(b).toString()).toBe(true);
  const [one, two] = [a, b].map((doc) => Y.encodeStateAsUpdate(doc));
  expect(one!.length).toBe(two!.length);
};

test('a small update is one piece, the very same', () => {
  const doc = new Y.Doc();
  noteRoot(doc).insert(0, [new Y.XmlText('few words')]);
  const update = Y.encodeStateAsUpdate(doc);
  expect(piecesOf(update)).toEqual([update]);
  expect(piecesOf(update)[0]).toBe(update);
});

test.each([1, 2, 3])(
  'what many wrote between each other comes in pieces that can be applied in turn (seed %i)',
  (seed) => {
    const random = createRandom(seed);
    const docs = Array.from({ length: 5 }, () => new Y.Doc());
    const share = (): void => {
      for (const from of docs)
        for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
    };
    noteRoot(docs[0]!).insert(0, [new Y.XmlElement('paragraph')]);
    share();
    // Few edits of much text: pieces are filled by their bytes, and what is between the edits is what costs time.
    for (let round = 0; round < 8; round += 1) {
      for (const doc of docs) {
        const root = noteRoot(doc);
        for (let edit = 0; edit < 10; edit += 1) {
          const block = root.get(random.int(0, root.length - 1)) as Y.XmlElement;
          if (block.length === 0) block.insert(0, [new Y.XmlText()]);
          const text = block.get(0) as Y.XmlText;
          if (random.chance(0.2) && text.length > 40) text.delete(random.int(0, text.length - 20), 15);
          else text.insert(random.int(0, text.length), 'word '.repeat(random.int(100, 1_200)));
          if (random.chance(0.1)) root.insert(random.int(0, root.length), [new Y.XmlElement('paragraph')]);
          if (random.chance(0.02) && root.length > 3) root.delete(0, 1);
        }
      }
      if (random.chance(0.5)) share();
    }
    share();
    const pieces = piecesOf(Y.encodeStateAsUpdate(docs[0]!));
    expect(pieces.length).toBeGreaterThan(3);
    expect(largest(pieces)).toBeLessThan(512 * 1024);
    same(applied(pieces), docs[0]!);

    // The same when part of it is there already.
    const old = new Y.Doc();
    Y.applyUpdate(old, Y.encodeStateAsUpdate(docs[1]!));
    for (const text of ['a'.repeat(200_000), 'b'.repeat(200_000)])
      noteRoot(docs[1]!).insert(0, [new Y.XmlText(text)]);
    noteRoot(docs[1]!).delete(3, 1);
    const rest = piecesOf(Y.encodeStateAsUpdate(docs[1]!, Y.encodeStateVector(old)));
    expect(rest.length).toBeGreaterThan(1);
    same(applied(rest, old), docs[1]!);
  },
);

test('a text that was pasted at once is parted, and never inside of a character', () => {
  const doc = new Y.Doc();
  const text = `.${'🙂'.repeat(200_000)}`;
  noteRoot(doc).insert(0, [new Y.XmlText(text)]);
  const pieces = piecesOf(Y.encodeStateAsUpdate(doc));
  expect(largest(pieces)).toBeLessThan(512 * 1024);
  // Compared by itself: the report of a difference would be as long as the text.
  expect(String(noteRoot(applied(pieces)).get(0)) === text).toBe(true);
});

test('deletions of an old note come in pieces too', () => {
  /** Just more than go into two pieces, of several authors. */
  const [RUNS, AUTHORS] = [41_000, 10];
  const doc = new Y.Doc();
  for (let author = 1; author <= AUTHORS; author += 1) {
    doc.clientID = author;
    noteRoot(doc).insert(0, [new Y.XmlText('x'.repeat((2 * RUNS) / AUTHORS))]);
  }
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  // Every other letter, as an update that says no more: an editor's way to it would take most of this test's time.
  const encoder = encoding.createEncoder();
  for (const count of [0, AUTHORS]) encoding.writeVarUint(encoder, count);
  for (let author = 1; author <= AUTHORS; author += 1) {
    for (const count of [author, RUNS / AUTHORS]) encoding.writeVarUint(encoder, count);
    for (let run = 0; run < RUNS / AUTHORS; run += 1)
      for (const count of [1 + 2 * run, 1]) encoding.writeVarUint(encoder, count);
  }
  Y.applyUpdate(doc, encoding.toUint8Array(encoder));
  const pieces = piecesOf(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)));
  expect(pieces.length).toBeGreaterThan(2);
  same(applied(pieces, other), doc);
});

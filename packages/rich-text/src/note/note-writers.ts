import type { AuthorRun, NoteBlock, NoteBody, UserId } from '@lectern/contracts';
import { wordNodesOf } from './note-block.ts';

/** Who wrote something; null for somebody who left or nobody, undefined where nobody knows. */
export type Writer = UserId | null | undefined;

/** Words of one node that somebody wrote. */
export interface WrittenPiece {
  readonly s: string;
  readonly by: Writer;
}

/** How many words of a note somebody wrote. */
export interface WriterWords {
  readonly by: Writer;
  readonly words: number;
}

/** The words of every node of a block in pieces, each by one writer; together they are its words. */
export function writtenPieces(
  block: NoteBlock,
  runs: readonly AuthorRun[],
): ReadonlyMap<object, readonly WrittenPiece[]> {
  const pieces = new Map<object, readonly WrittenPiece[]>();
  let [at, left] = [0, runs[0]?.[0] ?? 0];
  for (const node of wordNodesOf(block)) {
    const ofNode: WrittenPiece[] = [];
    for (let from = 0; from < node.s.length; ) {
      while (at < runs.length && left <= 0) {
        at += 1;
        left = runs[at]?.[0] ?? 0;
      }
      const to = at < runs.length ? Math.min(node.s.length, from + left) : node.s.length;
      ofNode.push({ s: node.s.slice(from, to), by: runs[at]?.[1] });
      left -= to - from;
      from = to;
    }
    pieces.set(node, ofNode);
  }
  return pieces;
}

/**
 * Who wrote how many words of a note, the most first. A word that several wrote is that of who wrote most of it, and of
 * the first of two who wrote as much.
 */
export function countWriters(
  { blocks }: NoteBody,
  runs: Readonly<Record<string, readonly AuthorRun[]>>,
): WriterWords[] {
  const words = new Map<Writer, number>();
  for (const block of blocks)
    for (const pieces of writtenPieces(block, runs[block.id] ?? []).values())
      for (const by of writersOfWords(pieces)) words.set(by, (words.get(by) ?? 0) + 1);
  return [...words].map(([by, count]) => ({ by, words: count })).sort((a, b) => b.words - a.words);
}

/** Who wrote most of some pieces; undefined where nobody knows, or there is nothing. */
export function mainWriter(pieces: readonly WrittenPiece[]): Writer {
  const lengths = new Map<Writer, number>();
  for (const { s, by } of pieces) lengths.set(by, (lengths.get(by) ?? 0) + s.length);
  return [...lengths].reduce<[Writer, number]>(
    (most, each) => (each[1] > most[1] ? each : most),
    [undefined, 0],
  )[0];
}

const segmenter = /* @__PURE__ */ new Intl.Segmenter(undefined, { granularity: 'word' });

function writersOfWords(pieces: readonly WrittenPiece[]): Writer[] {
  const writers: Writer[] = [];
  const text = pieces.map(({ s }) => s).join('');
  let [piece, begins] = [0, 0];
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    if (!isWordLike) continue;
    while (begins + pieces[piece]!.s.length <= index) begins += pieces[piece++]!.s.length;
    const end = index + segment.length;
    const inside: WrittenPiece[] = [];
    for (let at = piece, from = begins; from < end; from += pieces[at++]!.s.length) {
      const { s, by } = pieces[at]!;
      inside.push({ s: s.slice(Math.max(0, index - from), end - from), by });
    }
    writers.push(mainWriter(inside));
  }
  return writers;
}

import type { NoteBlock, NoteBody, NoteLine } from '@lectern/contracts';
import { sayingOf } from './note-block.ts';
import { blockWords, saysSomething } from './note-words.ts';
import { shortestEdit } from './shortest-edit.ts';

/** What became of a block. `changed`: in its words, or only in how it is set; then all of its words are the same. */
export type NoteBlockChange =
  | { readonly kind: 'same'; readonly block: NoteBlock }
  | { readonly kind: 'added' | 'removed'; readonly block: NoteBlock }
  | {
      readonly kind: 'changed';
      readonly before: NoteBlock;
      readonly after: NoteBlock;
      readonly words: readonly WordChange[];
    };

/** A stretch of a block's words, in reading order. */
export interface WordChange {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Whether anybody can see it: a blank paragraph that came or went is none. */
export const isVisibleChange = (change: NoteBlockChange): boolean =>
  change.kind === 'changed' || (change.kind !== 'same' && saysSomething({ blocks: [change.block] }));

/** Words of two blocks that are the same, as a share: with less in common one did not become the other. */
const ALIKE = 0.4;
/**
 * Pairs of blocks that are compared at one place, a tenth of a second: three hundred that went with three hundred that
 * came. Where there are more, each is compared with fewer; all with all of a long note would take minutes.
 */
const MOST_COMPARED = 100_000;

/**
 * What became of every block, in the order of `after`, those that are gone where they stood. A block is known again by
 * its id, and where that is new, as after a restore, by what it says.
 */
export function diffNotes(before: NoteBody, after: NoteBody): readonly NoteBlockChange[] {
  const [was, is] = [keysOf(before, after), keysOf(after, before)];
  const earlier = new Map(before.blocks.map((block) => [block.id, block]));
  const changes: NoteBlockChange[] = [];
  let removed: NoteBlock[] = [];
  for (const edit of shortestEdit(was, is)) {
    if (edit.kind === 'removed') {
      removed = before.blocks.slice(edit.from, edit.to);
      continue;
    }
    const blocks = after.blocks.slice(edit.from, edit.to);
    if (edit.kind === 'added') {
      changes.push(...paired(removed, blocks));
      removed = [];
      continue;
    }
    changes.push(...removed.map(gone));
    removed = [];
    for (const block of blocks) changes.push(known(earlier.get(block.id), block));
  }
  changes.push(...removed.map(gone));
  return changes;
}

const gone = (block: NoteBlock): NoteBlockChange => ({ kind: 'removed', block });

/** What tells a block from others: its id where the other note has it too, or else what it says. */
function keysOf({ blocks }: NoteBody, other: NoteBody): string[] {
  const ids = new Set(other.blocks.map(({ id }) => id));
  return blocks.map((block) => (block.id !== '' && ids.has(block.id) ? `#${block.id}` : sayingOf(block)));
}

function known(earlier: NoteBlock | undefined, block: NoteBlock): NoteBlockChange {
  if (earlier === undefined || sayingOf(earlier) === sayingOf(block)) return { kind: 'same', block };
  return changed(earlier, block);
}

const changed = (before: NoteBlock, after: NoteBlock): NoteBlockChange => ({
  kind: 'changed',
  before,
  after,
  words: diffWords(before, after),
});

/** Blocks that went and blocks that came at one place: those that are alike are one that was changed. */
function paired(removed: readonly NoteBlock[], added: readonly NoteBlock[]): NoteBlockChange[] {
  const changes: NoteBlockChange[] = [];
  const wordsOfRemoved = removed.length > 0 && added.length > 0 ? removed.map(wordsIn) : [];
  const reach = Math.ceil(MOST_COMPARED / added.length);
  let next = 0;
  for (const block of added) {
    const words = next < removed.length ? wordsIn(block) : NO_WORDS;
    const near = removed
      .slice(next, next + reach)
      .findIndex(({ t }, place) => t === block.t && areAlike(wordsOfRemoved[next + place]!, words));
    if (near < 0) {
      changes.push({ kind: 'added', block });
      continue;
    }
    const at = next + near;
    changes.push(...removed.slice(next, at).map(gone), changed(removed[at]!, block));
    next = at + 1;
  }
  return [...changes, ...removed.slice(next).map(gone)];
}

function areAlike(ours: ReadonlySet<string>, theirs: ReadonlySet<string>): boolean {
  let common = 0;
  for (const token of ours) if (token.trim() !== '' && theirs.has(token)) common += 1;
  return common >= ALIKE * Math.max(1, Math.min(ours.size, theirs.size));
}

const NO_WORDS: ReadonlySet<string> = new Set();
const wordsIn = (block: NoteBlock): ReadonlySet<string> => new Set(tokensOf(block));

function diffWords(before: NoteBlock, after: NoteBlock): WordChange[] {
  const [was, is] = [tokensOf(before), tokensOf(after)];
  return shortestEdit(was, is).map(({ kind, from, to }) => ({
    kind,
    text: (kind === 'removed' ? was : is).slice(from, to).join(''),
  }));
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
const segments = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** The words of a block and what stands between them; a formula is one. Together they are its text. */
function tokensOf(block: NoteBlock): string[] {
  switch (block.t) {
    case 'p':
    case 'h':
    case 'quote':
    case 'callout':
      return tokensOfLine(block.c);
    case 'math':
      return [block.s];
    default:
      return segments(blockWords(block));
  }
}

const tokensOfLine = (line: NoteLine): string[] =>
  line.flatMap((node) => {
    if (node.t === 'break') return [' '];
    if (node.t === 'math') return [node.s];
    return segments(node.t === 'link' ? node.c.map(({ s }) => s).join('') : node.s);
  });

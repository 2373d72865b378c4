import type { NoteBlock, NoteBody, NoteLine } from '@lectern/contracts';

/** The words of a line, formulas as they are typed. */
export const lineWords = (line: NoteLine): string =>
  line
    .map((node) => {
      if (node.t === 'break') return ' ';
      return node.t === 'link' ? node.c.map(({ s }) => s).join('') : node.s;
    })
    .join('');

/** The words of a block, its lines one after another. */
export function blockWords(block: NoteBlock): string {
  switch (block.t) {
    case 'p':
    case 'h':
    case 'quote':
    case 'callout':
      return lineWords(block.c);
    case 'list':
      return block.items.map(({ c }) => lineWords(c)).join('\n');
    case 'table':
      return block.rows.map((row) => row.map(({ c }) => c.map(lineWords).join('\n')).join('\t')).join('\n');
    case 'code':
    case 'math':
      return block.s;
    case 'rule':
      return '';
  }
}

/** Where the links of a block lead. */
export function blockAddresses(block: NoteBlock): string[] {
  switch (block.t) {
    case 'p':
    case 'h':
    case 'quote':
    case 'callout':
      return lineAddresses(block.c);
    case 'list':
      return block.items.flatMap(({ c }) => lineAddresses(c));
    case 'table':
      return block.rows.flatMap((row) => row.flatMap(({ c }) => c.flatMap(lineAddresses)));
    case 'code':
    case 'math':
    case 'rule':
      return [];
  }
}

const lineAddresses = (line: NoteLine): string[] =>
  line.flatMap((node) => (node.t === 'link' ? [node.href] : []));

/** Whether anything is written in it that somebody could see. */
export const saysSomething = ({ blocks }: NoteBody): boolean =>
  blocks.some((block) => block.t === 'rule' || blockWords(block).trim() !== '');

/** As much as fills the largest screen, in blocks of one line and in words of several. */
const FIRST_BLOCKS = 50;
const FIRST_LETTERS = 5_000;

/** What is seen of a note that has just been opened. */
export function beginningOf({ blocks }: NoteBody): NoteBody {
  let letters = 0;
  const end = blocks.findIndex((block, at) => {
    const isBeyond = at >= FIRST_BLOCKS || letters > FIRST_LETTERS;
    letters += blockWords(block).length;
    return isBeyond;
  });
  return end === -1 ? { blocks } : { blocks: blocks.slice(0, end) };
}

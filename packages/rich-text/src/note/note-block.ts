import type { NoteBlock, NoteLine } from '@lectern/contracts';

/** What a block says, without its name: the same text for two blocks that say the same, in whatever order their keys came. */
export const sayingOf = ({ id: _, ...said }: NoteBlock): string =>
  JSON.stringify(said, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** What has words in a block, in reading order: runs of text, formulas as they are typed, code. */
export function wordNodesOf(block: NoteBlock): readonly { readonly s: string }[] {
  switch (block.t) {
    case 'p':
    case 'h':
    case 'quote':
    case 'callout':
      return wordNodesIn(block.c);
    case 'list':
      return block.items.flatMap(({ c }) => wordNodesIn(c));
    case 'table':
      return block.rows.flatMap((row) => row.flatMap(({ c }) => c.flatMap(wordNodesIn)));
    case 'code':
    case 'math':
      return [block];
    case 'rule':
      return [];
  }
}

const wordNodesIn = (line: NoteLine): { readonly s: string }[] =>
  line.flatMap((node) => (node.t === 'break' ? [] : node.t === 'link' ? node.c : [node]));

import type { NoteBody } from '@lectern/contracts';
import { $getRoot, $isElementNode, type ElementNode, type LexicalNode } from 'lexical';
import { describe, expect, test } from 'vitest';
import { $blocksAtCaret, $duplicateBlocks, $insertBelow, $removeBlocks } from './block-actions.ts';
import { $moveBlocks } from './block-keys.ts';
import { change, MemoryHub, openEditor } from './testing/editors.ts';

const text = (s: string) => ({ t: 'text' as const, s });
const item = (s: string, d: number) => ({ c: [text(s)], d, mark: 'open' as const });
const rich: NoteBody = {
  blocks: [
    { id: '', t: 'h', level: 2, c: [text('Limits')] },
    { id: '', t: 'callout', tone: 'warning', c: [text('mind '), { t: 'math', s: 'x^2' }] },
    { id: '', t: 'list', items: [item('one', 0), item('in', 1)] },
    {
      id: '',
      t: 'table',
      rows: [
        [{ c: [[text('a')]], head: true }],
        [{ c: [[text('b')]], head: false }],
        [{ c: [[text('c')], [text('d')]], head: false }],
      ],
    },
    { id: '', t: 'code', s: 'let one\nlet two', lang: 'ts' },
    { id: '', t: 'math', s: '\\int_0^1 x' },
    { id: '', t: 'rule' },
    { id: '', t: 'p', c: [] },
  ],
};
const said = ({ blocks }: NoteBody) => blocks.map(({ id: _, ...block }) => block);
const kinds = (body: NoteBody) => body.blocks.map(({ t }) => t);

const $block = (at: number): LexicalNode => $getRoot().getChildAtIndex(at)!;
/** Puts the caret behind the first words that say this. */
function $goTo(words: string): void {
  const found = $getRoot()
    .getAllTextNodes()
    .find((node) => node.getTextContent() === words);
  found!.selectEnd();
}
const $parent = (node: LexicalNode): ElementNode => {
  const parent = node.getParent();
  if (!$isElementNode(parent)) throw new Error('it stands nowhere');
  return parent;
};

describe('what is done with whole blocks', () => {
  test('every kind of block has a copy below it that says the same, and the others hear of it', () => {
    for (const [at, block] of said(rich).entries()) {
      const hub = new MemoryHub(rich);
      const [one, two] = [openEditor(hub), openEditor(hub)];
      change(one, () => $duplicateBlocks([$block(at)]));
      hub.deliver();
      const expected = said(rich);
      // Lists of one kind that meet are one list.
      if (block.t === 'list') expected[at] = { ...block, items: [...block.items, ...block.items] };
      else expected.splice(at, 0, block);
      expect(said(one.body())).toEqual(expected);
      expect(said(two.body())).toEqual(expected);
      expect([...one.faults, ...two.faults]).toEqual([]);
    }
  });

  test('every kind of block is taken out, and the last one leaves an empty paragraph', () => {
    const hub = new MemoryHub(rich);
    const one = openEditor(hub);
    const left = said(rich);
    while (left.length > 1) {
      left.shift();
      change(one, () => $removeBlocks([$block(0)]));
      expect(said(one.body())).toEqual(left);
    }
    change(one, () => $removeBlocks([$block(0)]));
    expect(said(one.body())).toEqual([{ t: 'p', c: [] }]);
  });

  test('the last item of a list within a list takes that list with it', () => {
    const hub = new MemoryHub({ blocks: [rich.blocks[2]!] });
    const one = openEditor(hub);
    change(one, () => {
      $goTo('in');
      $removeBlocks($blocksAtCaret());
    });
    expect(said(one.body())).toEqual([{ t: 'list', items: [item('one', 0)] }]);
    change(one, () => {
      $goTo('one');
      $removeBlocks($blocksAtCaret());
    });
    expect(said(one.body())).toEqual([{ t: 'p', c: [] }]);
  });

  test('all that stands in a cell is the table, one of its lines is that line', () => {
    const hub = new MemoryHub(rich);
    const one = openEditor(hub);
    change(one, () => {
      $goTo('a');
      expect($blocksAtCaret().map((block) => block.getType())).toEqual(['table']);
      $moveBlocks($blocksAtCaret(), -1);
      expect($blocksAtCaret().map((block) => block.getType())).toEqual(['table']);
    });
    expect(kinds(one.body()).slice(0, 4)).toEqual(['h', 'callout', 'table', 'list']);
    change(one, () => {
      $goTo('d');
      const [line] = $blocksAtCaret();
      expect(line?.getTextContent()).toBe('d');
      expect($parent(line!).getType()).toBe('tablecell');
      $goTo('a');
      $removeBlocks($blocksAtCaret());
    });
    expect(kinds(one.body()).slice(0, 4)).toEqual(['h', 'callout', 'list', 'code']);
  });

  test('what is begun below a list stands below all of it, and an empty paragraph is used as it is', () => {
    const hub = new MemoryHub(rich);
    const one = openEditor(hub);
    change(one, () => {
      $goTo('in');
      $insertBelow($blocksAtCaret().at(-1));
      $insertBelow($blocksAtCaret().at(-1));
    });
    expect(kinds(one.body()).slice(2, 5)).toEqual(['list', 'p', 'table']);
  });
});

import { noteFault, readNote } from '@lectern/channel-doc';
import type { NoteBody, NoteLine } from '@lectern/contracts';
import { $createListItemNode, $createListNode } from '@lexical/list';
import { $createHeadingNode } from '@lexical/rich-text';
import { $createTableNodeWithDimensions } from '@lexical/table';
import {
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $isElementNode,
  $isTextNode,
  type ElementNode,
  type TextNode,
  UNDO_COMMAND,
} from 'lexical';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { $moveBlock } from './block-keys.ts';
import { $createCalloutNode, $createFormulaNode, $createRuleNode } from './note-nodes.ts';
import { change, MemoryHub, openEditor } from './testing/editors.ts';

const text = (s: string, m?: number) =>
  m === undefined ? { t: 'text' as const, s } : { t: 'text' as const, s, m };
const note = (...lines: string[]): NoteBody => ({
  blocks: lines.map((s) => ({ id: '', t: 'p', c: s === '' ? [] : [text(s)] })),
});
const rich: NoteBody = {
  blocks: [
    { id: '', t: 'h', level: 2, c: [text('Limits')] },
    {
      id: '',
      t: 'p',
      c: [
        text('A '),
        text('bold', 1),
        text(' word, '),
        { t: 'math', s: 'x^2' },
        text(' and '),
        { t: 'link', href: 'https://example.org/', c: [text('a link')] },
      ],
    },
    { id: '', t: 'callout', tone: 'warning', c: [text('mind')] },
    { id: '', t: 'quote', c: [text('said'), { t: 'break' }, text('twice')] },
    {
      id: '',
      t: 'list',
      items: [
        { c: [text('one')], d: 0, mark: 'bullet' },
        { c: [text('in')], d: 1, mark: 'number' },
      ],
    },
    {
      id: '',
      t: 'list',
      items: [
        { c: [text('do')], d: 0, mark: 'open' },
        { c: [text('done')], d: 0, mark: 'done' },
      ],
    },
    {
      id: '',
      t: 'table',
      rows: [
        [
          { c: [[text('a')]], head: true },
          { c: [[text('b')]], head: true },
        ],
        [
          { c: [[text('c')]], head: false },
          { c: [[]], head: false },
        ],
      ],
    },
    { id: '', t: 'code', s: 'const one = 1;\n\nlet two', lang: 'ts' },
    { id: '', t: 'math', s: '\\int_0^1 x' },
    { id: '', t: 'rule' },
    { id: '', t: 'p', c: [] },
  ],
};
/** Without the names of blocks. */
const said = ({ blocks }: NoteBody) => blocks.map(({ id: _, ...block }) => block);
const lineOf = (body: NoteBody, at: number): string =>
  (body.blocks[at] as { c: NoteLine }).c.map((node) => ('s' in node ? node.s : '')).join('');

const $block = (at: number): ElementNode => {
  const block = $getRoot().getChildAtIndex(at);
  if (!$isElementNode(block)) throw new Error(`no element stands at ${at}`);
  return block;
};
const $words = (at: number): TextNode => {
  const words = $block(at).getFirstDescendant();
  if (!$isTextNode(words)) throw new Error(`no text stands at ${at}`);
  return words;
};
const $type = (at: number, offset: number, typed: string) => {
  $words(at).select(offset, offset).insertText(typed);
};

describe('an editor that is joined to a note', () => {
  test('shows what stands there already, and writes nothing', () => {
    const hub = new MemoryHub(rich);
    const { editor, element, body, faults } = openEditor(hub);
    expect(element.querySelector('h2')?.textContent).toBe('Limits');
    expect(element.querySelectorAll('td, th')).toHaveLength(4);
    expect(hub.written).toEqual([]);
    expect(faults).toEqual([]);
    expect(editor.isEditable()).toBe(true);
    expect(said(body())).toEqual(said(rich));
    editor.focus();
    editor.update(() => $block(0).selectEnd(), { discrete: true });
    expect(hub.written).toEqual([]);
  });

  test('the first keystroke leaves all of it there', () => {
    const hub = new MemoryHub(rich);
    const one = openEditor(hub);
    change(one, () => $type(0, 6, '!'));
    hub.deliver();
    const expected = said(rich);
    expected[0] = { t: 'h', level: 2, c: [text('Limits!')] };
    expect(said(readNote(hub.doc))).toEqual(expected);
    expect(noteFault(hub.doc)).toBeNull();
  });

  test('waits for a note that holds nothing yet, and begins none', () => {
    const hub = new MemoryHub();
    const one = openEditor(hub);
    expect(one.binding).toBeNull();
    expect(one.editor.isEditable()).toBe(false);
    hub.write((root) => root.insert(0, [new Y.XmlElement('paragraph')]));
    expect(one.editor.isEditable()).toBe(true);
    expect(said(one.body())).toEqual([{ t: 'p', c: [] }]);
    expect(hub.written).toEqual([]);
  });
});

describe('two editors of a note', () => {
  test('see what the other types, formats and makes', () => {
    const hub = new MemoryHub(note('One', 'Two'));
    const [a, b] = [openEditor(hub), openEditor(hub)];
    change(a, () => {
      $type(0, 3, ' more');
      $words(1).toggleFormat('bold');
      const table = $createTableNodeWithDimensions(2, 2, { rows: true, columns: false });
      $getRoot().append(
        $createHeadingNode('h3').append($createTextNode('Three')),
        $createListNode('check').append($createListItemNode(true).append($createTextNode('done'))),
        table,
        $createCalloutNode('tip').append($createTextNode('hint'), $createFormulaNode('a_b')),
        $createRuleNode(),
        $createParagraphNode(),
      );
    });
    hub.deliver();
    expect(said(b.body())).toEqual(said(a.body()));
    expect(b.text()).toContain('One more');
    expect(b.element.querySelector('strong, .font-semibold')?.textContent).toBe('Two');
    expect(b.element.querySelector('h3')?.textContent).toBe('Three');
    expect(b.element.querySelectorAll('th')).toHaveLength(2);
    expect(b.element.querySelector<HTMLElement>('.note-callout')?.dataset.tone).toBe('tip');
    expect(noteFault(hub.doc)).toBeNull();
    change(b, () => $type(2, 5, '!'));
    hub.deliver();
    expect(a.element.querySelector('h3')?.textContent).toBe('Three!');
    expect([...a.faults, ...b.faults]).toEqual([]);
  });

  test('both keep what they wrote in one paragraph at once', () => {
    const hub = new MemoryHub(note('The limit is here'));
    const [a, b] = [openEditor(hub), openEditor(hub)];
    change(a, () => $type(0, 3, ' left'));
    change(b, () => $type(0, 17, ', and here'));
    hub.deliver();
    expect(lineOf(a.body(), 0)).toBe('The left limit is here, and here');
    expect(said(a.body())).toEqual(said(b.body()));
    expect(a.text()).toBe(b.text());
  });

  test('take back their own edits alone', () => {
    const hub = new MemoryHub(note('Here'));
    const [a, b] = [openEditor(hub), openEditor(hub)];
    change(a, () => $type(0, 4, ' A'));
    hub.deliver();
    change(b, () => $type(0, 0, 'B '));
    hub.deliver();
    a.editor.dispatchCommand(UNDO_COMMAND, undefined);
    hub.deliver();
    expect(lineOf(a.body(), 0)).toBe('B Here');
    expect(b.text().trim()).toBe('B Here');
    expect(a.text()).toBe(b.text());
  });

  test('two blocks that were moved one right after the other are moved back one after the other', () => {
    const hub = new MemoryHub(note('one', 'two', 'three'));
    const one = openEditor(hub);
    const lines = () => one.text().trim().split(/\n+/);
    for (const [at, by] of [
      [0, 1],
      [2, -1],
    ] as const)
      change(one, () => void $moveBlock($getRoot().getChildAtIndex(at)!, by));
    expect(lines()).toEqual(['two', 'three', 'one']);
    one.editor.dispatchCommand(UNDO_COMMAND, undefined);
    expect(lines()).toEqual(['two', 'one', 'three']);
    one.editor.dispatchCommand(UNDO_COMMAND, undefined);
    expect(lines()).toEqual(['one', 'two', 'three']);
  });

  test('each shows where the other is, with a name, until the other has gone', async () => {
    const hub = new MemoryHub(note('Some words'));
    const [a, b] = [openEditor(hub), openEditor(hub)];
    change(b, () => void $words(0).select(2, 6));
    expect(b.replica.cursor).not.toBeNull();
    a.binding!.showCarets([
      { editor: 'b', name: 'Bea', color: 'oklch(0.5 0.1 140)', cursor: b.replica.cursor },
    ]);
    const name = () => a.element.parentElement!.querySelector('.note-caret-name');
    await expect.poll(() => name()?.textContent).toBe('Bea');
    // It goes with the words it stands behind, whoever moves them.
    const left = () => name()!.parentElement!.getBoundingClientRect().left;
    const before = left();
    change(a, () => $type(0, 0, 'In front of '));
    await expect.poll(left).toBeGreaterThan(before + 10);
    const moved = left();
    change(b, () => $type(0, 0, 'And now '));
    hub.deliver();
    await expect.poll(left).toBeGreaterThan(moved + 10);
    a.binding!.showCarets([]);
    await expect.poll(name).toBeNull();
    const nowhere = { anchor: new Uint8Array([9, 9, 9]), focus: new Uint8Array() };
    a.binding!.showCarets([
      { editor: 'x', name: 'X', color: 'red', cursor: nowhere },
      { editor: 'b', name: 'Bea', color: 'red', cursor: b.replica.cursor },
    ]);
    await expect.poll(() => name()?.textContent).toBe('Bea');
    expect(a.element.parentElement!.querySelectorAll('.note-caret-name')).toHaveLength(1);
  });

  test('deleting the whole note and writing anew goes over', () => {
    const hub = new MemoryHub(rich);
    const [a, b] = [openEditor(hub), openEditor(hub)];
    change(a, () => {
      $getRoot()
        .clear()
        .append($createParagraphNode().append($createTextNode('New')));
    });
    hub.deliver();
    expect(said(b.body())).toEqual([{ t: 'p', c: [text('New')] }]);
    change(b, () => $type(0, 3, '!'));
    hub.deliver();
    expect(lineOf(a.body(), 0)).toBe('New!');
  });
});

describe('what a hostile peer writes', () => {
  const attacks: Record<string, (root: Y.XmlElement) => void> = {
    'a heading that is a script': (root) => {
      const heading = new Y.XmlElement('heading');
      heading.setAttribute('__tag', 'script');
      root.insert(0, [heading]);
    },
    'a tag that is no name': (root) => (root.get(0) as Y.XmlElement).setAttribute('__tag', '<img'),
    'a style over the whole page': (root) => {
      const words = (root.get(0) as Y.XmlElement).get(0) as Y.XmlText;
      words.format(0, 4, { p: { __style: 'position:fixed;inset:0;z-index:99999;background:red' } });
    },
    'a style of an element': (root) =>
      (root.get(0) as Y.XmlElement).setAttribute('__style', 'position:fixed;inset:0'),
    'an indent of a billion': (root) =>
      (root.get(0) as Y.XmlElement).setAttribute('__indent', 1e9 as unknown as string),
    'an unknown element': (root) => root.insert(0, [new Y.XmlElement('iframe')]),
    'an address that is an object': (root) => {
      const link = new Y.XmlElement('link');
      link.setAttribute('__url', {} as unknown as string);
      (root.get(0) as Y.XmlElement).insert(0, [link]);
    },
    'a script for an address': (root) => {
      const link = new Y.XmlElement('link');
      link.setAttribute('__url', 'javascript:alert(1)');
      (root.get(0) as Y.XmlElement).insert(0, [link]);
    },
    'five thousand lists inside of each other': (root) => {
      let outer = root;
      for (let at = 0; at < 2_500; at++) {
        const list = new Y.XmlElement('list');
        const item = new Y.XmlElement('listitem');
        outer.insert(0, [list]);
        list.insert(0, [item]);
        outer = item;
      }
    },
    'text where blocks stand': (root) => root.insert(0, [new Y.XmlText('loose')]),
    'a slot': (root) => {
      const slots = new Y.Map();
      slots.set('a', new Y.XmlElement('paragraph'));
      (root.get(0) as Y.XmlElement).setAttribute('__slots', slots as unknown as string);
    },
    'a format of an unknown kind': (root) =>
      ((root.get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 4, { t: 'mention' }),
    'an attribute of the root': (root) => root.setAttribute('__style', 'position:fixed'),
  };

  for (const [what, attack] of Object.entries(attacks)) {
    test(`SEC-19 ${what}: nothing of it is drawn, nothing is written, and the editor steps back`, () => {
      const hub = new MemoryHub(note('Some words', 'More'));
      const { element, faults, editor, doc } = openEditor(hub);
      const before = element.innerHTML;
      hub.write(attack);
      expect(faults).toHaveLength(1);
      expect(element.innerHTML).toBe(before);
      // Typing goes nowhere any more: the scene has put the reader in the editor's place.
      editor.update(() => $type(1, 0, 'x'), { discrete: true });
      expect(hub.written).toEqual([]);
      expect(readNote(doc).blocks.length).toBeGreaterThan(0);
    });

    test(`SEC-19 ${what}, there already: no editor is joined to it`, () => {
      const hub = new MemoryHub(note('Some words', 'More'));
      hub.write(attack);
      const { binding, element, faults, editor } = openEditor(hub);
      expect(binding).toBeNull();
      expect(faults).toHaveLength(1);
      expect(element.innerText.trim()).toBe('');
      expect(editor.isEditable()).toBe(false);
      expect(hub.written).toEqual([]);
    });
  }
});

describe('what the editor makes', () => {
  test('SEC-19 obeys the table of what a note may hold, whatever was put in', () => {
    const hub = new MemoryHub(note('Words'));
    const one = openEditor(hub);
    change(one, () => {
      const deep = $createListNode('bullet');
      let list = deep;
      for (let at = 0; at < 12; at++) {
        const inner = $createListNode('bullet');
        list.append(
          $createListItemNode().append($createTextNode(`at ${at}`)),
          $createListItemNode().append(inner),
        );
        list = inner;
      }
      list.append($createListItemNode().append($createTextNode('deepest')));
      const heading = $createHeadingNode('h6').append($createTextNode('six'));
      const styled = $createTextNode('styled').setStyle('position:fixed');
      $getRoot().append(
        heading,
        deep,
        $createParagraphNode()
          .setIndent(1e6)
          .append(styled, $createCalloutNode().append($createTextNode('in a line'))),
        $createParagraphNode().append($createFormulaNode('x'.repeat(3_000))),
      );
    });
    hub.deliver();
    expect(one.faults).toEqual([]);
    expect(noteFault(hub.doc)).toBeNull();
    const words = JSON.stringify(readNote(hub.doc));
    for (const each of ['six', 'deepest', 'styled', 'in a line']) expect(words).toContain(each);
    expect(one.element.querySelector('h6, [style*="fixed"]')).toBeNull();
  });

  test('blocks move past each other, items in their list', () => {
    const hub = new MemoryHub(note('One', 'Two', 'Three'));
    const one = openEditor(hub);
    change(one, () => void $words(2).select(0, 0));
    const press = (key: string) =>
      one.element.dispatchEvent(
        new KeyboardEvent('keydown', { key, altKey: true, shiftKey: true, bubbles: true, cancelable: true }),
      );
    press('ArrowUp');
    one.editor.update(() => {}, { discrete: true });
    expect([0, 1, 2].map((at) => lineOf(one.body(), at))).toEqual(['One', 'Three', 'Two']);
    press('ArrowDown');
    one.editor.update(() => {}, { discrete: true });
    expect([0, 1, 2].map((at) => lineOf(one.body(), at))).toEqual(['One', 'Two', 'Three']);
  });
});

import type { InlineNode, MentionNode as Mention, PlainBody, UserId } from '@lectern/contracts';
import { textMarks } from '@lectern/contracts';
import { CodeHighlightNode, CodeNode } from '@lexical/code-core';
import { $createLinkNode, LinkNode } from '@lexical/link';
import { ListItemNode, ListNode } from '@lexical/list';
import { QuoteNode } from '@lexical/rich-text';
import { $createParagraphNode, $createTextNode, $getRoot, createEditor } from 'lexical';
import { expect, test } from 'vitest';
import { $readBody, $writeBody } from './lexical-body.ts';
import { MentionNode } from './mention-node.ts';

const ada = 'ada' as UserId;
const nameOf = () => 'Ada';

/** Runs in an editor without a screen and answers what it holds afterwards. */
function inEditor(change: () => void, mentions = new Map<string, Mention>()): PlainBody {
  const editor = createEditor({
    nodes: [CodeHighlightNode, CodeNode, LinkNode, ListItemNode, ListNode, MentionNode, QuoteNode],
    onError: (error) => {
      throw error;
    },
  });
  editor.update(change, { discrete: true });
  return editor.getEditorState().read(() => $readBody(mentions));
}
const body = (...lines: InlineNode[][]): PlainBody => ({
  kind: 'plain',
  blocks: lines.map((c) => ({ t: 'p', c })),
});

test('a body goes into the editor and comes out the same', () => {
  const whole = body(
    [
      { t: 'text', s: 'plain ' },
      { t: 'text', s: 'bold and code', m: textMarks.bold | textMarks.code },
      { t: 'text', s: ' struck', m: textMarks.strike },
      { t: 'break' },
      { t: 'text', s: 'leaning', m: textMarks.italic },
    ],
    [],
    [
      { t: 'mention', user: ada },
      { t: 'text', s: ' مرحبا' },
      { t: 'mention', group: 'tutors' },
    ],
  );
  expect(inEditor(() => $writeBody(whole, nameOf))).toEqual(whole);
});

test('a handle that was typed out becomes a mention, but not inside code', () => {
  const handles = new Map<string, Mention>([
    ['ada', { t: 'mention', user: ada }],
    ['here', { t: 'mention', group: 'here' }],
  ]);
  const typed = inEditor(() => {
    const code = $createTextNode(' @ada').toggleFormat('code');
    $getRoot().append($createParagraphNode().append($createTextNode('hi @ada, hello @here'), code));
  }, handles);
  expect(typed).toEqual(
    body([
      { t: 'text', s: 'hi ' },
      { t: 'mention', user: ada },
      { t: 'text', s: ', hello ' },
      { t: 'mention', group: 'here' },
      { t: 'text', s: ' @ada', m: textMarks.code },
    ]),
  );
});

test('an editor without content holds one empty paragraph', () => {
  expect(inEditor(() => $getRoot().clear())).toEqual(body([]));
});

test('every kind of block goes into the editor and comes out the same', () => {
  const whole: PlainBody = {
    kind: 'plain',
    blocks: [
      { t: 'p', c: [{ t: 'link', href: 'https://example.edu/', c: [{ t: 'text', s: 'sheet', m: 1 }] }] },
      { t: 'quote', c: [{ t: 'text', s: 'said' }, { t: 'break' }, { t: 'mention', user: ada }] },
      {
        t: 'list',
        items: [
          { c: [{ t: 'text', s: 'one' }] },
          { c: [{ t: 'text', s: 'deeper' }], d: 1, n: true },
          { c: [], d: 1, n: true },
          { c: [{ t: 'text', s: 'deepest' }], d: 3 },
          { c: [{ t: 'text', s: 'two' }] },
        ],
      },
      { t: 'list', items: [{ c: [{ t: 'text', s: 'numbered' }], n: true }] },
      { t: 'code', s: 'if a:\n\tb = "$x$"\n', lang: 'python' },
      { t: 'code', s: 'no language' },
      { t: 'math', s: '\\frac{1}{2}\n+ 1' },
      {
        t: 'p',
        c: [
          { t: 'text', s: 'so ' },
          { t: 'math', s: 'x' },
          { t: 'text', s: ' at $5' },
        ],
      },
    ],
  };
  expect(inEditor(() => $writeBody(whole, nameOf))).toEqual(whole);
});

test('SEC-18 a link to a place that may not be opened comes down to its words', () => {
  const typed = inEditor(() => {
    const link = $createLinkNode('javascript:alert(1)').append($createTextNode('press'));
    $getRoot().append($createParagraphNode().append(link));
  });
  expect(typed).toEqual(body([{ t: 'text', s: 'press' }]));
});

import { noteFault, readNote } from '@lectern/channel-doc';
import { noteFromMarkdown } from '@lectern/rich-text/notes';
import { createRandom, type Random } from '@lectern/test-kit';
import { $toggleLink } from '@lexical/link';
import {
  INSERT_CHECK_LIST_COMMAND,
  INSERT_ORDERED_LIST_COMMAND,
  INSERT_UNORDERED_LIST_COMMAND,
} from '@lexical/list';
import { $createHeadingNode, $createQuoteNode } from '@lexical/rich-text';
import { $setBlocksType } from '@lexical/selection';
import { INSERT_TABLE_COMMAND } from '@lexical/table';
import {
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isTextNode,
  FORMAT_TEXT_COMMAND,
  INDENT_CONTENT_COMMAND,
  INSERT_LINE_BREAK_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
  type LexicalNode,
  OUTDENT_CONTENT_COMMAND,
  type RangeSelection,
  REDO_COMMAND,
  type TextNode,
  UNDO_COMMAND,
} from 'lexical';
import { expect, test } from 'vitest';
import { $moveBlock, $selectedBlocks } from './block-keys.ts';
import { $createCalloutNode, $createFormulaNode, $createRuleNode } from './note-nodes.ts';
import { $nodesOf } from './note-to-nodes.ts';
import { change, MemoryHub, type OpenEditor, openEditor } from './testing/editors.ts';

/** How many stretches of typing are tried; more with `NOTE_TYPISTS` on a quiet machine. */
const SEEDS = Number(import.meta.env.VITE_NOTE_TYPISTS ?? 20);
const EDITS = 120;

const WORDS = [
  'limit',
  'of',
  'the',
  'series',
  'ε',
  '극한',
  'נגזרת',
  '🙂',
  '-',
  '$',
  '#',
  '**',
  '`',
  '>',
  '|',
];

const everyNode = (): LexicalNode[] => {
  const nodes: LexicalNode[] = [];
  const open: LexicalNode[] = [$getRoot()];
  for (let node = open.pop(); node; node = open.pop()) {
    nodes.push(node);
    if ($isElementNode(node)) open.push(...node.getChildren());
  }
  return nodes;
};

/** Between two characters, and never inside of one: no caret stands there. */
function $place(text: TextNode, random: Random): number {
  const words = text.getTextContent();
  const at = random.int(0, words.length);
  return /^[\udc00-\udfff]/.test(words.slice(at)) ? at - 1 : at;
}

/** Puts the caret or a selection anywhere in the note. */
function $selectAnywhere(random: Random): RangeSelection | null {
  const texts = everyNode().filter($isTextNode);
  const blocks = everyNode().filter((node) => $isElementNode(node) && node.isEmpty() && !node.is($getRoot()));
  if (texts.length === 0 || (blocks.length > 0 && random.chance(0.3))) {
    if (blocks.length === 0) return null;
    random.pick(blocks).selectStart();
  } else {
    const text = random.pick(texts);
    const from = $place(text, random);
    const selection = text.select(from, from);
    if (random.chance(0.3)) {
      const other = random.chance(0.7) ? text : random.pick(texts);
      selection.focus.set(other.getKey(), $place(other, random), 'text');
    }
  }
  const selection = $getSelection();
  return $isRangeSelection(selection) ? selection : null;
}

type Edit = (one: OpenEditor, random: Random, selection: RangeSelection) => void;
const edits: readonly [weight: number, edit: Edit][] = [
  [14, (_, random, selection) => selection.insertText(` ${random.pick(WORDS)}`)],
  [5, ({ editor }) => void editor.dispatchCommand(INSERT_PARAGRAPH_COMMAND, undefined)],
  [2, ({ editor }) => void editor.dispatchCommand(INSERT_LINE_BREAK_COMMAND, false)],
  [5, (_, __, selection) => selection.deleteCharacter(true)],
  [2, (_, __, selection) => selection.removeText()],
  [
    4,
    ({ editor }, random) =>
      void editor.dispatchCommand(
        FORMAT_TEXT_COMMAND,
        random.pick(['bold', 'italic', 'strikethrough', 'code']),
      ),
  ],
  [
    3,
    (_, random, selection) =>
      $setBlocksType(selection, () =>
        random.pick([
          () => $createHeadingNode(random.pick(['h1', 'h2', 'h3', 'h5'])),
          $createQuoteNode,
          () => $createCalloutNode(random.pick(['info', 'danger'])),
        ])(),
      ),
  ],
  [
    3,
    ({ editor }, random) =>
      void editor.dispatchCommand(
        random.pick([INSERT_UNORDERED_LIST_COMMAND, INSERT_ORDERED_LIST_COMMAND, INSERT_CHECK_LIST_COMMAND]),
        undefined,
      ),
  ],
  [3, ({ editor }) => void editor.dispatchCommand(INDENT_CONTENT_COMMAND, undefined)],
  [1, ({ editor }) => void editor.dispatchCommand(OUTDENT_CONTENT_COMMAND, undefined)],
  [1, ({ editor }) => void editor.dispatchCommand(INSERT_TABLE_COMMAND, { rows: '2', columns: '2' })],
  [2, (_, __, selection) => selection.insertNodes([$createFormulaNode('x_1')])],
  [1, (_, __, selection) => selection.insertNodes([$createRuleNode()])],
  [2, (_, random) => $toggleLink(random.chance(0.7) ? 'https://example.org/' : null)],
  [
    2,
    (_, random) => $selectedBlocks().forEach((block) => void $moveBlock(block, random.chance(0.5) ? 1 : -1)),
  ],
  [
    1,
    (_, __, selection) =>
      selection.insertNodes(
        $nodesOf(
          noteFromMarkdown(
            '# A\n\n- [x] b\n    1. c\n\n| d | e |\n|---|---|\n| f | $g$ |\n\n```ts\nlet h\n```',
          ),
        ),
      ),
  ],
];
const total = edits.reduce((sum, [weight]) => sum + weight, 0);

function pickEdit(random: Random): Edit {
  let left = random.int(1, total);
  for (const [weight, edit] of edits) {
    left -= weight;
    if (left <= 0) return edit;
  }
  throw new Error('there must be an edit for every number');
}

/** What an editor shows, without the keys of its nodes what its next words will look like, and numbers of items. */
const state = ({ editor }: OpenEditor) =>
  JSON.parse(
    JSON.stringify(editor.getEditorState().toJSON().root.children, (name, value) =>
      name === 'textFormat' || name === 'textStyle' || name === 'value' ? undefined : value,
    ),
  );

for (let seed = 1; seed <= SEEDS; seed++) {
  test(`two who type anything anywhere end with the same note, which may hold all of it (seed ${seed})`, () => {
    const random = createRandom(`typist ${seed}`);
    const hub = new MemoryHub(noteFromMarkdown('# Title\n\nSome words here\n\n- one\n- two'));
    const pair = [openEditor(hub), openEditor(hub)] as const;
    let made = 0;
    for (let at = 0; at < EDITS; at++) {
      const one = random.pick(pair);
      if (random.chance(0.06)) {
        one.editor.dispatchCommand(random.chance(0.7) ? UNDO_COMMAND : REDO_COMMAND, undefined);
        one.editor.update(() => {}, { discrete: true });
      } else {
        const edit = pickEdit(random);
        change(one, () => {
          const selection = $selectAnywhere(random);
          if (selection === null) return;
          edit(one, random, selection);
          made += 1;
        });
      }
      expect(one.faults).toEqual([]);
      expect(noteFault(one.doc), `after ${at} edits`).toBeNull();
      if (random.chance(0.25)) hub.deliver();
    }
    hub.deliver();
    const [a, b] = pair;
    expect([...a.faults, ...b.faults]).toEqual([]);
    expect(noteFault(hub.doc)).toBeNull();
    expect(a.body()).toEqual(readNote(hub.doc));
    expect(b.body()).toEqual(readNote(hub.doc));
    expect(state(a)).toEqual(state(b));
    // A third one, who comes now, sees the same.
    const late = openEditor(hub);
    expect(state(late)).toEqual(state(a));
    expect(made).toBeGreaterThan(EDITS / 3);
  });
}

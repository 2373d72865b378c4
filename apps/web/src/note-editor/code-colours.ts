import { $isCodeNode, CodeNode } from '@lexical/code-core';
import { $getNodeByKey, type LexicalEditor, type NodeKey } from 'lexical';

/** Colours by the names of lowlight's classes. What is not here is plain. */
const COLOURS: Readonly<Record<string, Colour>> = {
  'hljs-keyword': 'keyword',
  'hljs-selector-tag': 'keyword',
  'hljs-section': 'keyword',
  'hljs-name': 'keyword',
  'hljs-string': 'string',
  'hljs-regexp': 'string',
  'hljs-addition': 'string',
  'hljs-number': 'number',
  'hljs-literal': 'number',
  'hljs-symbol': 'number',
  'hljs-attr': 'number',
  'hljs-built_in': 'number',
  'hljs-comment': 'comment',
  'hljs-meta': 'comment',
  'hljs-deletion': 'deletion',
};
const colours = ['keyword', 'string', 'number', 'comment', 'deletion'] as const;
type Colour = (typeof colours)[number];

/** Longer code has no colours while it is edited: colouring it takes longer than a keystroke may. */
const MAX_COLOURED = 20_000;

/**
 * Code in the colours of its language. They lie over the text as highlights of the browser: the note itself knows
 * nothing of them, and no node is made for them. Browsers without highlights show code without colours.
 */
export function registerCodeColours(editor: LexicalEditor): () => void {
  if (typeof Highlight === 'undefined' || !CSS.highlights) return () => {};
  const ranges = new Map<NodeKey, readonly (readonly [Colour, Range])[]>();
  const dirty = new Set<NodeKey>();
  let isAsked = false;
  let isOver = false;

  const paint = async () => {
    const { tokensOf } = await import('../components/body/code-tokens.tsx');
    isAsked = false;
    if (isOver) return;
    for (const key of dirty) ranges.set(key, rangesOf(editor, key, tokensOf));
    dirty.clear();
    for (const colour of colours) {
      const all = [...ranges.values()].flat().flatMap(([each, range]) => (each === colour ? [range] : []));
      CSS.highlights.set(`note-code-${colour}`, new Highlight(...all));
    }
  };
  const stop = editor.registerMutationListener(
    CodeNode,
    (mutations) => {
      for (const [key, mutation] of mutations) {
        if (mutation === 'destroyed') ranges.delete(key);
        else dirty.add(key);
      }
      if (isAsked) return;
      isAsked = true;
      // Behind the keystroke that it follows, and once for many.
      requestAnimationFrame(() => void paint().catch(() => {}));
    },
    { skipInitialization: false },
  );
  return () => {
    isOver = true;
    stop();
    for (const colour of colours) CSS.highlights.delete(`note-code-${colour}`);
  };
}

type TokensOf = (text: string, language: string) => readonly { from: number; to: number; name: string }[];

function rangesOf(editor: LexicalEditor, key: NodeKey, tokensOf: TokensOf): (readonly [Colour, Range])[] {
  const language = editor.getEditorState().read(() => {
    const node = $getNodeByKey(key);
    return $isCodeNode(node) ? node.getLanguage() : null;
  });
  const element = editor.getElementByKey(key);
  if (!language || element === null) return [];
  const { text, place } = textIn(element);
  if (text.length > MAX_COLOURED) return [];
  return tokensOf(text, language).flatMap(({ from, to, name }) => {
    const colour = Object.hasOwn(COLOURS, name) ? COLOURS[name]! : null;
    const [start, end] = [place(from, false), place(to, true)];
    if (colour === null || start === null || end === null) return [];
    const range = new Range();
    range.setStart(...start);
    range.setEnd(...end);
    return [[colour, range] as const];
  });
}

/** The text of an element with line breaks as line ends, and where each of its characters stands. */
function textIn(element: HTMLElement): {
  text: string;
  place: (offset: number, isEnd: boolean) => [Text, number] | null;
} {
  const pieces: { node: Text; from: number }[] = [];
  let text = '';
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Text) {
      pieces.push({ node, from: text.length });
      text += node.data;
    } else if (node.nodeName === 'BR') text += '\n';
  }
  const place = (offset: number, isEnd: boolean): [Text, number] | null => {
    const piece = pieces.findLast(({ node, from }) =>
      isEnd ? from < offset && offset <= from + node.length + 1 : from <= offset,
    );
    return piece ? [piece.node, Math.min(piece.node.length, offset - piece.from)] : null;
  };
  return { text, place };
}

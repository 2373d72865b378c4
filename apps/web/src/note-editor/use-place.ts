import { lexicalFormats } from '@lectern/channel-doc';
import { type CalloutTone, textMarks } from '@lectern/contracts';
import { $isCodeNode } from '@lexical/code-core';
import { $isLinkNode } from '@lexical/link';
import { $findTableNode } from '@lexical/table';
import {
  $getRoot,
  $getSelection,
  $isNodeSelection,
  $isParagraphNode,
  $isRangeSelection,
  $isTextNode,
  type LexicalEditor,
  type NodeKey,
} from 'lexical';
import { useEffect, useState } from 'react';
import { $kindAt, type BlockKind } from './make-block.ts';
import { $isCalloutNode, $isFormula } from './note-nodes.ts';

/** What the caret stands in, and what is selected. */
export interface Place {
  /** Words are selected. */
  readonly isSelection: boolean;
  /** Bit set of `textMarks`. */
  readonly marks: number;
  readonly link: string | null;
  readonly kind: BlockKind | null;
  /** What was typed behind a slash; null where there is none. */
  readonly slash: string | null;
  /** The block with settings of its own in which the caret is. */
  readonly table: NodeKey | null;
  readonly code: { readonly key: NodeKey; readonly language: string | null } | null;
  readonly callout: { readonly key: NodeKey; readonly tone: CalloutTone } | null;
  /** The block that is picked as a whole. */
  readonly picked: NodeKey | null;
  readonly pickedFormula: boolean;
  readonly isEmpty: boolean;
}

const nowhere: Place = {
  isSelection: false,
  marks: 0,
  link: null,
  kind: null,
  slash: null,
  table: null,
  code: null,
  callout: null,
  picked: null,
  pickedFormula: false,
  isEmpty: false,
};

export function usePlace(editor: LexicalEditor): Place {
  const [place, setPlace] = useState(nowhere);
  useEffect(
    () =>
      editor.registerUpdateListener(({ editorState }) => {
        const next = editorState.read($place);
        setPlace((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
      }),
    [editor],
  );
  return place;
}

const marks = Object.keys(lexicalFormats) as (keyof typeof lexicalFormats)[];

/** A slash at the beginning of a line or behind a blank, and letters behind it. */
const SLASH = /(?:^|\s)\/([\p{L}\p{N}]{0,20})$/u;

function $place(): Place {
  const selection = $getSelection();
  const first = $getRoot().getFirstChild();
  const isEmpty = $getRoot().getChildrenSize() === 1 && $isParagraphNode(first) && first.isEmpty();
  if ($isNodeSelection(selection)) {
    const node = selection.getNodes()[0];
    return { ...nowhere, isEmpty, picked: node?.getKey() ?? null, pickedFormula: $isFormula(node) };
  }
  if (!$isRangeSelection(selection)) return { ...nowhere, isEmpty };
  const node = selection.anchor.getNode();
  const around = [node, ...node.getParents()];
  const code = around.find($isCodeNode);
  const callout = around.find($isCalloutNode);
  const isCollapsed = selection.isCollapsed();
  const before =
    isCollapsed && code === undefined && $isTextNode(node)
      ? node.getTextContent().slice(0, selection.anchor.offset)
      : '';
  return {
    isSelection: !isCollapsed && selection.getTextContent().trim() !== '',
    marks: marks.reduce(
      (bits, mark) => ((selection.format & lexicalFormats[mark]) !== 0 ? bits | textMarks[mark] : bits),
      0,
    ),
    link: around.find($isLinkNode)?.getURL() ?? null,
    kind: $kindAt(selection),
    slash: SLASH.exec(before)?.[1] ?? null,
    table: $findTableNode(node)?.getKey() ?? null,
    code: code ? { key: code.getKey(), language: code.getLanguage() ?? null } : null,
    callout: callout ? { key: callout.getKey(), tone: callout.getTone() } : null,
    picked: null,
    pickedFormula: false,
    isEmpty,
  };
}

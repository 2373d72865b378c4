import { type Body, isVisible, textMarks } from '@lectern/contracts';
import { CodeHighlightNode, CodeNode, registerCodeIndentation } from '@lexical/code-core';
import { createEmptyHistoryState, registerHistory } from '@lexical/history';
import { $createLinkNode, $toggleLink, LinkNode } from '@lexical/link';
import { ListItemNode, ListNode, registerList } from '@lexical/list';
import { registerMarkdownShortcuts } from '@lexical/markdown';
import { QuoteNode, registerRichText } from '@lexical/rich-text';
import {
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $getSelection,
  $isRangeSelection,
  $setSelection,
  CLEAR_HISTORY_COMMAND,
  createEditor,
  FORMAT_TEXT_COMMAND,
  type LexicalEditor,
  ParagraphNode,
} from 'lexical';
import { startTransition, useId, useLayoutEffect, useRef, useState } from 'react';
import { useStable } from '../hooks/use-stable.ts';
import { $blockKind, $isBare, $linkAt, toggleBlock } from './blocks.ts';
import {
  byHandle,
  type CaretPlace,
  type EditorHandle,
  type EditorProps,
  editorClass,
  type Mark,
  placeholderClass,
  plainPlace,
} from './editor.ts';
import { registerKeys } from './editor-keys.ts';
import { $readBody, $writeBody, formats } from './lexical-body.ts';
import { transformers } from './markdown.ts';
import { MentionNode } from './mention-node.ts';
import { NAMESPACE, registerPaste } from './paste.ts';
import { SuggestionsOf } from './suggestions.tsx';
import { useSuggestions } from './use-suggestions.ts';

/** Keystrokes within this time are one step of undo. */
const HISTORY_MS = 600;

/** Blanks that one Tab stands for in code. */
const TAB_SIZE = 2;

/** The rich editor: marks, blocks, mentions, history. Its content lives in Lexical; React only draws what is around it. */
export function RichEditor({ onPlace, ...props }: EditorProps & { onPlace: (place: CaretPlace) => void }) {
  const { label, people, handleRef } = props;
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const [editor] = useState(makeEditor);
  const [empty, setEmpty] = useState(true);
  const newest = useStable(() => props);
  const tellPlace = useStable(onPlace);
  const known = useRef(plainPlace);
  const suggestions = useSuggestions(editor, people, props.callable, props.takesCommands);

  useLayoutEffect(() => {
    editor.setRootElement(root.current);
    const undo = [
      registerRichText(editor),
      registerHistory(editor, createEmptyHistoryState(), HISTORY_MS),
      registerList(editor),
      registerCodeIndentation(editor, TAB_SIZE, true),
      registerMarkdownShortcuts(editor, transformers),
      registerKeys(editor, newest),
      registerPaste(editor),
      editor.registerUpdateListener(({ editorState, dirtyElements, dirtyLeaves, tags }) => {
        editorState.read(() => {
          const [bare, place] = [$isBare(), $caretPlace()];
          // Most keys leave the caret in the same kind of place, and what is around the editor as it is.
          const isSame = samePlace(place, known.current);
          known.current = place;
          // What is around it is drawn in a task of its own: it must not make that of the keystroke a long one.
          startTransition(() => {
            setEmpty(bare);
            if (!isSame) tellPlace(place);
          });
        });
        if ((dirtyElements.size > 0 || dirtyLeaves.size > 0) && !tags.has(QUIET)) newest().onChange();
      }),
    ];
    // A caret needs a paragraph to stand in.
    editor.update(() => void ($getRoot().isEmpty() && $getRoot().append($createParagraphNode())), {
      discrete: true,
      tag: QUIET,
    });
    handleRef(makeHandle(editor, () => newest()));
    return () => {
      handleRef(null);
      for (const each of undo) each();
      editor.setRootElement(null);
    };
  }, [editor, handleRef, newest, tellPlace]);

  const open = suggestions.options.length > 0;
  return (
    <div className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: rich text cannot stand in a textarea */}
      <div
        ref={root}
        id={id}
        role="textbox"
        tabIndex={0}
        contentEditable
        suppressContentEditableWarning
        dir="auto"
        aria-multiline="true"
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={open ? `${id}-list` : undefined}
        aria-activedescendant={open ? `${id}-list-${suggestions.active}` : undefined}
        className={`${editorClass} msg [&_p]:min-h-[1lh]`}
      />
      {empty && (
        <div aria-hidden="true" className={placeholderClass}>
          {label}
        </div>
      )}
      {open && (
        <SuggestionsOf id={`${id}-list`} suggestions={suggestions} channelName={props.callable.channelName} />
      )}
    </div>
  );
}

/** Marks updates that no person made. */
const QUIET = 'quiet';

const makeEditor = (): LexicalEditor =>
  createEditor({
    namespace: NAMESPACE,
    nodes: [
      ParagraphNode,
      QuoteNode,
      CodeNode,
      CodeHighlightNode,
      ListNode,
      ListItemNode,
      LinkNode,
      MentionNode,
    ],
    theme: {
      text: { bold: 'font-semibold', italic: 'italic', strikethrough: 'line-through' },
      quote: 'quote',
      code: 'code-block',
      link: 'text-accent-text underline decoration-accent-line underline-offset-2',
      list: { ul: 'list-disc ps-6', ol: 'list-decimal ps-6', nested: { listitem: 'list-none' } },
    },
    onError: (error) => {
      throw error;
    },
  });

function makeHandle(editor: LexicalEditor, props: () => EditorProps): EditorHandle {
  const hasFocus = () => editor.getRootElement()?.contains(document.activeElement) ?? false;
  const write = (body: Body) => {
    const focused = hasFocus();
    const change = () => {
      $writeBody(body, props().nameOf);
      // A selection would pull the focus here from wherever the person is.
      if (!focused) $setSelection(null);
    };
    editor.update(change, { discrete: true, tag: QUIET });
    editor.dispatchCommand(CLEAR_HISTORY_COMMAND, undefined);
  };
  return {
    read: () => editor.getEditorState().read(() => $readBody(byHandle(props()))),
    write,
    clear: () => write({ kind: 'plain', blocks: [{ t: 'p', c: [] }] }),
    // A focus that is here already would be set again, with a measure of the whole page.
    focus: () => void (hasFocus() || editor.focus()),
    hasFocus,
    isEmpty: () => editor.getEditorState().read(() => !isVisible($getRoot().getTextContent())),
    length: () => editor.getEditorState().read(() => $getRoot().getTextContentSize()),
    toggleBlock: (kind) => {
      toggleBlock(editor, kind);
      editor.focus();
    },
    setLink: (address) => {
      editor.update(() => $setLink(address));
      editor.focus();
    },
    toggle: (mark: Mark) => editor.dispatchCommand(FORMAT_TEXT_COMMAND, formats[mark]),
    beginMention: () => {
      editor.focus();
      editor.update(() => {
        const selection = $getSelection() ?? $getRoot().selectEnd();
        if (!$isRangeSelection(selection)) return;
        const before = selection.anchor.getNode().getTextContent().slice(0, selection.anchor.offset);
        selection.insertText(/\S$/.test(before) ? ' @' : '@');
      });
    },
  };
}

const samePlace = (a: CaretPlace, b: CaretPlace): boolean =>
  a.marks === b.marks && a.block === b.block && a.link === b.link;

function $caretPlace(): CaretPlace {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return plainPlace;
  const marks = (Object.keys(formats) as Mark[]).reduce(
    (bits, mark) => (selection.hasFormat(formats[mark]) ? bits | textMarks[mark] : bits),
    0,
  );
  return { marks, block: $blockKind(selection), link: $linkAt(selection) };
}

function $setLink(address: string | null): void {
  const selection = $getSelection() ?? $getRoot().selectEnd();
  if (!$isRangeSelection(selection)) return;
  if (address !== null && selection.isCollapsed() && $linkAt(selection) === null)
    selection.insertNodes([$createLinkNode(address).append($createTextNode(address))]);
  else $toggleLink(address);
}

import { type Body, isVisible, textMarks } from '@lectern/contracts';
import { createEmptyHistoryState, registerHistory } from '@lexical/history';
import {
  BOLD_STAR,
  INLINE_CODE,
  ITALIC_UNDERSCORE,
  registerMarkdownShortcuts,
  STRIKETHROUGH,
} from '@lexical/markdown';
import { registerRichText } from '@lexical/rich-text';
import {
  $createParagraphNode,
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
import { useId, useLayoutEffect, useRef, useState } from 'react';
import { useStable } from '../hooks/use-stable.ts';
import {
  byHandle,
  type EditorHandle,
  type EditorProps,
  editorClass,
  type Mark,
  placeholderClass,
} from './editor.ts';
import { NAMESPACE, registerKeys, registerPlainPaste } from './editor-keys.ts';
import { $readBody, $writeBody, formats } from './lexical-body.ts';
import { MentionList } from './mention-list.tsx';
import { MentionNode } from './mention-node.ts';
import { useMentions } from './use-mentions.ts';

/** Keystrokes within this time are one step of undo. */
const HISTORY_MS = 600;

/** The rich editor: marks, mentions, history. Its content lives in Lexical; React only draws what is around it. */
export function RichEditor({ onMarks, ...props }: EditorProps & { onMarks: (marks: number) => void }) {
  const { label, people, handleRef } = props;
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const [editor] = useState(makeEditor);
  const [empty, setEmpty] = useState(true);
  const newest = useStable(() => props);
  const tellMarks = useStable(onMarks);
  const mentions = useMentions(editor, people);

  useLayoutEffect(() => {
    editor.setRootElement(root.current);
    const undo = [
      registerRichText(editor),
      registerHistory(editor, createEmptyHistoryState(), HISTORY_MS),
      registerMarkdownShortcuts(editor, [BOLD_STAR, ITALIC_UNDERSCORE, STRIKETHROUGH, INLINE_CODE]),
      registerKeys(editor, newest),
      registerPlainPaste(editor),
      editor.registerUpdateListener(({ editorState, dirtyElements, dirtyLeaves, tags }) => {
        editorState.read(() => {
          setEmpty($getRoot().getTextContent() === '');
          tellMarks($marksAtCaret());
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
  }, [editor, handleRef, newest, tellMarks]);

  const open = mentions.people.length > 0;
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
        aria-controls={open ? `${id}-people` : undefined}
        aria-activedescendant={open ? `${id}-people-${mentions.active}` : undefined}
        className={`${editorClass} msg [&_p]:min-h-[1lh]`}
      />
      {empty && (
        <div aria-hidden="true" className={placeholderClass}>
          {label}
        </div>
      )}
      {open && (
        <MentionList
          id={`${id}-people`}
          people={mentions.people}
          active={mentions.active}
          onPick={mentions.pick}
          onHover={mentions.hover}
        />
      )}
    </div>
  );
}

/** Marks updates that no person made. */
const QUIET = 'quiet';

const makeEditor = (): LexicalEditor =>
  createEditor({
    namespace: NAMESPACE,
    nodes: [ParagraphNode, MentionNode],
    theme: { text: { bold: 'font-semibold', italic: 'italic', strikethrough: 'line-through' } },
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
    read: () => editor.getEditorState().read(() => $readBody(byHandle(props().people))),
    write,
    clear: () => write({ kind: 'plain', blocks: [{ t: 'p', c: [] }] }),
    focus: () => editor.focus(),
    hasFocus,
    isEmpty: () => editor.getEditorState().read(() => !isVisible($getRoot().getTextContent())),
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

function $marksAtCaret(): number {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return 0;
  return (Object.keys(formats) as Mark[]).reduce(
    (bits, mark) => (selection.hasFormat(formats[mark]) ? bits | textMarks[mark] : bits),
    0,
  );
}

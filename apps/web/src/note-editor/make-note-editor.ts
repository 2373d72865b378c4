import { CodeHighlightNode } from '@lexical/code-core';
import { registerCheckList, registerList } from '@lexical/list';
import { registerMarkdownShortcuts } from '@lexical/markdown';
import { registerRichText } from '@lexical/rich-text';
import {
  registerTablePlugin,
  registerTableSelectionObserver,
  setScrollableTablesActive,
} from '@lexical/table';
import { createEditor, type LexicalEditor, mergeRegister } from 'lexical';
import { registerBlockKeys } from './block-keys.ts';
import { registerCheckListRoles } from './check-list-roles.ts';
import { registerCodeColours } from './code-colours.ts';
import { noteNodes } from './note-nodes.ts';
import { NAMESPACE, registerNotePaste } from './note-paste.ts';
import { registerNoteRules } from './note-rules.ts';
import { shortcuts } from './note-shortcuts.ts';

/**
 * Where an editor tells of its errors. One in an edit takes the edit back, and the person goes on; one while it is
 * brought in step with the document means that they may differ, which the binding asks about.
 */
export class EditorErrors {
  #last: Error | null = null;

  readonly tell = (error: Error): void => {
    this.#last = error;
    console.error(error);
  };

  /** Does something, and throws what went wrong in it. */
  throwing(step: () => void): void {
    this.#last = null;
    step();
    const error = this.#last as Error | null;
    if (error !== null) throw error;
  }
}

/** An editor that knows the blocks of notes. It cannot be typed in until it is bound to a note. */
export const makeNoteEditor = (errors: EditorErrors): LexicalEditor =>
  createEditor({
    namespace: NAMESPACE,
    editable: false,
    // Code of Lexical makes highlights; the rules make text of them.
    nodes: [...noteNodes, CodeHighlightNode],
    theme: {
      text: { bold: 'font-semibold', italic: 'italic', strikethrough: 'line-through' },
      heading: { h1: 'note-h1', h2: 'note-h2', h3: 'note-h3' },
      quote: 'note-quote',
      callout: 'note-callout',
      code: 'note-code',
      rule: 'note-rule',
      formula: 'note-formula',
      formulaBlock: 'note-formula-block',
      link: 'text-accent-text underline decoration-accent-line underline-offset-2',
      list: {
        checklist: 'note-checks',
        nested: { listitem: 'note-nested' },
        listitemChecked: 'note-check note-check-done',
        listitemUnchecked: 'note-check',
      },
      table: 'note-table',
      tableCell: 'note-cell',
      tableCellHeader: 'note-cell-head',
      tableCellSelected: 'note-cell-selected',
      tableScrollableWrapper: 'note-table-scroller',
      collaboration: { cursor: 'note-caret', cursorName: 'note-caret-name' },
    },
    onError: errors.tell,
  });

/** Everything that an editor of notes does by itself, before it is bound: what is registered later would write. */
export const registerNoteEditor = (
  editor: LexicalEditor,
  { onTooLong }: { onTooLong: () => void },
): (() => void) => {
  setScrollableTablesActive(editor, true);
  return mergeRegister(
    registerRichText(editor),
    registerList(editor),
    registerCheckList(editor),
    registerCheckListRoles(editor),
    registerTablePlugin(editor),
    registerTableSelectionObserver(editor),
    registerMarkdownShortcuts(editor, shortcuts),
    registerNotePaste(editor, onTooLong),
    registerBlockKeys(editor),
    registerCodeColours(editor),
    registerNoteRules(editor),
  );
};

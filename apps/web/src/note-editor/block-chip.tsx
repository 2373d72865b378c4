import { calloutTones } from '@lectern/contracts';
import { $isCodeNode } from '@lexical/code-core';
import {
  $deleteTableColumnAtSelection,
  $deleteTableRowAtSelection,
  $insertTableColumnAtSelection,
  $insertTableRowAtSelection,
} from '@lexical/table';
import { $getNodeByKey, type LexicalEditor, type NodeKey } from 'lexical';
import { useLayoutEffect, useRef } from 'react';
import { Icon } from '../components/icons.tsx';
import { Menu, type MenuItem } from '../components/menu.tsx';
import { noteWords } from '../words/notes.ts';
import { $isCalloutNode } from './note-nodes.ts';
import type { Place } from './use-place.ts';

/** Languages that have colours, as they are named behind a fence. */
const LANGUAGES = [
  ...['bash', 'c', 'cpp', 'csharp', 'css', 'diff', 'go', 'haskell', 'html', 'java', 'javascript', 'json'],
  ...['kotlin', 'latex', 'matlab', 'python', 'r', 'rust', 'sql', 'typescript', 'yaml'],
];

/** Where the words of a callout begin below its edge, in pixels: what is larger than a finger's width stands over it. */
const FIRST_LINE = 31;

/** Settings of the block that the caret is in, at its corner: the language of code, the tone of a callout, rows and columns. */
export function BlockChip({ editor, place }: { editor: LexicalEditor; place: Place }) {
  const ref = useRef<HTMLDivElement>(null);
  const chip = chipOf(editor, place);
  const key = chip?.key;
  useLayoutEffect(() => {
    const block = key === undefined ? null : editor.getElementByKey(key);
    const element = ref.current;
    const parent = element?.offsetParent;
    if (!block || !element || !parent) return;
    const box = block.querySelector('table') ?? block;
    const [at, around] = [box.getBoundingClientRect(), parent.getBoundingClientRect()];
    const rtl = getComputedStyle(parent).direction === 'rtl';
    const above =
      place.table === null ? Math.min(6, FIRST_LINE - element.offsetHeight) : -6 - element.offsetHeight;
    element.style.top = `${at.top - around.top + above}px`;
    element.style.left = rtl
      ? `${at.left - around.left + 6}px`
      : `${Math.min(at.right, around.right) - around.left - element.offsetWidth - (place.table === null ? 6 : 0)}px`;
  });
  if (chip === null) return null;
  return (
    <div ref={ref} className="note-tools absolute z-10">
      <Menu label={chip.label} items={chip.items}>
        {(trigger) => (
          <button
            type="button"
            {...trigger}
            aria-label={`${chip.label}: ${chip.text}`}
            className="flex min-h-6 items-center gap-1 rounded-control bg-raised px-2 text-meta text-muted shadow-float hover:text-text coarse:min-h-11"
          >
            {chip.text}
            <Icon name="chevron" size={14} />
          </button>
        )}
      </Menu>
    </div>
  );
}

interface Chip {
  readonly key: NodeKey;
  readonly label: string;
  readonly text: string;
  readonly items: readonly MenuItem[];
}

function chipOf(editor: LexicalEditor, { code, callout, table }: Place): Chip | null {
  const change = (how: () => void) => {
    editor.update(how);
    editor.focus();
  };
  if (code) {
    const setLanguage = (language: string | null) =>
      change(() => {
        const node = $getNodeByKey(code.key);
        if ($isCodeNode(node)) node.setLanguage(language);
      });
    return {
      key: code.key,
      label: noteWords.codeLanguage,
      text: code.language ?? noteWords.codeLanguagePlain,
      items: [
        {
          label: noteWords.codeLanguagePlain,
          checked: code.language === null,
          onSelect: () => setLanguage(null),
        },
        ...LANGUAGES.map((language) => ({
          label: language,
          checked: code.language === language,
          onSelect: () => setLanguage(language),
        })),
      ],
    };
  }
  if (callout) {
    return {
      key: callout.key,
      label: noteWords.tone,
      text: noteWords.tones[callout.tone],
      items: calloutTones.map((tone) => ({
        label: noteWords.tones[tone],
        checked: tone === callout.tone,
        onSelect: () =>
          change(() => {
            const node = $getNodeByKey(callout.key);
            if ($isCalloutNode(node)) node.setTone(tone);
          }),
      })),
    };
  }
  if (table) {
    return {
      key: table,
      label: noteWords.tableMenu,
      text: noteWords.table,
      items: [
        {
          label: noteWords.rowAbove,
          icon: 'up',
          onSelect: () => change(() => void $insertTableRowAtSelection(false)),
        },
        {
          label: noteWords.rowBelow,
          icon: 'down',
          onSelect: () => change(() => void $insertTableRowAtSelection(true)),
        },
        {
          label: noteWords.columnBefore,
          onSelect: () => change(() => void $insertTableColumnAtSelection(false)),
        },
        {
          label: noteWords.columnAfter,
          onSelect: () => change(() => void $insertTableColumnAtSelection(true)),
        },
        { label: noteWords.removeRow, apart: true, onSelect: () => change($deleteTableRowAtSelection) },
        { label: noteWords.removeColumn, onSelect: () => change($deleteTableColumnAtSelection) },
        {
          label: noteWords.removeTable,
          icon: 'trash',
          danger: true,
          apart: true,
          onSelect: () =>
            change(() => {
              const node = $getNodeByKey(table);
              node?.selectNext();
              node?.remove();
            }),
        },
      ],
    };
  }
  return null;
}

import type { PersonEntry, UserId } from '@lectern/contracts';
import {
  $createTextNode,
  $getSelection,
  $isRangeSelection,
  $isTextNode,
  COMMAND_PRIORITY_CRITICAL,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_ESCAPE_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
} from 'lexical';
import { useEffect, useState } from 'react';
import { useStable } from '../hooks/use-stable.ts';
import { $createMentionNode } from './mention-node.ts';
import { matchPeople, mentionQuery } from './mention-search.ts';

export interface Suggestions {
  readonly people: readonly PersonEntry[];
  readonly active: number;
  readonly pick: (person: PersonEntry) => void;
  readonly hover: (index: number) => void;
}

/** Watches the text before the caret for a begun mention and takes over arrows, Enter, Tab and Esc while it lasts. */
export function useMentions(editor: LexicalEditor, people: readonly PersonEntry[]): Suggestions {
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const found = query === null || query === dismissed ? [] : matchPeople(people, query);

  const pick = useStable((person: PersonEntry) => {
    editor.update(() => $replaceQuery(person.id, person.name));
    editor.focus();
    setQuery(null);
  });
  const act = useStable((event: KeyboardEvent | null, move: number | 'pick' | 'dismiss'): boolean => {
    if (found.length === 0 || event?.isComposing || event?.altKey) return false;
    event?.preventDefault();
    event?.stopPropagation();
    if (move === 'pick') pick(found[Math.min(active, found.length - 1)]!);
    else if (move === 'dismiss') setDismissed(query);
    else setActive((active + move + found.length) % found.length);
    return true;
  });

  useEffect(() => {
    const undo = [
      editor.registerUpdateListener(({ editorState }) => {
        const next = editorState.read(() => $queryBeforeCaret());
        setQuery((before) => {
          if (next !== before) setActive(0);
          return next;
        });
        if (next === null) setDismissed(null);
      }),
      editor.registerCommand(KEY_ARROW_DOWN_COMMAND, (event) => act(event, 1), COMMAND_PRIORITY_CRITICAL),
      editor.registerCommand(KEY_ARROW_UP_COMMAND, (event) => act(event, -1), COMMAND_PRIORITY_CRITICAL),
      editor.registerCommand(KEY_ENTER_COMMAND, (event) => act(event, 'pick'), COMMAND_PRIORITY_CRITICAL),
      editor.registerCommand(KEY_TAB_COMMAND, (event) => act(event, 'pick'), COMMAND_PRIORITY_CRITICAL),
      editor.registerCommand(KEY_ESCAPE_COMMAND, (event) => act(event, 'dismiss'), COMMAND_PRIORITY_CRITICAL),
    ];
    return () => {
      for (const each of undo) each();
    };
  }, [editor, act]);

  return { people: found, active: Math.min(active, Math.max(0, found.length - 1)), pick, hover: setActive };
}

function $queryBeforeCaret(): string | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const node = selection.anchor.getNode();
  if (!$isTextNode(node) || !node.isSimpleText() || node.hasFormat('code')) return null;
  return mentionQuery(node.getTextContent().slice(0, selection.anchor.offset));
}

/** Puts the mention where its beginning was typed, and a space behind it. */
function $replaceQuery(user: UserId, name: string): void {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  const node = selection.anchor.getNode();
  if (!$isTextNode(node)) return;
  const end = selection.anchor.offset;
  const query = mentionQuery(node.getTextContent().slice(0, end));
  if (query === null) return;
  const start = end - query.length - 1;
  const parts = node.splitText(...(start > 0 ? [start, end] : [end]));
  const target = start > 0 ? parts[1] : parts[0];
  const mention = $createMentionNode(user, name);
  const space = $createTextNode(' ');
  target?.replace(mention).insertAfter(space);
  space.select();
}

import type { MentionGroup, PersonEntry } from '@lectern/contracts';
import {
  $createTextNode,
  $getRoot,
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
import { loadedOnce } from '../hooks/loaded-once.ts';
import type { Callable } from '../hooks/use-callable.ts';
import { useStable } from '../hooks/use-stable.ts';
import { type CommandName, commandNames } from '../words/commands.ts';
import { type Begun, begunIn } from './begun.ts';
import { $isInCode } from './blocks.ts';
import { $createMentionNode } from './mention-node.ts';
import { MAX_SUGGESTIONS, type MentionMatch, matchMentions } from './mention-search.ts';

/** A way to go on with what is being typed. */
export type Suggestion =
  | MentionMatch
  | { readonly kind: 'emoji'; readonly emoji: string; readonly name: string }
  | { readonly kind: 'command'; readonly name: CommandName };

export interface Suggestions {
  readonly options: readonly Suggestion[];
  readonly active: number;
  readonly pick: (option: Suggestion) => void;
  readonly hover: (index: number) => void;
}

/** The table of emoji comes behind the editor, so that it is there for who types a short code at once. */
const emoji = loadedOnce(async () => (await import('../components/find-emoji.ts')).findEmoji);

/**
 * Watches the text before the caret for a begun mention, emoji or command and takes over arrows, Enter, Tab and Esc while it
 * lasts. A short code with both of its colons becomes its emoji by itself.
 */
export function useSuggestions(
  editor: LexicalEditor,
  people: readonly PersonEntry[],
  { groups }: Callable,
  takesCommands: boolean,
): Suggestions {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const findEmoji = emoji.use();
  const options =
    begun === null || begun.typed === dismissed
      ? []
      : suggestions(begun, people, groups, takesCommands, findEmoji);

  const pick = useStable((option: Suggestion) => {
    editor.update(() => $replaceBegun(option));
    editor.focus();
    setBegun(null);
  });
  const act = useStable((event: KeyboardEvent | null, move: number | 'pick' | 'dismiss'): boolean => {
    if (options.length === 0 || event?.isComposing || event?.altKey) return false;
    event?.preventDefault();
    event?.stopPropagation();
    if (move === 'pick') pick(options[Math.min(active, options.length - 1)]!);
    else if (move === 'dismiss') setDismissed(begun?.typed ?? null);
    else setActive((active + move + options.length) % options.length);
    return true;
  });

  useEffect(() => {
    const undo = [
      editor.registerUpdateListener(({ editorState }) => {
        const next = editorState.read(() => $begunBeforeCaret());
        setBegun((before) => {
          if (next?.typed === before?.typed) return before;
          setActive(0);
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

  useEffect(() => void emoji.load(), []);
  useEffect(() => {
    if (!begun?.closed || !findEmoji) return;
    const [entry] = findEmoji(begun.query, 1);
    if (entry?.[4].split(' ').includes(begun.query))
      editor.update(() => $replaceBegun({ kind: 'emoji', emoji: entry[0], name: entry[1] }));
  }, [editor, begun, findEmoji]);

  return { options, active: Math.min(active, Math.max(0, options.length - 1)), pick, hover: setActive };
}

function suggestions(
  { kind, query, closed }: Begun,
  people: readonly PersonEntry[],
  groups: readonly MentionGroup[],
  takesCommands: boolean,
  findEmoji: ReturnType<typeof emoji.use>,
): Suggestion[] {
  if (kind === 'mention') return matchMentions(people, groups, query);
  if (kind === 'command')
    return takesCommands
      ? commandNames.filter((name) => name.startsWith(query)).map((name) => ({ kind: 'command', name }))
      : [];
  if (closed || !findEmoji) return [];
  return findEmoji(query, MAX_SUGGESTIONS).map(([sign, name]) => ({ kind: 'emoji', emoji: sign, name }));
}

function $begunBeforeCaret(): Begun | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed() || $isInCode()) return null;
  const node = selection.anchor.getNode();
  if (!$isTextNode(node) || !node.isSimpleText() || node.hasFormat('code')) return null;
  const isFirst =
    node.getPreviousSibling() === null && $getRoot().getFirstChild()?.is(node.getParent()) === true;
  return begunIn(node.getTextContent().slice(0, selection.anchor.offset), isFirst);
}

/** Puts what was picked where its beginning was typed, and a space behind it. */
function $replaceBegun(option: Suggestion): void {
  const begun = $begunBeforeCaret();
  const selection = $getSelection();
  if (begun === null || !$isRangeSelection(selection)) return;
  const node = selection.anchor.getNode();
  if (!$isTextNode(node)) return;
  const end = selection.anchor.offset;
  const start = end - begun.typed.length;
  const parts = node.splitText(...(start > 0 ? [start, end] : [end]));
  const target = start > 0 ? parts[1] : parts[0];
  if (option.kind === 'person' || option.kind === 'group') {
    const mention =
      option.kind === 'group'
        ? $createMentionNode({ t: 'mention', group: option.group }, option.group)
        : $createMentionNode({ t: 'mention', user: option.person.id }, option.person.name);
    const space = $createTextNode(' ');
    target?.replace(mention).insertAfter(space);
    space.select();
  } else {
    const picked = option.kind === 'emoji' ? option.emoji : `/${option.name}`;
    // Who types both colons types the space too.
    target?.setTextContent(begun.closed ? picked : `${picked} `);
    target?.select();
  }
}

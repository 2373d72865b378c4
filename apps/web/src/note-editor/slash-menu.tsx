import {
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
  mergeRegister,
} from 'lexical';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { matchWords } from '../components/match-words.ts';
import { SuggestionList } from '../components/suggestion-list.tsx';
import { useStable } from '../hooks/use-stable.ts';
import { noteWords } from '../words/notes.ts';
import { BlockIcon } from './block-icon.tsx';
import { caretRect, placeNear } from './floating-place.ts';
import { type BlockKind, blockKinds } from './make-block.ts';

/** Blocks to put in, behind a slash. The caret stays in the text, and what is typed on chooses among them. */
export function SlashMenu({
  editor,
  typed,
  onPick,
}: {
  editor: LexicalEditor;
  /** What stands behind the slash; null where there is none. */
  typed: string | null;
  onPick: (kind: BlockKind) => void;
}) {
  const id = useId();
  const ref = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const options =
    typed === null || dismissed !== null
      ? []
      : blockKinds.filter((kind) => typed === '' || matchWords(typed, noteWords.blocks[kind]) !== null);
  const isOpen = options.length > 0;
  const pick = useStable((kind: BlockKind) => {
    editor.update($removeSlash, { discrete: true });
    onPick(kind);
  });
  // Another slash is another menu.
  useEffect(() => {
    if (typed === null) setDismissed(null);
    setActive(0);
  }, [typed]);
  const step = useStable((by: number) => setActive((at) => (at + by + options.length) % options.length));
  const choose = useStable(() => {
    const kind = options[active];
    if (kind) pick(kind);
  });
  const dismiss = useStable(() => setDismissed(typed));
  useEffect(() => {
    if (!isOpen) return;
    const on = (run: () => void) => (event: KeyboardEvent | null) => {
      event?.preventDefault();
      event?.stopPropagation();
      run();
      return true;
    };
    return mergeRegister(
      editor.registerCommand(
        KEY_ARROW_DOWN_COMMAND,
        on(() => step(1)),
        COMMAND_PRIORITY_CRITICAL,
      ),
      editor.registerCommand(
        KEY_ARROW_UP_COMMAND,
        on(() => step(-1)),
        COMMAND_PRIORITY_CRITICAL,
      ),
      editor.registerCommand(KEY_ENTER_COMMAND, on(choose), COMMAND_PRIORITY_CRITICAL),
      editor.registerCommand(KEY_TAB_COMMAND, on(choose), COMMAND_PRIORITY_CRITICAL),
      editor.registerCommand(KEY_ESCAPE_COMMAND, on(dismiss), COMMAND_PRIORITY_CRITICAL),
    );
  }, [editor, isOpen, step, choose, dismiss]);
  useEffect(() => {
    const root = editor.getRootElement();
    if (!isOpen || root === null) return;
    root.setAttribute('aria-controls', `${id}-list`);
    root.setAttribute('aria-activedescendant', `${id}-list-${active}`);
    return () => {
      root.removeAttribute('aria-controls');
      root.removeAttribute('aria-activedescendant');
    };
  }, [editor, isOpen, id, active]);
  useLayoutEffect(() => {
    if (!isOpen) return;
    placeNear(ref.current!, caretRect(editor), 'below');
    ref.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  if (!isOpen) return null;
  return (
    <div ref={ref} className="absolute z-30 w-64">
      <SuggestionList
        id={`${id}-list`}
        label={noteWords.slash}
        options={options}
        keyOf={(kind) => kind}
        active={Math.min(active, options.length - 1)}
        className="inset-x-0 top-0"
        onPick={pick}
        onHover={setActive}
      >
        {(kind) => (
          <>
            <span className="text-muted">
              <BlockIcon name={kind} />
            </span>
            <span className="min-w-0 grow truncate text-small">{noteWords.blocks[kind]}</span>
            <kbd className="font-mono text-meta text-muted coarse:hidden">{noteWords.blockHints[kind]}</kbd>
          </>
        )}
      </SuggestionList>
    </div>
  );
}

/** Takes the slash and what stands behind it out again. */
function $removeSlash(): void {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  const node = selection.anchor.getNode();
  if (!$isTextNode(node)) return;
  const end = selection.anchor.offset;
  const from = node.getTextContent().lastIndexOf('/', end - 1);
  if (from >= 0) node.spliceText(from, end - from, '', true);
}

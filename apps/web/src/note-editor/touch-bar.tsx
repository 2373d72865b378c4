import { INDENT_CONTENT_COMMAND, type LexicalEditor, OUTDENT_CONTENT_COMMAND, UNDO_COMMAND } from 'lexical';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Icon, type IconName } from '../components/icons.tsx';
import { Menu, type MenuItem } from '../components/menu.tsx';
import { keepFocus } from '../composer/keep-focus.ts';
import { noteWords } from '../words/notes.ts';
import { $blocksAtCaret, $insertBelow, blockActions } from './block-actions.ts';
import { BlockIcon, type BlockIconName } from './block-icon.tsx';
import { $moveBlocks } from './block-keys.ts';
import { type BlockKind, blockKinds, isInsertedOnly, makeBlock } from './make-block.ts';
import { useKeyboardInset } from './use-keyboard-inset.ts';
import type { Place } from './use-place.ts';

/**
 * The commands of blocks where there is neither a pointer that hovers nor a keyboard with arrows: a bar over the keyboard
 * on the screen. It has what the slash and the handle beside a block have, from the same lists.
 */
export function TouchBar({
  editor,
  place,
  onPick,
}: {
  editor: LexicalEditor;
  place: Place;
  /** Makes what the caret is in a block of this kind, as behind a slash. */
  onPick: (kind: BlockKind) => void;
}) {
  useKeyboardInset();
  const change = (how: () => void) => {
    editor.update(how);
    editor.focus();
  };
  const insert = (kind: BlockKind) => {
    if (kind !== 'formulaLine')
      editor.update(() => $insertBelow($blocksAtCaret().at(-1)), { discrete: true });
    onPick(kind);
  };
  const isList = place.kind === 'bullets' || place.kind === 'numbers' || place.kind === 'checks';
  const inserts: MenuItem[] = blockKinds.map((kind) => ({
    label: noteWords.blocks[kind],
    picture: <BlockIcon name={kind} />,
    onSelect: () => insert(kind),
  }));
  const turns: MenuItem[] = blockKinds
    .filter((kind) => !isInsertedOnly(kind))
    .map((kind) => ({
      label: noteWords.blocks[kind],
      picture: <BlockIcon name={kind} />,
      checked: kind === place.kind,
      onSelect: () => {
        makeBlock(editor, kind);
        editor.focus();
      },
    }));
  return (
    <div
      role="toolbar"
      aria-label={noteWords.blockBar}
      className="note-tools note-touch-bar flex items-center justify-between gap-0.5 overflow-x-auto border-t border-line bg-raised px-1"
    >
      <Menu label={noteWords.slash} items={inserts}>
        {(trigger) => <BarButton {...trigger} icon="plus" label={noteWords.slash} />}
      </Menu>
      <Menu label={noteWords.turnInto} items={turns}>
        {(trigger) => (
          <BarButton
            {...trigger}
            label={noteWords.turnInto}
            disabled={place.kind === null}
            picture={
              <>
                <BlockIcon name={place.kind ?? 'text'} size={20} />
                <Icon name="chevron" size={14} />
              </>
            }
          />
        )}
      </Menu>
      {isList && (
        <>
          <BarButton
            block="outdent"
            label={noteWords.outdent}
            onClick={() => editor.dispatchCommand(OUTDENT_CONTENT_COMMAND, undefined)}
          />
          <BarButton
            block="indent"
            label={noteWords.indent}
            onClick={() => editor.dispatchCommand(INDENT_CONTENT_COMMAND, undefined)}
          />
        </>
      )}
      <BarButton
        icon="up"
        label={noteWords.moveUp}
        onClick={() => change(() => $moveBlocks($blocksAtCaret(), -1))}
      />
      <BarButton
        icon="down"
        label={noteWords.moveDown}
        onClick={() => change(() => $moveBlocks($blocksAtCaret(), 1))}
      />
      <BarButton
        block="undo"
        label={noteWords.undo}
        onClick={() => editor.dispatchCommand(UNDO_COMMAND, undefined)}
      />
      <Menu label={noteWords.blockMore} items={blockActions(change, $blocksAtCaret)}>
        {(trigger) => <BarButton {...trigger} icon="more" label={noteWords.blockMore} />}
      </Menu>
    </div>
  );
}

interface BarButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string;
  icon?: IconName;
  block?: BlockIconName;
  picture?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** As large as a finger; pressing it leaves the caret and the keyboard where they are. */
function BarButton({ label, icon, block, picture, ...rest }: BarButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      {...rest}
      onPointerDown={keepFocus}
      className="inline-flex h-11 min-w-11 shrink-0 items-center justify-center rounded-control text-text select-none active:bg-active disabled:opacity-40 aria-expanded:bg-active"
    >
      {picture ?? (icon ? <Icon name={icon} /> : block && <BlockIcon name={block} size={20} />)}
    </button>
  );
}

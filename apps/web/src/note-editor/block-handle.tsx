import { $getNodeByKey, $getRoot, type LexicalEditor, type NodeKey } from 'lexical';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { Menu, type MenuItem } from '../components/menu.tsx';
import { noteWords } from '../words/notes.ts';
import { blockActions } from './block-actions.ts';
import { BlockIcon } from './block-icon.tsx';
import { $placeBlock } from './block-keys.ts';

/** Pixels that a press may move and still be a click. */
const STILL = 4;

/**
 * A handle beside the block that the pointer is at: dragging it moves the block, pressing it opens what else can be
 * done. The same is done with keys from within the text.
 */
export function BlockHandle({ editor }: { editor: LexicalEditor }) {
  const [at, setAt] = useState<{ key: NodeKey; top: number } | null>(null);
  const drop = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const drag = useRef<{ y: number; before: NodeKey | null; moved: boolean } | null>(null);

  useEffect(() => {
    const root = editor.getRootElement();
    const sheet = root?.parentElement;
    if (!root || !sheet) return;
    const look = (event: globalThis.PointerEvent) => {
      if (event.pointerType === 'touch' || drag.current !== null) return;
      if (place.current?.contains(event.target as Node)) return;
      const block = blockAt(editor, event.clientY);
      if (block === null) return setAt(null);
      const line = Number.parseFloat(getComputedStyle(block.element).lineHeight) || 24;
      const top =
        block.rect.top -
        sheet.getBoundingClientRect().top +
        Math.min(block.rect.height, line) / 2 -
        14 +
        block.inset;
      setAt((before) => (before?.key === block.key && before.top === top ? before : { key: block.key, top }));
    };
    const leave = () => drag.current === null && setAt(null);
    // The gutter is part of what is looked at: the pointer goes there to take the handle.
    const area = sheet.closest<HTMLElement>('[data-note-page]') ?? sheet;
    area.addEventListener('pointermove', look);
    area.addEventListener('pointerleave', leave);
    return () => {
      area.removeEventListener('pointermove', look);
      area.removeEventListener('pointerleave', leave);
    };
  }, [editor]);

  const begin = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { y: event.clientY, before: null, moved: false };
  };
  const move = (event: PointerEvent) => {
    const dragging = drag.current;
    if (dragging === null || at === null) return;
    if (!dragging.moved && Math.abs(event.clientY - dragging.y) < STILL) return;
    dragging.moved = true;
    const target = gapAt(editor, event.clientY);
    const line = drop.current!;
    const around = line.parentElement!.getBoundingClientRect();
    dragging.before = target.before;
    line.style.display = 'block';
    line.style.top = `${target.y - around.top - 1}px`;
    line.style.left = '0';
    line.style.right = '0';
  };
  const end = (event: PointerEvent) => {
    const dragging = drag.current;
    drag.current = null;
    drop.current!.style.display = 'none';
    if (!dragging?.moved || at === null) return;
    event.preventDefault();
    editor.update(() => $placeBlock(at.key, dragging.before));
    setAt(null);
    // The click that follows is none.
    addEventListener('click', stop, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', stop, { capture: true }));
  };

  const change = (how: () => void) => {
    editor.update(how);
    setAt(null);
    editor.focus();
  };
  const items = (key: NodeKey): MenuItem[] =>
    blockActions(change, () => {
      const block = $getNodeByKey(key);
      return block === null ? [] : [block];
    });
  return (
    <>
      <div ref={drop} className="note-drop" style={{ display: 'none' }} />
      {at && (
        <div ref={place} className="note-tools absolute -start-9 z-10 coarse:hidden" style={{ top: at.top }}>
          <Menu label={noteWords.blockMenu} items={items(at.key)}>
            {(trigger) => (
              <button
                type="button"
                {...trigger}
                tabIndex={-1}
                aria-label={noteWords.blockMenu}
                data-tip={noteWords.dragHandle}
                onPointerDown={begin}
                onPointerMove={move}
                onPointerUp={end}
                onPointerCancel={end}
                className="flex h-7 w-6 cursor-grab touch-none items-center justify-center rounded-control text-muted opacity-70 hover:bg-hover hover:text-text hover:opacity-100 active:cursor-grabbing aria-expanded:bg-active"
              >
                <BlockIcon name="drag" size={16} />
              </button>
            )}
          </Menu>
        </div>
      )}
    </>
  );
}

const stop = (event: Event): void => {
  event.stopPropagation();
  event.preventDefault();
};

interface ShownBlock {
  readonly key: NodeKey;
  readonly element: HTMLElement;
  readonly rect: DOMRect;
  /** Space between the edge of its box and its first line. */
  readonly inset: number;
}

function blocksOf(editor: LexicalEditor): ShownBlock[] {
  const keys = editor.getEditorState().read(() => $getRoot().getChildrenKeys());
  return keys.flatMap((key) => {
    const element = editor.getElementByKey(key);
    if (!element) return [];
    const inset = Number.parseFloat(getComputedStyle(element).paddingBlockStart) || 0;
    return [{ key, element, rect: element.getBoundingClientRect(), inset }];
  });
}

/** The block at a height of the window, the margins around it included. */
function blockAt(editor: LexicalEditor, y: number): ShownBlock | null {
  return blocksOf(editor).find(({ rect }) => y >= rect.top - 6 && y <= rect.bottom + 6) ?? null;
}

/** The gap between two blocks that is nearest, and the block behind it. */
function gapAt(editor: LexicalEditor, y: number): { before: NodeKey | null; y: number } {
  const blocks = blocksOf(editor);
  const next = blocks.findIndex(({ rect }) => y < rect.top + rect.height / 2);
  const [above, below] = next < 0 ? [blocks.at(-1), undefined] : [blocks[next - 1], blocks[next]];
  const [top, bottom] = [
    above?.rect.bottom ?? below?.rect.top ?? 0,
    below?.rect.top ?? above?.rect.bottom ?? 0,
  ];
  return { before: below?.key ?? null, y: (top + bottom) / 2 };
}

import type { LexicalEditor } from 'lexical';

/** Space between what floats and what it belongs to, and between it and the edge of the window, in pixels. */
const GAP = 6;
const EDGE = 8;

/** Where the caret or the selection is in the window. */
export function caretRect(editor: LexicalEditor): DOMRect | null {
  const selection = getSelection();
  const root = editor.getRootElement();
  if (!selection || selection.rangeCount === 0 || !root?.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const rects = range.getClientRects();
  // An empty line has no rectangle of its own.
  const [first] = rects;
  if (first) return range.collapsed ? first : range.getBoundingClientRect();
  const element =
    range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement;
  return element?.getBoundingClientRect() ?? null;
}

/** Puts an element beside a rectangle, inside of what it is positioned by, and inside of the window. */
export function placeNear(element: HTMLElement, rect: DOMRect | null, side: 'above' | 'below'): void {
  const parent = element.offsetParent;
  if (!parent) return;
  element.style.visibility = rect === null ? 'hidden' : '';
  if (rect === null) return;
  const around = parent.getBoundingClientRect();
  const page = element.closest('[data-note-page]')?.getBoundingClientRect();
  const child = element.firstElementChild ?? element;
  const { width, height } = {
    width: Math.max(element.offsetWidth, (child as HTMLElement).offsetWidth),
    height: Math.max(element.offsetHeight, (child as HTMLElement).offsetHeight),
  };
  const above = rect.top - GAP - height;
  const below = rect.bottom + GAP;
  const isAbove =
    side === 'above'
      ? above > (page?.top ?? 0) || below + height > innerHeight - EDGE
      : below + height > innerHeight - EDGE;
  const top = isAbove ? above : below;
  const rtl = getComputedStyle(parent).direction === 'rtl';
  const wanted =
    side === 'above' ? rect.left + rect.width / 2 - width / 2 : rtl ? rect.right - width : rect.left;
  const [least, most] = [(page?.left ?? 0) + EDGE, (page?.right ?? innerWidth) - EDGE];
  const left = Math.max(least, Math.min(wanted, most - width));
  element.style.left = `${left - around.left}px`;
  element.style.top = `${top - around.top}px`;
}

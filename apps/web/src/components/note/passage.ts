/**
 * A passage that somebody has selected in a note as it is read: from a character of one block to one of another. A
 * character is a letter, a formula or a line break; what we have put beside the words is none.
 */
export interface Passage {
  readonly from: PassagePoint;
  readonly to: PassagePoint;
  readonly quote: string;
}
export interface PassagePoint {
  /** Id of the block. */
  readonly block: string;
  readonly offset: number;
}

/** What is selected in a drawn note, or null when nothing is. */
export function selectedPassage(note: Element): Passage | null {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!note.contains(range.startContainer) || !note.contains(range.endContainer)) return null;
  const from = pointAt(note, range.startContainer, range.startOffset);
  const to = pointAt(note, range.endContainer, range.endOffset);
  const quote = quoteOf(range);
  return from === null || to === null || quote === '' ? null : { from, to, quote };
}

function pointAt(note: Element, node: Node, offset: number): PassagePoint | null {
  const start = node instanceof Element ? node : node.parentElement;
  const block = start?.closest('.note [id]') ?? null;
  if (block === null || !note.contains(block)) return null;
  const before = new Range();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  return { block: block.id, offset: lengthOf(before.cloneContents()) };
}

/** Characters in a piece of a drawn note. */
function lengthOf(node: Node): number {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue!.length;
  if (node instanceof HTMLElement) {
    if (node.dataset.aside !== undefined || node instanceof HTMLButtonElement) return 0;
    if (node.dataset.formula !== undefined) return 1;
    if (node instanceof HTMLBRElement) return 1;
  }
  let length = 0;
  for (const child of node.childNodes) length += lengthOf(child);
  return length;
}

/** The words that are selected, formulas as they are typed. */
function quoteOf(range: Range): string {
  const words = (node: Node): string => {
    if (node.nodeType === Node.TEXT_NODE) return node.nodeValue!;
    if (node instanceof HTMLElement) {
      if (node.dataset.aside !== undefined || node instanceof HTMLButtonElement) return '';
      if (node.dataset.formula !== undefined) return `$${node.dataset.formula}$`;
      if (node instanceof HTMLBRElement) return ' ';
    }
    const inside = [...node.childNodes].map(words).join('');
    return node instanceof HTMLElement && /^(?:P|LI|H[2-4]|TD|TH|DIV|BLOCKQUOTE|TR)$/.test(node.tagName)
      ? `${inside} `
      : inside;
  };
  return words(range.cloneContents()).replaceAll(/\s+/g, ' ').trim();
}

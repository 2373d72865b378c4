import { noteRoot, readNote, writeNote } from '@lectern/channel-doc';
import type { NoteBody } from '@lectern/contracts';
import { noteFromMarkdown } from '@lectern/rich-text/notes';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import * as Y from 'yjs';
import { NoteView } from '../components/note/note-view.tsx';
import { selectedPassage } from '../components/note/passage.ts';
import { anchorPassage } from './anchor-passage.ts';
import { MemoryHub } from './testing/editors.ts';

function read(first: NoteBody) {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  const draw = (body: NoteBody) => act(() => root.render(<NoteView body={body} onCopyLink={() => {}} />));
  draw(first);
  onTestFinished(() => {
    act(() => root.unmount());
    place.remove();
  });
  return { place, draw };
}

const select = (from: Node, at: number, to: Node, end: number) =>
  getSelection()!.setBaseAndExtent(from, at, to, end);
const words = (element: Element, s: string): Text => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.nodeValue!.includes(s)) return node as Text;
  throw new Error(`nothing says ${s}`);
};

test('what changes is drawn anew, and the rest stays with what is selected in it', () => {
  const doc = new Y.Doc();
  writeNote(doc, noteFromMarkdown('## One\n\nSome words\n\n- a\n- b'));
  const { place, draw } = read(readNote(doc));
  const kept = words(place, 'Some words');
  select(kept, 0, kept, 4);
  const heading = noteRoot(doc).get(0) as Y.XmlElement;
  (heading.get(0) as Y.XmlText).insert(3, ' more');
  noteRoot(doc).insert(0, [new Y.XmlElement('paragraph')]);
  // What comes over a port is a copy.
  draw(structuredClone(readNote(doc)));
  expect(place.querySelector('h3')?.textContent).toContain('One more');
  expect(words(place, 'Some words')).toBe(kept);
  expect(getSelection()!.toString()).toBe('Some');
});

test('headings have names that stay, boxes say what they are, and tables scroll by keys', () => {
  const doc = new Y.Doc();
  writeNote(doc, noteFromMarkdown('## One\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1 | 2 |'));
  const { place } = read(readNote(doc));
  expect(place.querySelector('h3')?.id).toBe(readNote(doc).blocks[0]!.id);
  const boxes = [...place.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  expect(boxes.map((box) => [box.checked, box.disabled, box.getAttribute('aria-label')])).toEqual([
    [true, true, 'Done: done'],
    [false, true, 'To do: open'],
  ]);
  expect(place.querySelector('section[aria-label]')?.getAttribute('tabindex')).toBe('0');
});

test('a passage that a reader selects is anchored where it stands, and stays there through edits', async () => {
  const hub = new MemoryHub(
    noteFromMarkdown(
      '## One\n\nLet $x$ be **small**, and [here](https://example.org/) it is.\n\n- first\n- second item',
    ),
  );
  const { place } = read(readNote(hub.doc));
  const ends: [string, string, string][] = [
    ['small', 'it is', 'small, and here it is'],
    ['first', 'second', 'first second'],
  ];
  for (const [from, to, quote] of ends) {
    const [a, b] = [words(place, from), words(place, to)];
    select(a, a.data.indexOf(from), b, b.data.indexOf(to) + to.length);
    const passage = selectedPassage(place)!;
    expect(passage.quote).toBe(quote);
    const anchor = (await anchorPassage(() => hub.replica(), 'n' as never, passage))!;
    expect(anchor.quote).toBe(quote);
    // Somebody writes before it.
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(hub.doc));
    const paragraph = noteRoot(doc).get(1) as Y.XmlElement;
    (paragraph.get(0) as Y.XmlText).insert(0, 'Now: ');
    const at = (position: string) =>
      Y.createAbsolutePositionFromRelativePosition(
        Y.decodeRelativePosition(Uint8Array.from(atob(position), (each) => each.charCodeAt(0))),
        doc,
      )!;
    const letters = (position: string, by: number) => {
      const { type, index } = at(position);
      const s = (type as Y.XmlText)
        .toDelta()
        .map((run: { insert: string }) => run.insert)
        .join('');
      return by > 0 ? s.slice(index, index + by) : s.slice(index + by, index);
    };
    expect(letters(anchor.from, from.length)).toBe(from);
    expect(letters(anchor.to, -to.length)).toBe(to);
  }
});

/** The typesetter is fetched first. */
const PATIENT = { timeout: 10_000 };

test('formulas far down are set when they come near, and all of them before the page is printed', async () => {
  const many = Array.from({ length: 200 }, (_, at) => `Line $x_{${at}}$\n\n$$\ny_{${at}}\n$$`).join('\n\n');
  const { place } = read({
    blocks: noteFromMarkdown(many).blocks.map((block, at) => ({ ...block, id: String(at) })),
  });
  place.style.cssText = 'block-size: 20000px';
  for (const child of place.firstElementChild!.children) (child as HTMLElement).style.minBlockSize = '60px';
  await vi.waitFor(() => expect(place.querySelector('.katex')).not.toBeNull(), PATIENT);
  await vi.waitFor(
    () =>
      expect(place.querySelectorAll('[data-formula] > .katex, [data-formula] .katex').length).toBeGreaterThan(
        5,
      ),
    PATIENT,
  );
  const set = place.querySelectorAll('[data-formula]:has(.katex)').length;
  expect(set).toBeLessThan(200);
  dispatchEvent(new Event('beforeprint'));
  expect(place.querySelectorAll('[data-formula]:has(.katex)')).toHaveLength(400);
});

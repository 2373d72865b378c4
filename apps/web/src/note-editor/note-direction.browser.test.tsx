import { readNote } from '@lectern/channel-doc';
import { noteFromMarkdown } from '@lectern/rich-text/notes';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { NoteView } from '../components/note/note-view.tsx';
import { MemoryHub, openEditor } from './testing/editors.ts';

const ARABIC = `## المتتاليات

$a_n$ متتالية تتقارب من قيمة واحدة.

- الحد الأول
    - وما بعده

1. أولاً

- [x] تمت القراءة

> قال الأستاذ

> [!TIP]
> ابدأ من التعريف

| العدد | القيمة |
|---|---|
| واحد | اثنان |

\`\`\`python
# تعليق
x = 1
\`\`\`

$$
a_n
$$

And this one is in English: $x$ مع العربية.
`;

function inReader(hub: MemoryHub): HTMLElement {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  act(() => root.render(<NoteView body={readNote(hub.doc)} />));
  onTestFinished(() => {
    act(() => root.unmount());
    place.remove();
  });
  return place.querySelector<HTMLElement>('.note')!;
}
function inEditor(hub: MemoryHub): HTMLElement {
  const { element } = openEditor(hub);
  element.classList.add('note', 'note-editor');
  return element;
}

/** The typesetter is fetched first. */
const PATIENT = { timeout: 10_000 };

describe.each([
  ['reader', inReader],
  ['editor', inEditor],
] as const)('a note that is written from right to left, in the %s', (_, draw) => {
  const drawn = () => {
    const note = draw(new MemoryHub(noteFromMarkdown(ARABIC)));
    const one = (selector: string) => note.querySelector<HTMLElement>(selector)!;
    return { note, one };
  };
  const direction = (element: Element) => getComputedStyle(element).direction;

  test('stands on the right, whatever formulas its lines begin with', async () => {
    const { note, one } = drawn();
    await vi.waitFor(() => expect(one('p .katex')).not.toBeNull(), PATIENT);
    for (const selector of ['.note-h2', 'p', 'li', 'li li', 'ol > li', '.note-check', '.note-quote'])
      expect(direction(one(selector)), selector).toBe('rtl');
    expect(direction(one('.note-callout'))).toBe('rtl');
    expect(direction([...note.querySelectorAll('p')].at(-1)!)).toBe('ltr');
  });

  test('lists stand in on the right, and each list further than the one that it is in', () => {
    const { note, one } = drawn();
    const edge = note.getBoundingClientRect().right;
    const indent = (words: string) => {
      const range = document.createRange();
      const walker = document.createTreeWalker(note, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (node.nodeValue!.includes(words)) range.selectNodeContents(node);
      return edge - range.getBoundingClientRect().right;
    };
    expect(indent('الحد الأول')).toBeGreaterThan(16);
    expect(indent('وما بعده')).toBeGreaterThan(indent('الحد الأول') + 16);
    expect(indent('أولاً')).toBeGreaterThan(16);
    expect(indent('تمت القراءة')).toBeGreaterThan(16);
    expect(getComputedStyle(one('.note-quote')).paddingRight).toBe('14px');
    expect(getComputedStyle(one('.note-callout')).paddingRight).toBe('44px');
  });

  test('formulas and code are read from left to right', () => {
    const { note, one } = drawn();
    const formulas = [...note.querySelectorAll('[data-formula]')];
    expect(formulas).toHaveLength(3);
    for (const formula of formulas) expect(direction(formula)).toBe('ltr');
    expect(direction(one('.note-code, .code-block'))).toBe('ltr');
  });

  test('the first column of a table is on the right', () => {
    const { note } = drawn();
    const [first, second] = [...note.querySelectorAll('th, .note-cell-head')];
    expect(first!.textContent).toContain('العدد');
    expect(first!.getBoundingClientRect().left).toBeGreaterThanOrEqual(
      second!.getBoundingClientRect().right - 1,
    );
  });
});

test('what is done and what is not is told of check lists as they are written, also of lists within lists', () => {
  const { element } = openEditor(new MemoryHub(noteFromMarkdown('- [x] one\n- [ ] two\n    - [ ] in\n')));
  const boxes = [...element.querySelectorAll('[role=checkbox]')];
  expect(boxes.map((box) => [box.textContent, box.getAttribute('aria-checked')])).toEqual([
    ['one', 'true'],
    ['two', 'false'],
    ['in', 'false'],
  ]);
  expect(boxes.map((box) => box.parentElement?.getAttribute('role'))).toEqual(['group', 'group', 'group']);
  const [holder, ...more] = [...element.querySelectorAll('li:not([role=checkbox])')];
  expect(more).toEqual([]);
  expect(holder?.getAttribute('role')).toBe('none');
  // No box of its own is drawn beside the list within.
  expect(getComputedStyle(holder!, '::before').content).toMatch(/none|normal/);
});

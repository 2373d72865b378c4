import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { type Passage, selectedPassage } from '../../components/note/passage.ts';
import { keepFocus } from '../../composer/keep-focus.ts';
import { noteWords } from '../../words/notes.ts';

/** A button beside what is selected in a note, to ask about it. */
export function AskAbout({
  page,
  onAsk,
}: {
  page: RefObject<HTMLElement | null>;
  onAsk: (passage: Passage) => void;
}) {
  const [passage, setPassage] = useState<Passage | null>(null);
  const button = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(waiting);
      // A selection that is being drawn is not offered anything yet.
      waiting = setTimeout(() => setPassage(page.current && selectedPassage(page.current)), SETTLED_MS);
    };
    document.addEventListener('selectionchange', look);
    return () => {
      clearTimeout(waiting);
      document.removeEventListener('selectionchange', look);
    };
  }, [page]);
  useLayoutEffect(() => {
    const element = button.current;
    const selection = getSelection();
    if (!element || !page.current || !selection || selection.rangeCount === 0) return;
    const rects = selection.getRangeAt(0).getClientRects();
    const last = rects[rects.length - 1];
    const around = page.current.getBoundingClientRect();
    if (!last) return;
    const left = Math.min(last.right - element.offsetWidth / 2, around.right - element.offsetWidth);
    element.style.left = `${Math.max(0, left - around.left)}px`;
    element.style.top = `${last.bottom - around.top + GAP}px`;
  });
  if (passage === null) return null;
  return (
    <div ref={button} className="note-tools appear absolute z-10 rounded-control bg-raised shadow-float">
      <Button
        size="small"
        kind="quiet"
        icon="question"
        onPointerDown={keepFocus}
        onClick={() => onAsk(passage)}
      >
        {noteWords.ask}
      </Button>
    </div>
  );
}

/** A selection that rests for so long is done, in milliseconds. */
const SETTLED_MS = 200;
const GAP = 6;

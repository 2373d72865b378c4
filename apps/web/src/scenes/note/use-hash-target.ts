import type { NoteBody } from '@lectern/contracts';
import { type RefObject, useEffect } from 'react';
import { useStable } from '../../hooks/use-stable.ts';
import { blockElement } from './block-element.ts';

/** Brings the block into sight that the address names, once it is drawn, and again when the address changes. */
export function useHashTarget(page: RefObject<HTMLElement | null>, body: NoteBody): void {
  const isDrawn = body.blocks.length > 0;
  const go = useStable(() => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id === '' ? null : blockElement(body, id, page.current);
    if (!target) return;
    target.scrollIntoView({ block: 'start' });
    target.focus({ preventScroll: true });
    target.classList.add('note-target');
    target.addEventListener('animationend', () => target.classList.remove('note-target'), { once: true });
  });
  useEffect(() => {
    if (!isDrawn) return;
    go();
    addEventListener('hashchange', go);
    return () => removeEventListener('hashchange', go);
  }, [isDrawn, go]);
}

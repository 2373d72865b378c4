import { type RefObject, useEffect } from 'react';

/** Brings the block into sight that the address names, once it is drawn, and again when the address changes. */
export function useHashTarget(page: RefObject<HTMLElement | null>, isDrawn: boolean): void {
  useEffect(() => {
    if (!isDrawn) return;
    const go = () => {
      const id = decodeURIComponent(location.hash.slice(1));
      const target = id === '' ? null : document.getElementById(id);
      if (!target || !page.current?.contains(target)) return;
      target.scrollIntoView({ block: 'start' });
      target.focus({ preventScroll: true });
      target.classList.add('note-target');
      target.addEventListener('animationend', () => target.classList.remove('note-target'), { once: true });
    };
    go();
    addEventListener('hashchange', go);
    return () => removeEventListener('hashchange', go);
  }, [page, isDrawn]);
}

import { useEffect } from 'react';
import { useStable } from '../../hooks/use-stable.ts';

/**
 * Brings into sight what the address names behind its `#`, once it is drawn, and again when the address changes.
 * @param find answers null for a name that nothing has
 */
export function useHashTarget(find: (name: string) => HTMLElement | null, isDrawn: boolean): void {
  const go = useStable(() => {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name === '' ? null : find(name);
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

import { useLayoutEffect } from 'react';

/**
 * Keeps `--keyboard-inset` at what the keyboard on the screen covers of the window. Nothing where the window itself
 * becomes smaller, as this page asks for; Safari only moves what is seen of it.
 */
export function useKeyboardInset(): void {
  useLayoutEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const { style } = document.documentElement;
    const measure = () => {
      const covered = innerHeight - viewport.offsetTop - viewport.height;
      // Somebody who zooms in sees a part of the window too, and has no keyboard there.
      style.setProperty(
        '--keyboard-inset',
        `${viewport.scale === 1 ? Math.max(0, Math.round(covered)) : 0}px`,
      );
    };
    measure();
    viewport.addEventListener('resize', measure);
    viewport.addEventListener('scroll', measure);
    return () => {
      viewport.removeEventListener('resize', measure);
      viewport.removeEventListener('scroll', measure);
      style.removeProperty('--keyboard-inset');
    };
  }, []);
}

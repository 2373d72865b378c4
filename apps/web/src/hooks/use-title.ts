import { useEffect } from 'react';
import { words } from '../words/words.ts';

/** The window's title: what is on screen, then the app. `count` goes before it, for the badge in the tab. */
export function useTitle(title: string, count = 0): void {
  useEffect(() => {
    const whole = title ? `${title} · ${words.app.name}` : words.app.name;
    document.title = count > 0 ? `(${count}) ${whole}` : whole;
  }, [title, count]);
}

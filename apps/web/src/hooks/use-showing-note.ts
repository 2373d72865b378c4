import type { NoteId } from '@lectern/contracts';
import { type RefObject, useEffect } from 'react';
import { usePage } from '../hub/hub-context.tsx';

/**
 * Tells the hub that a note is open, and while its text is on screen and this tab is shown: then it is being read. The browser's own
 * events are heard, and not what React makes of them: when a tab is closed there is no time for more.
 */
export function useShowingNote(note: NoteId, text: RefObject<Element | null>): void {
  const { hub } = usePage();
  useEffect(() => {
    let isIntersecting = false;
    let told: boolean | null = null;
    const look = () => {
      const inSight = isIntersecting && !document.hidden;
      if (inSight === told) return;
      told = inSight;
      void hub.command('showing', { note, inSight }).catch(() => {});
    };
    const observer = new IntersectionObserver((entries) => {
      isIntersecting = entries.at(-1)?.isIntersecting === true;
      look();
    });
    if (text.current) observer.observe(text.current);
    document.addEventListener('visibilitychange', look);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
      void hub.command('showing', { note: null, inSight: false }).catch(() => {});
    };
  }, [hub, note, text]);
}

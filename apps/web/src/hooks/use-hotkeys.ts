import { useEffect } from 'react';
import { useStable } from './use-stable.ts';

/** Calls `onKey` for keys pressed anywhere in the page; what answers true is not handled by the browser. */
export function useHotkeys(onKey: (event: KeyboardEvent) => boolean): void {
  const handle = useStable(onKey);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && !event.isComposing && handle(event)) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [handle]);
}

/** Whether a key typed at `target` is text. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** Whether a dialog or a menu is open: keys of the page rest then. */
export const isOverlayOpen = (): boolean =>
  document.querySelector('dialog[open], .menu-layer:popover-open') !== null;

/** The modifier that this system uses for commands. */
export const isMac = /mac|iphone|ipad/i.test(navigator.platform);
export const hasCommand = (event: { ctrlKey: boolean; metaKey: boolean }): boolean =>
  isMac ? event.metaKey : event.ctrlKey;
export const commandName = isMac ? '⌘' : 'Ctrl';
export const altName = isMac ? '⌥' : 'Alt';

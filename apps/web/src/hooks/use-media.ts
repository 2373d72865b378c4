import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query holds, now and whenever that changes. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = listOf(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => listOf(query).matches);
}

/** The same widths as the breakpoints in `app.css`. */
export const media = {
  phone: '(width < 48rem)',
  desktop: '(width >= 64rem)',
  wide: '(width >= 80rem)',
  coarse: '(pointer: coarse)',
} as const;

const lists = new Map<string, MediaQueryList>();
function listOf(query: string): MediaQueryList {
  const known = lists.get(query) ?? matchMedia(query);
  lists.set(query, known);
  return known;
}

import { useSyncExternalStore } from 'react';

/** Whether this tab is shown and has the focus: only then is anything read. */
export function useIsLookedAt(): boolean {
  return useSyncExternalStore(subscribe, () => !document.hidden && document.hasFocus());
}

/** Whether this tab is shown, also beside another window. */
export const useIsShown = (): boolean => useSyncExternalStore(subscribe, () => !document.hidden);

function subscribe(listener: () => void): () => void {
  addEventListener('focus', listener);
  addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    removeEventListener('focus', listener);
    removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

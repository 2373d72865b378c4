import type { Settings } from '@lectern/sync-client';
import { useEffect } from 'react';
import { useView } from './use-view.ts';

const before: Settings = {
  theme: 'system',
  presence: 'auto',
  enterSends: true,
  singleKeys: true,
  searches: [],
};

/** The person's settings; the defaults until they have come. */
export const useSettings = (): Settings => useView('settings', null) ?? before;

/** Puts the chosen theme on the page and remembers it for the first paint of the next visit. */
export function useThemeOnPage(): void {
  const theme = useView('settings', null)?.theme;
  useEffect(() => {
    if (theme) showTheme(theme);
  }, [theme]);
}

export function showTheme(theme: Settings['theme']): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('lectern-theme', theme);
  } catch {
    // Storage is blocked: the theme is shown all the same.
  }
}

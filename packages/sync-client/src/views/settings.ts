import type { Settings } from '../port-values.ts';

const THEMES: readonly Settings['theme'][] = ['system', 'light', 'dark'];

/** Searches that are remembered: as many as are looked through at a glance. */
export const MAX_SEARCHES = 8;

/** Settings as they stand in a document, with what is missing or strange replaced by what most people want. Pure. */
export function settingsOf(stored: Readonly<Record<string, unknown>>): Settings {
  const isOn = (key: keyof Settings): boolean => stored[key] !== false;
  return {
    theme: THEMES.find((theme) => theme === stored.theme) ?? 'system',
    presence: stored.presence === 'busy' ? 'busy' : 'auto',
    enterSends: isOn('enterSends'),
    singleKeys: isOn('singleKeys'),
    searches: textsOf(stored.searches).slice(0, MAX_SEARCHES),
  };
}

const textsOf = (stored: unknown): string[] =>
  Array.isArray(stored) ? stored.filter((each): each is string => typeof each === 'string') : [];

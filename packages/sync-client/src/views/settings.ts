import type { Settings } from '../port.ts';

const THEMES: readonly Settings['theme'][] = ['system', 'light', 'dark'];

/** Settings as they stand in a document, with what is missing or strange replaced by what most people want. Pure. */
export function settingsOf(stored: Readonly<Record<string, unknown>>): Settings {
  const isOn = (key: keyof Settings): boolean => stored[key] !== false;
  return {
    theme: THEMES.find((theme) => theme === stored.theme) ?? 'system',
    presence: stored.presence === 'busy' ? 'busy' : 'auto',
    enterSends: isOn('enterSends'),
    singleKeys: isOn('singleKeys'),
  };
}

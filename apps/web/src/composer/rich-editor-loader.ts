import { type ComponentType, useSyncExternalStore } from 'react';
import type { EditorProps } from './editor.ts';

type RichEditor = ComponentType<EditorProps & { onMarks: (marks: number) => void }>;

/** The rich editor's code, fetched once for all composers after the first paint. */
export const richEditor = {
  load: async (): Promise<void> => {
    if (loaded) return;
    try {
      loaded = (await import('./rich-editor.tsx')).RichEditor;
      for (const listener of listeners) listener();
    } catch {
      // Not to be had now; the plain editor stays and the next composer tries again.
    }
  },
};

/** The rich editor, or null while it is not loaded. */
export const useRichEditor = (): RichEditor | null => useSyncExternalStore(subscribe, () => loaded);

let loaded: RichEditor | null = null;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

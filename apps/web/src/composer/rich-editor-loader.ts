import { loadedOnce } from '../hooks/loaded-once.ts';

/** The rich editor's code, fetched once for all composers after the first paint; until then the plain one stands there. */
export const richEditor = loadedOnce(async () => (await import('./rich-editor.tsx')).RichEditor);

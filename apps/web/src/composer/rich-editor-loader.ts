import { loadedOnce } from '../hooks/loaded-once.ts';

/**
 * The rich editor and its tools, fetched once for all composers after the first paint; until then the plain one stands
 * there, which has none.
 */
export const richEditor = loadedOnce(async () => {
  const [{ RichEditor }, { ComposerTools }] = await Promise.all([
    import('./rich-editor.tsx'),
    import('./composer-tools.tsx'),
  ]);
  return { RichEditor, ComposerTools };
});

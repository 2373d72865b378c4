import { useEffect } from 'react';
import { loadedOnce } from '../../hooks/loaded-once.ts';
import { useCopy } from '../../hooks/use-copy.ts';
import { words } from '../../words/words.ts';
import { IconButton } from '../button.tsx';

const highlighter = loadedOnce(async () => (await import('./code-tokens.tsx')).drawTokens);

/** Code as it was written. Its colours come when they have been loaded, and move nothing. */
export function CodeBlock({ text, language }: { text: string; language: string | null }) {
  const drawTokens = highlighter.use();
  const copy = useCopy();
  useEffect(() => {
    if (language !== null) void highlighter.load();
  }, [language]);
  return (
    <figure aria-label={words.messages.codeBlock(language)} className="group/code relative" dir="ltr">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        tabIndex={0}
        className="code-block"
      >
        <code>{drawTokens && language !== null ? drawTokens(text, language) : text}</code>
      </pre>
      <IconButton
        icon="copy"
        label={words.messages.copyCode}
        onClick={() => void copy(text)}
        className="absolute end-1 top-1 bg-raised opacity-0 group-focus-within/code:opacity-100 group-hover/code:opacity-100 coarse:opacity-100"
      />
    </figure>
  );
}

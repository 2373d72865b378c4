import { useEffect, useMemo } from 'react';
import { loadedOnce } from '../../hooks/loaded-once.ts';
import { words } from '../../words/words.ts';

const renderer = loadedOnce(async () => (await import('./render-formula.ts')).renderFormula);

/**
 * A formula. Its source stands there until the typesetter is loaded, and together with what is wrong with it when it
 * cannot be set.
 */
export function Formula({ source, display }: { source: string; display: boolean }) {
  const render = renderer.use();
  useEffect(() => void renderer.load(), []);
  const formula = useMemo(() => render?.(source, display), [render, source, display]);
  if (formula?.element) {
    const { element } = formula;
    return <span data-formula={source} ref={(place) => place?.replaceChildren(element.cloneNode(true))} />;
  }
  return (
    <span className={display ? 'block text-center' : undefined}>
      <code dir="ltr">{source}</code>
      {formula && (
        <span className="text-small text-danger-text"> {words.messages.badFormula(formula.fault)}</span>
      )}
    </span>
  );
}

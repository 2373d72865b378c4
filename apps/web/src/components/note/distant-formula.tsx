import { useLayoutEffect, useRef } from 'react';
import { dropFormula, placeFormula } from './place-formula.ts';

/** A formula of a long text: it is set when it comes near to what is seen. */
export function DistantFormula({ source, display }: { source: string; display: boolean }) {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = ref.current!;
    placeFormula(element, source, display);
    return () => dropFormula(element);
  }, [source, display]);
  return <span ref={ref} className={display ? 'block' : undefined} />;
}

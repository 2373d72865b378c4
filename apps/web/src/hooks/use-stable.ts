import { useCallback, useInsertionEffect, useRef } from 'react';

/** A function that never changes and always calls the newest `callback`: for effects that must not start anew. */
export function useStable<Args extends unknown[], Result>(
  callback: (...args: Args) => Result,
): (...args: Args) => Result {
  const newest = useRef(callback);
  useInsertionEffect(() => {
    newest.current = callback;
  });
  return useCallback((...args: Args) => newest.current(...args), []);
}

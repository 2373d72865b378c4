import { useEffect, useState } from 'react';

/** Time for the person's own document to follow their inbox. */
const SETTLE_MS = 2_000;

/** False for the first moments of a page: on a new device notices come before the word that they have been read. */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return settled;
}

import { useEffect, useState } from 'react';

/** The device's clock, renewed every `everyMs` while the page is shown: for words such as "5 minutes ago". */
export function useNow(everyMs = 60_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

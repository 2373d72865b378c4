import { ApiError } from '../api.ts';
import type { Person } from '../person.ts';
import type { ViewContext } from './context.ts';

/**
 * Asks the server for what this device may lack, once on every connection. A request that is not answered is no fault:
 * the next connection asks again.
 */
export function askWhenLive(
  context: ViewContext,
  ask: (person: Person) => Promise<void>,
  changed: () => void,
): () => void {
  let wasLive = false;
  const look = (): void => {
    const person = context.person();
    const isLive = person?.link.live ?? false;
    if (person !== null && isLive && !wasLive)
      ask(person)
        .catch((error: unknown) => {
          if (!(error instanceof ApiError)) context.onFault(error);
        })
        .finally(changed);
    wasLive = isLive;
    changed();
  };
  const stop = context.topics.on(['connection', 'session'], look);
  look();
  return stop;
}

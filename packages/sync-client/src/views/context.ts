import type { Clock } from '../clock.ts';
import type { Person } from '../person.ts';
import type { SessionView } from '../port-values.ts';
import type { Topics } from '../topics.ts';

/** What views are made of. */
export interface ViewContext {
  readonly topics: Topics;
  readonly clock: Clock;
  /** Who is signed in, with the store open; null when nobody is or the session has ended. */
  person(): Person | null;
  /** Undefined until the stores have been looked into. */
  session(): SessionView | undefined;
  readonly storage: { readonly works: boolean; readonly full: boolean };
  readonly onFault: (error: unknown) => void;
}

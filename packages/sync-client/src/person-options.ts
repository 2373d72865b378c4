import type { DeviceId, Me } from '@lectern/contracts';
import type { Facts, Store } from '@lectern/local-store';
import type { Api } from './api.ts';
import type { Clock } from './clock.ts';
import type { Topics } from './topics.ts';

/** What a `Person` is made of. */
export interface PersonOptions {
  readonly me: Me;
  readonly device: DeviceId;
  readonly store: Store;
  readonly facts: Partial<Facts>;
  readonly api: Api;
  readonly clock: Clock;
  readonly topics: Topics;
  readonly socketUrl: string;
  readonly WebSocket: typeof WebSocket;
  readonly online: boolean;
  /** The first screen stands: what it does not need may come. */
  readonly drawn: Promise<void>;
  /** The session is over. */
  readonly onLocked: () => void;
  /** The server knows this person by these particulars now. */
  readonly onMe: (me: Me) => void;
  /** The browser has taken the store away from under this person. */
  readonly onStoreLost: () => void;
  readonly onFault: (error: unknown) => void;
}

/**
 * The version of what goes over the wire and into stores (decision 0019). Raised when a client of the code before and a
 * server of the code after, or the other way round, would misunderstand each other. `protocol.test.ts` hashes the schemas,
 * so that a change fails until this number has been considered.
 */
export const PROTOCOL_VERSION = 1;

/** The oldest version that a server of this one still serves: its ops are taken, and what it is sent it can read. */
export const OLDEST_SERVED = 1;

/** Which versions a server speaks to: from the oldest whose clients it serves up to its own. */
export interface ServedProtocols {
  readonly oldest: number;
  readonly own: number;
}
export const servedProtocols: ServedProtocols = { oldest: OLDEST_SERVED, own: PROTOCOL_VERSION };

/**
 * A client says on the addresses of tickets and sockets which version it speaks. One that says nothing is of version 1,
 * which did not have to.
 */
export const PROTOCOL_PARAMETER = 'protocol';
/** What it says. */
export const PROTOCOL_QUERY = `?${PROTOCOL_PARAMETER}=${PROTOCOL_VERSION}`;
const SAYS_NOTHING = 1;

/**
 * Whether a server serves a client, told by what stands in the address; null: nothing does. One that is newer than the
 * server is let in, because only the newer of the two can know whether they understand each other.
 */
export function isServed({ oldest }: ServedProtocols, said: string | null): boolean {
  if (said === null) return oldest <= SAYS_NOTHING;
  return /^[1-9][0-9]{0,5}$/.test(said) && Number(said) >= oldest;
}

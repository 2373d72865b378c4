/**
 * One version of the hub at a time (rule 11). Hubs of one version write side by side without harm. A hub of a newer
 * one asks older ones to write out and stop, waits a moment for them, and then goes on: its stores have the layout's
 * version in their names, so that it never touches one that an older hub may still hold.
 */

/** How long an older hub may take to stop, in milliseconds. */
const STOP_WITHIN_MS = 3_000;
const NAME = 'lectern-hub';

/** Resolves when this version may open its stores. `onSuperseded` is called when a newer one asks. */
export async function claimStores(version: number, onSuperseded: () => Promise<void>): Promise<void> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined || !('BroadcastChannel' in globalThis)) return;
  const channel = new BroadcastChannel(NAME);
  const release = hold(locks, lockName(version));
  channel.addEventListener('message', (event) => {
    const newer = (event.data as { version?: unknown }).version;
    if (typeof newer === 'number' && newer > version) onSuperseded().finally(release);
  });
  const held = (await locks.query()).held ?? [];
  const older = held.flatMap(({ name }) => (name !== undefined && versionOf(name) < version ? [name] : []));
  if (older.length === 0) return;
  channel.postMessage({ version });
  const gone = Promise.all(older.map((name) => locks.request(name, () => {})));
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS))]);
}

const lockName = (version: number): string => `${NAME} ${version}`;

/** The version of a hub's lock; any other lock counts as newer, so that nobody waits for it. */
function versionOf(name: string): number {
  const [head, version] = name.split(' ');
  return head === NAME && version !== undefined ? Number(version) : Number.POSITIVE_INFINITY;
}

function hold(locks: LockManager, name: string): () => void {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  locks.request(name, { mode: 'shared' }, () => held).catch(() => {});
  return release;
}

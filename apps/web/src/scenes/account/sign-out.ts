import type { Hub } from '@lectern/sync-client';
import { api } from '../../http/api.ts';

/** Set while this device has signed out and the server does not know yet, because there was no connection. */
const OWED = 'lectern-sign-out-owed';

/**
 * Ends the session on the server and removes what is stored here. Without a connection the device is cleared all the
 * same, and the server is told before anyone can get in again.
 */
export async function signOut(hub: Hub, everywhere = false): Promise<void> {
  const answer = await (everywhere ? api.signOutEverywhere() : api.signOut());
  if (!answer.ok && answer.problem.offline) remember();
  await hub.command('wipe', null);
}

/** Tells the server of a sign-out that happened without a connection. */
export async function settleOwedSignOut(): Promise<void> {
  if (!owed()) return;
  const answer = await api.signOut();
  if (answer.ok || !answer.problem.offline) forget();
}

function owed(): boolean {
  try {
    return localStorage.getItem(OWED) !== null;
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    localStorage.setItem(OWED, '1');
  } catch {
    // Without storage there is nothing to come back to.
  }
}

function forget(): void {
  try {
    localStorage.removeItem(OWED);
  } catch {
    // As above.
  }
}

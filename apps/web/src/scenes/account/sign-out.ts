import type { Hub } from '@lectern/sync-client';
import { accounts } from '../../http/accounts.ts';
import { forgetTold } from '../shell/told-notice.ts';

/** Set while this device has signed out and the server has not said that it knows: 'here' or 'everywhere'. */
const OWED = 'lectern-sign-out-owed';
/** The server's answer is waited for so long; then it is told later. Who signs out must not stand waiting. Milliseconds. */
const ANSWER_WITHIN_MS = 3_000;

/**
 * Ends the session on the server and removes what is stored here. Whatever the server answers, the device is cleared,
 * and a server that did not say yes is told before anyone can get in again.
 */
export async function signOut(hub: Hub, everywhere = false): Promise<void> {
  const what = everywhere ? 'everywhere' : 'here';
  remember(what);
  const told = tell(what).then((settled) => {
    if (settled) forget();
  });
  await Promise.race([told, new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS))]);
  forgetTold();
  await hub.command('wipe', null);
}

/** Tells the server of a sign-out that it has not answered. */
export async function settleOwedSignOut(): Promise<void> {
  const what = owed();
  if (what !== null && (await tell(what))) forget();
}

/** Whether there is nothing left to tell: the sessions are ended, or were ended before. */
async function tell(what: Owed): Promise<boolean> {
  const answer = await (what === 'everywhere' ? accounts.signOutEverywhere() : accounts.signOut());
  return answer.ok || answer.problem.code === 'unauthenticated';
}

type Owed = 'here' | 'everywhere';

function owed(): Owed | null {
  try {
    const what = localStorage.getItem(OWED);
    return what === 'here' || what === 'everywhere' ? what : null;
  } catch {
    return null;
  }
}

function remember(what: Owed): void {
  try {
    localStorage.setItem(OWED, what);
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

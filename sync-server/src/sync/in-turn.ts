import { closeReasons, type UserId } from '@lectern/contracts';
import { FULL, type Turnstile } from '../limits/turnstile.ts';
import { refusal } from './refusal.ts';
import type { SocketSession } from './socket-session.ts';

/**
 * Waits inside a hook of Hocuspocus until it is the turn of the socket's person. What comes on the same connection waits
 * behind it there, as much as the door lets in.
 */
export async function inTurn(session: SocketSession, turnstile: Turnstile<UserId>, cost = 1): Promise<void> {
  const turn = turnstile.enter(session.identity!.user, cost);
  if (turn === null) return;
  if (turn === FULL) throw refusal(closeReasons.unavailable);
  await turn;
}

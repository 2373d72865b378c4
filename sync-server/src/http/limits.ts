import type { FastifyRequest } from 'fastify';
import { countAttempt } from '../database/rate-limits.ts';
import type { HttpContext } from './context.ts';
import { tooMany } from './problem.ts';

/**
 * Limits on what may be guessed or abused by people who are not signed in. A whole campus may share one address, so
 * that the limits per address are wide, and the narrow one counts address and account together.
 */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const limits = {
  /** Wrong and right passwords of one account from one address. */
  signIn: { count: 10, windowMs: MINUTE_MS },
  /** All passwords from one address: a lecture hall that opens its laptops. */
  signInPerAddress: { count: 600, windowMs: MINUTE_MS },
  /** Uses of set-up, invite and reset links from one address. */
  links: { count: 600, windowMs: MINUTE_MS },
  /** Mails to one account: enough for a lost one, too few for a nuisance. */
  resetMail: { count: 3, windowMs: HOUR_MS },
} as const;

/** @throws ProblemError `too-many` */
export async function limit(
  { db }: Pick<HttpContext, 'db'>,
  request: FastifyRequest,
  kind: keyof typeof limits,
  subject = '',
): Promise<void> {
  const { count, windowMs } = limits[kind];
  // A mailbox is protected from everyone together, everything else counts per address.
  const key = kind === 'resetMail' ? `${kind}:${subject}` : `${kind}:${request.ip}:${subject}`;
  const waitMs = await countAttempt(db, key, count, windowMs);
  if (waitMs > 0) throw tooMany('That was tried too often.', waitMs);
}

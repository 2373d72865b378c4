import { check } from '@lectern/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type * as v from 'valibot';
import { isToken, tokenHash } from '../accounts/secret-links.ts';
import type { Client } from '../accounts/sessions.ts';
import { endSession } from '../database/accounts.ts';
import { readMe } from '../database/people.ts';
import type { HttpContext } from './context.ts';
import { notFound, ProblemError, unauthenticated } from './problem.ts';

/** Reading requests: everything that comes from outside passes through one of these. */

/** @throws ProblemError `invalid`, naming every field at fault */
export const readBody = <T>(schema: v.GenericSchema<unknown, T>, request: FastifyRequest): T =>
  readInput(schema, request.body ?? {});

/** Query parameters; one that is given twice is at fault. */
export const readQuery = <T>(schema: v.GenericSchema<unknown, T>, request: FastifyRequest): T =>
  readInput(schema, request.query);

/** A part of the path that must be an id; what is none names nothing. */
export function readId<T extends string>(
  schema: v.GenericSchema<unknown, T>,
  request: FastifyRequest,
  name = 'id',
): T {
  const checked = check(schema, (request.params as Record<string, string>)[name]);
  if (!checked.ok) throw notFound();
  return checked.value;
}

/** The hash of the token in the path; null for what cannot be a token. */
export function readTokenHash(request: FastifyRequest): string | null {
  const { token = '' } = request.params as { token?: string };
  return isToken(token) ? tokenHash(token) : null;
}

/**
 * Whose request it is. Counts it for that person.
 * @throws ProblemError `unauthenticated`, `too-many`
 */
export async function authenticate(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const session = await context.sessions.read(clientOf(request));
  if (!session) {
    // A cookie that is none, or no more, counts as no cookie.
    if (request.headers.cookie !== undefined) context.requestRates.countAnonymous(request);
    throw unauthenticated();
  }
  context.requestRates.countPerson(session.user, request);
  for (const cookie of session.cookies) reply.header('set-cookie', cookie);
  return session;
}

export const clientOf = (request: FastifyRequest): Client => ({
  cookie: request.headers.cookie,
  userAgent: request.headers['user-agent'],
  ip: request.ip,
});

/**
 * Signs in whoever knows the address and the password, and answers with their `Me`. The session that this browser had
 * before ends: nobody would have its cookie any more but somebody who has taken it.
 */
export async function answerSignedIn(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { email, password }: { email: string; password: string },
): Promise<FastifyReply> {
  const before = await context.sessions.read(clientOf(request));
  const signedIn = await context.sessions.signIn(clientOf(request), email, password);
  if (!signedIn) throw new ProblemError('unauthenticated', 'The address or the password is wrong.');
  if (before) {
    await endSession(context.db, before.session);
    context.changes.sessionsEnded(before.user, [before.session]);
  }
  for (const cookie of signedIn.cookies) reply.header('set-cookie', cookie);
  return answerMe(context, reply, signedIn.user);
}

export async function answerMe(
  context: HttpContext,
  reply: FastifyReply,
  user: Parameters<typeof readMe>[1],
): Promise<FastifyReply> {
  const me = await readMe(context.db, user);
  if (!me) throw unauthenticated();
  return reply.send({ ...me, protocol: context.protocols.own, now: Date.now() });
}

function readInput<T>(schema: v.GenericSchema<unknown, T>, input: unknown): T {
  const checked = check(schema, input);
  if (checked.ok) return checked.value;
  const fields = Object.fromEntries(checked.faults.map(({ path, message }) => [path || 'body', message]));
  throw new ProblemError('invalid', 'Some of this is not as it must be.', fields);
}

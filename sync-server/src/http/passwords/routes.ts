import { can } from '@lectern/access';
import { RequestResetSchema, type ResetLink, ResetPasswordSchema, UserIdSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { hashPassword } from '../../accounts/passwords.ts';
import { newToken, resetLink, tokenHash } from '../../accounts/secret-links.ts';
import { readPersonPair } from '../../database/actors.ts';
import { findByEmail } from '../../database/people.ts';
import { addResetLink, useResetLink } from '../../database/reset-links.ts';
import { resetMail } from '../../mail/reset-mail.ts';
import type { HttpContext } from '../context.ts';
import { limit } from '../limits.ts';
import { forbidden, notFound, ProblemError } from '../problem.ts';
import { authenticate, readBody, readId, readTokenHash } from '../request.ts';

/** A link in a mail waits for somebody at their screen; one that is handed over may wait until the next lecture. */
const MAIL_LINK_MINUTES = 60;
const HANDED_LINK_HOURS = 48;
const MINUTE_MS = 60_000;

/** New passwords for people who have lost theirs. */
export function passwordRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post('/api/password-reset', async (request, reply) => {
    const { email } = readBody(RequestResetSchema, request);
    const { mailer } = context;
    if (!mailer) throw notFound('This Lectern sends no mail. An admin of your course can give you a link.');
    await limit(context, request, 'links');
    await limit(context, request, 'resetMail', email);
    // Answered before the work, so that the time it takes does not tell whether the address is known.
    void sendResetMail(context, mailer, email).catch((error) =>
      context.log.error({ err: error }, 'A reset mail was not sent.'),
    );
    return reply.status(204).send();
  });

  app.post('/api/password-reset/:token', async (request, reply) => {
    await limit(context, request, 'links');
    const { password } = readBody(ResetPasswordSchema, request);
    const hash = readTokenHash(request);
    const person = hash && (await useResetLink(context.db, hash, await hashPassword(password)));
    if (!person) throw new ProblemError('gone', 'This link has been used or is too old. Ask for a new one.');
    context.changes.sessionsEnded(person, null);
    return reply.status(204).send();
  });

  app.post('/api/people/:id/reset-link', async (request, reply) => {
    const id = readId(UserIdSchema, request);
    const { user } = await authenticate(context, request, reply);
    const pair = await readPersonPair(context.db, user, id);
    if (!pair || (!pair.actor.siteAdmin && pair.person.courseRole === null)) throw notFound();
    if (!can(pair.actor, 'people.resetLink', pair.person)) throw forbidden();
    // Whoever sets a password may act as its owner: a course's admin must not get into another course's staff by it.
    if (!pair.actor.siteAdmin && pair.leadsElsewhere) {
      throw forbidden('This person also teaches a course that is not yours. Ask the admin of the site.');
    }
    const token = newToken();
    const expiresAt = Date.now() + HANDED_LINK_HOURS * 60 * MINUTE_MS;
    await addResetLink(context.db, id, tokenHash(token), new Date(expiresAt));
    return reply.send({ url: resetLink(context.env, token), expiresAt } satisfies ResetLink);
  });
}

async function sendResetMail(
  context: HttpContext,
  mailer: NonNullable<HttpContext['mailer']>,
  email: string,
): Promise<void> {
  const person = await findByEmail(context.db, email);
  if (!person) return;
  const token = newToken();
  await addResetLink(
    context.db,
    person.id,
    tokenHash(token),
    new Date(Date.now() + MAIL_LINK_MINUTES * MINUTE_MS),
  );
  await mailer.send(
    resetMail({ email, name: person.name }, resetLink(context.env, token), MAIL_LINK_MINUTES),
  );
}

import { isServed, PROTOCOL_PARAMETER, SignInSchema, type SocketTicket } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { newToken } from '../../accounts/secret-links.ts';
import { endSessions } from '../../database/accounts.ts';
import { insertTicket } from '../../database/tickets.ts';
import type { HttpContext } from '../context.ts';
import { limit } from '../limits.ts';
import { ProblemError } from '../problem.ts';
import { answerSignedIn, authenticate, clientOf, readBody } from '../request.ts';

/** Signing in and out, and tickets for sockets. */
export function sessionRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post('/api/sign-in', async (request, reply) => {
    const credentials = readBody(SignInSchema, request);
    await limit(context, request, 'signInPerAddress');
    await limit(context, request, 'signIn', credentials.email);
    return answerSignedIn(context, request, reply, credentials);
  });

  app.post('/api/sign-out', async (request, reply) => {
    const { user, session } = await authenticate(context, request, reply);
    const { cookies } = await context.sessions.signOut(clientOf(request));
    context.changes.sessionsEnded(user, [session]);
    return reply.removeHeader('set-cookie').header('set-cookie', cookies).status(204).send();
  });

  app.post('/api/sign-out-everywhere', async (request, reply) => {
    const { user } = await authenticate(context, request, reply);
    const { cookies } = await context.sessions.signOut(clientOf(request));
    await endSessions(context.db, user);
    context.changes.sessionsEnded(user, null);
    return reply.removeHeader('set-cookie').header('set-cookie', cookies).status(204).send();
  });

  app.post('/api/socket-ticket', async (request, reply) => {
    const { user, session } = await authenticate(context, request, reply);
    const said = (request.query as Record<string, unknown>)[PROTOCOL_PARAMETER] ?? null;
    if (!isServed(context.protocols, said === null ? null : String(said)))
      throw new ProblemError('outdated', 'Lectern was updated. Reload the page; what you wrote is kept.');
    const ticket = newToken();
    await insertTicket(context.db, ticket, session, user);
    return reply.send({ ticket: ticket as SocketTicket['ticket'] } satisfies SocketTicket);
  });
}

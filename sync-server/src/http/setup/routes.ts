import { type CourseId, newId, SetupSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { hashPassword } from '../../accounts/passwords.ts';
import { completeSetup, isSetupToken } from '../../database/accounts.ts';
import { takenProblem } from '../account-problems.ts';
import type { HttpContext } from '../context.ts';
import { limit } from '../limits.ts';
import { ProblemError } from '../problem.ts';
import { answerSignedIn, readBody, readTokenHash } from '../request.ts';

/** The set-up link: makes the first account, who owns the site, and the first course. Works once. */
export function setupRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get('/api/setup/:token', async (request, reply) => {
    await limit(context, request, 'links');
    const hash = readTokenHash(request);
    if (!hash || !(await isSetupToken(context.db, hash))) throw gone();
    return reply.status(204).send();
  });

  app.post('/api/setup/:token', async (request, reply) => {
    await limit(context, request, 'links');
    const { course, password, ...account } = readBody(SetupSchema, request);
    const hash = readTokenHash(request);
    if (!hash || !(await isSetupToken(context.db, hash))) throw gone();
    const passwordHash = await hashPassword(password);
    const made = await completeSetup(
      context.db,
      hash,
      { ...account, passwordHash },
      { id: newId<CourseId>(), name: course },
    );
    if (!made.ok) throw made.why === 'gone' ? gone() : takenProblem(made.why);
    context.changes.accessChanged([made.person]);
    return answerSignedIn(context, request, reply, { email: account.email, password });
  });
}

const gone = (): ProblemError =>
  new ProblemError(
    'gone',
    'This set-up link does not work any more. Restart Lectern to print a new one, or sign in.',
  );

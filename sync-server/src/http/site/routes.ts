import type { Site } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { needsSetup } from '../../database/accounts.ts';
import { answers } from '../../database/availability.ts';
import type { HttpContext } from '../context.ts';
import { ProblemError } from '../problem.ts';

/** A database that takes longer is as good as none for those who wait, in milliseconds. */
const HEALTH_TIMEOUT_MS = 3_000;

/** What anyone may know before signing in, and whether the server can serve. */
export function siteRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get(
    '/api/site',
    async (): Promise<Site> => ({
      mailWorks: context.mailer !== null,
      needsSetup: await needsSetup(context.db),
      demo: context.demo,
      protocol: context.protocols.own,
    }),
  );

  app.get('/healthz', async (_request, reply) => {
    if (!(await answersInTime(answers(context.db)))) {
      throw new ProblemError('unavailable', 'The database does not answer.');
    }
    return reply.send({ ok: true });
  });
}

async function answersInTime(query: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, HEALTH_TIMEOUT_MS, false);
  });
  const answer = query.then(
    () => true,
    () => false,
  );
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}

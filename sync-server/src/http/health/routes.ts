import { createHash, timingSafeEqual } from 'node:crypto';
import type { Problem } from '@lectern/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Env, isLoopbackHost } from '../../env.ts';
import type { HttpContext } from '../context.ts';
import { forbidden, ProblemError } from '../problem.ts';

/** What Prometheus asks for. */
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';
/** Headers by which a proxy says that it asks for somebody else. */
const FORWARDED = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/** What machines ask: whether to send people here, and how it goes. */
export function healthRoutes(app: FastifyInstance, context: HttpContext): void {
  const { env, readiness, metrics } = context;
  let databaseUp = 0;
  metrics.registry.gauge('lectern_database_up', '1 while the database answers.', () => databaseUp);

  app.get('/readyz', async (_request, reply) => {
    const why = await readiness.whyNot();
    if (why.length === 0) return reply.send({ ok: true });
    const problem: Problem = { code: 'unavailable', message: why.join(' ') };
    return reply.status(503).header('retry-after', '2').send(problem);
  });

  app.get('/metrics', async (request, reply) => {
    demandMetricsReader(env, request);
    databaseUp = Number(await readiness.databaseAnswers());
    return reply.header('cache-control', 'no-store').type(TEXT_FORMAT).send(metrics.registry.text());
  });
}

/**
 * With a token, whoever shows it. Without one, a program on this machine and nobody else. A proxy on this machine is
 * one, too, and not every proxy says for whom it asks: where Lectern is open to others, there is no way but the token.
 * @throws ProblemError
 */
function demandMetricsReader(
  { metricsToken, publicUrl }: Env,
  { headers, socket, host }: FastifyRequest,
): void {
  if (metricsToken !== null) {
    const shown = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if (!timingSafeEqual(digest(shown), digest(metricsToken)))
      throw new ProblemError('unauthenticated', 'Show the METRICS_TOKEN: "Authorization: Bearer …".');
    return;
  }
  const isOnThisMachine =
    isLoopbackHost(new URL(publicUrl).hostname) &&
    isLoopbackHost((socket.remoteAddress ?? '').replace(/^::ffff:/, '')) &&
    isLoopbackHost(host.replace(/:[0-9]+$/, '')) &&
    FORWARDED.every((name) => headers[name] === undefined);
  if (!isOnThisMachine)
    throw forbidden(
      'Metrics are told on this machine alone. For others, set METRICS_TOKEN; see docs/operations.md.',
    );
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

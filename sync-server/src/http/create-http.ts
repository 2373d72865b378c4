import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { answerErrors } from './answer-errors.ts';
import { channelRoutes } from './channels/routes.ts';
import { compressJson } from './compress-json.ts';
import type { HttpContext } from './context.ts';
import { courseRoutes } from './courses/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { inviteRoutes } from './invites/routes.ts';
import { meRoutes } from './me/routes.ts';
import { isOwnOrigin } from './origin.ts';
import { passwordRoutes } from './passwords/routes.ts';
import { policyViolationRoutes } from './policy-violations/routes.ts';
import { forbidden } from './problem.ts';
import { searchRoutes } from './search/routes.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { setupRoutes } from './setup/routes.ts';
import { siteRoutes } from './site/routes.ts';
import { serveWebApp } from './static-files.ts';

/** The largest honest body is an account's few fields, in bytes. */
const BODY_LIMIT = 16 * 1_024;
/** Time for a whole request to arrive; a client that is slower holds a connection for nothing, in milliseconds. */
const REQUEST_TIMEOUT_MS = 20_000;
/** Time for the headers of a request, from when the connection is opened, in milliseconds: they fit into a few packets. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How often is looked for those who are slower, in milliseconds. */
const LOOK_FOR_SLOW_MS = 2_000;
/** Longer than the pauses of proxies, so that they and not we end an idle connection, in milliseconds. */
const KEEP_ALIVE_MS = 75_000;
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The HTTP interface: one list of everything that a request passes on its way.
 * @param webApp folder of the built web app, where it is not the usual one
 */
export async function createHttp(context: HttpContext, webApp?: string): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    // Addresses carry tokens: the log gets the route's pattern, below.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: LOOK_FOR_SLOW_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    trustProxy: [...context.env.trustedProxies],
    exposeHeadRoutes: true,
    // Ids are looked up by their text, so that a long path is not worth reading.
    routerOptions: { maxParamLength: 100 },
  });

  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    if (!READING.has(request.method) && !isOwnOrigin(context.env, request.headers)) {
      throw forbidden(`This came from another site. Open Lectern at ${context.env.publicUrl} and try again.`);
    }
  });
  context.requestRates.addTo(app);
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const { statusCode, elapsedTime } = reply;
    context.metrics.httpSeconds.observe(
      { method, route: routeOptions.url ?? 'none', status: `${Math.floor(statusCode / 100)}xx` },
      elapsedTime / 1000,
    );
    context.log.debug(
      { method, route: routeOptions.url, status: statusCode, ms: Math.round(elapsedTime) },
      'Answered.',
    );
  });
  // JSON and nothing else: a form of another site can send text, and not JSON.
  app.removeContentTypeParser('text/plain');
  addSecurityHeaders(app, context.env);
  compressJson(app);
  answerErrors(app, context.log);

  siteRoutes(app, context);
  healthRoutes(app, context);
  setupRoutes(app, context);
  sessionRoutes(app, context);
  meRoutes(app, context);
  passwordRoutes(app, context);
  courseRoutes(app, context);
  inviteRoutes(app, context);
  channelRoutes(app, context);
  searchRoutes(app, context);
  policyViolationRoutes(app, context);
  await serveWebApp(app, webApp);
  return app;
}

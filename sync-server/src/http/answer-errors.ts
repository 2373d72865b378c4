import type { FastifyError, FastifyInstance } from 'fastify';
import { isUnavailable } from '../database/availability.ts';
import type { Logger } from '../log.ts';
import { notFound, ProblemError } from './problem.ts';

/** Every error leaves as a `Problem`; what nobody foresaw is logged and told without its insides. */
export function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = asProblem(error);
    if (known.status >= 500) {
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'A request failed.');
    }
    if (known.retryAfter !== null) reply.header('retry-after', String(known.retryAfter));
    return reply.status(known.status).send(known.problem);
  });
  app.setNotFoundHandler(() => {
    throw notFound();
  });
}

function asProblem(error: FastifyError): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isUnavailable(error)) {
    return new ProblemError(
      'unavailable',
      'The server cannot reach its database at the moment. Please try again shortly.',
    );
  }
  if (error.statusCode === 413)
    return new ProblemError('too-large', 'That is more than the server takes at once.');
  if (error.statusCode === 415) return new ProblemError('invalid', 'The server takes JSON only.');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new ProblemError('invalid', 'The request could not be read.');
  }
  return new ProblemError('internal', 'Something went wrong on the server. It has been logged.');
}

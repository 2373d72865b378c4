import type { Problem, ProblemCode } from '@lectern/contracts';

const statusOf: Record<ProblemCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'too-many': 429,
  internal: 500,
  unavailable: 503,
};

/** Thrown by a route to refuse a request in words that a person can act on. */
export class ProblemError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(code: ProblemCode, message: string, fields?: Problem['fields']) {
    super(message);
    this.status = statusOf[code];
    this.problem = { code, message, ...(fields ? { fields } : {}) };
  }
}

export const unauthenticated = (): ProblemError => new ProblemError('unauthenticated', 'Please sign in.');
export const forbidden = (message = 'You may not do that.'): ProblemError =>
  new ProblemError('forbidden', message);
export const notFound = (message = 'There is nothing here.'): ProblemError =>
  new ProblemError('not-found', message);

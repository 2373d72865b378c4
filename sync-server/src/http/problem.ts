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
  outdated: 426,
  internal: 500,
  unavailable: 503,
};

/** A server that cannot serve at the moment is asked again after this time, in seconds. */
const UNAVAILABLE_S = 2;

/** Thrown by a route to refuse a request in words that a person can act on. */
export class ProblemError extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** When to come again, in seconds from now; null when that is not known. */
  readonly retryAfter: number | null;

  constructor(
    code: ProblemCode,
    message: string,
    fields?: Problem['fields'],
    retryAfter: number | null = code === 'unavailable' ? UNAVAILABLE_S : null,
  ) {
    super(message);
    this.retryAfter = retryAfter;
    this.status = statusOf[code];
    this.problem = { code, message, ...(fields ? { fields } : {}) };
  }
}

export const unauthenticated = (): ProblemError => new ProblemError('unauthenticated', 'Please sign in.');
export const forbidden = (message = 'You may not do that.'): ProblemError =>
  new ProblemError('forbidden', message);
export const notFound = (message = 'There is nothing here.'): ProblemError =>
  new ProblemError('not-found', message);
/** @param waitMs after which the same is answered again, in milliseconds */
export function tooMany(message: string, waitMs: number): ProblemError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const wait =
    seconds < 100
      ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`
      : `${Math.ceil(seconds / 60)} minutes`;
  return new ProblemError('too-many', `${message} Please wait ${wait} and try again.`, undefined, seconds);
}

import { type Logger, pino } from 'pino';
import type { Env } from './env.ts';

export type { Logger } from 'pino';

/**
 * Headers and fields that carry secrets. Bodies of requests and messages are never given to the logger at all; this
 * list catches what an error object brings along.
 */
const SECRET_PATHS = [
  'req.headers.cookie',
  'req.headers.authorization',
  'password',
  'token',
  'ticket',
  '*.password',
  '*.token',
  '*.ticket',
];

/** Structured logs, one JSON object a line, on standard output. */
export const createLog = (env: Pick<Env, 'logLevel'>): Logger =>
  pino({ level: env.logLevel, base: null, redact: { paths: SECRET_PATHS, censor: '[secret]' } });

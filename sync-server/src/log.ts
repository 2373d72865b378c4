import { format } from 'node:util';
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

/**
 * Sends what libraries print as a warning or an error to the log. Hocuspocus prints each connection that it ends, and
 * has no other way of telling.
 */
export function consoleToLog(log: Logger): void {
  const print = (...said: unknown[]): void => {
    const err = said.find((one) => one instanceof Error);
    const text = format(...said.filter((one) => one !== err));
    // Without a message it was thrown to turn somebody away, and whoever threw it has logged what is to be known.
    const level = err?.message === '' ? 'debug' : 'warn';
    log[level]({ err, from: 'console' }, text);
  };
  console.warn = print;
  console.error = print;
}

import { isIP } from 'node:net';
import path from 'node:path';
import * as v from 'valibot';

/**
 * Configuration: read once, here and nowhere else. Every variable of the process environment that Lectern looks at
 * stands in `variables` with its sentence, and bad values are told all at once, before anything has started.
 */
export interface Env {
  readonly port: number;
  readonly host: string;
  /** The origin people open, without a slash at its end: `https://chat.example.edu`. */
  readonly publicUrl: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Null: this instance is alone on its database, or sees a second later what others do. */
  readonly redisUrl: string | null;
  /** Null: no mail is sent, and reset links are handed over by an admin. */
  readonly mail: { readonly url: string; readonly from: string } | null;
  readonly logLevel: LogLevel;
  readonly trustedProxies: readonly string[];
  /** Null: metrics are told on this machine alone. */
  readonly metricsToken: string | null;
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A variable, its sentence for `--help` and for the documentation, and how it is read. */
export const variables = {
  PORT: {
    sentence: 'TCP port to listen on (3000).',
    schema: v.pipe(
      v.optional(v.string(), '3000'),
      v.regex(/^[0-9]{1,5}$/, 'must be a whole number'),
      v.transform(Number),
      v.minValue(1, 'must be at least 1'),
      v.maxValue(65_535, 'must be at most 65535'),
    ),
  },
  HOST: {
    sentence: 'Address to listen on (127.0.0.1: this machine only; 0.0.0.0: every network).',
    schema: v.pipe(
      v.optional(v.string(), '127.0.0.1'),
      v.regex(/^[a-zA-Z0-9.:-]+$/, 'must be an address or a host name'),
    ),
  },
  PUBLIC_URL: {
    sentence:
      'Address that people open, and that links in invites and mails carry (http://localhost:PORT). Anything but this machine needs https.',
    schema: v.optional(
      v.pipe(
        v.string(),
        v.check((text) => parsedUrl(text) !== null, 'must be an address such as https://chat.example.edu'),
        v.check(
          (text) => !parsedUrl(text) || bareOrigin(parsedUrl(text)!),
          'must be a scheme, a host and perhaps a port, with nothing after them',
        ),
        v.check(
          (text) =>
            !parsedUrl(text) ||
            parsedUrl(text)!.protocol === 'https:' ||
            isLoopbackHost(parsedUrl(text)!.hostname),
          'must begin with https:// unless its host is localhost, 127.0.0.1 or [::1]; docs/operations.md shows how',
        ),
        v.transform((text) => new URL(text).origin),
      ),
    ),
  },
  DATA_DIR: {
    sentence: 'Folder of the embedded database and of everything else that Lectern keeps (./data).',
    schema: v.pipe(
      v.optional(v.string(), './data'),
      v.transform((folder) => path.resolve(folder)),
    ),
  },
  DATABASE_URL: {
    sentence:
      'A Postgres server, version 15 or later, to use instead of the embedded one: postgres://user:password@host:5432/name.',
    schema: v.optional(
      v.pipe(
        v.string(),
        v.check(
          (text) => ['postgres:', 'postgresql:'].includes(parsedUrl(text)?.protocol ?? ''),
          'must begin with postgres://',
        ),
      ),
    ),
  },
  REDIS_URL: {
    sentence:
      'A Redis server that carries what several instances on one DATABASE_URL tell each other: redis://host:6379.',
    schema: v.optional(
      v.pipe(
        v.string(),
        v.check(
          (text) => ['redis:', 'rediss:'].includes(parsedUrl(text)?.protocol ?? ''),
          'must begin with redis:// or rediss://',
        ),
      ),
    ),
  },
  SMTP_URL: {
    sentence:
      'Mail server for password resets: smtp://user:password@host:587. Without it an admin hands reset links over.',
    schema: v.optional(
      v.pipe(
        v.string(),
        v.check(
          (text) => ['smtp:', 'smtps:'].includes(parsedUrl(text)?.protocol ?? ''),
          'must begin with smtp:// or smtps://',
        ),
      ),
    ),
  },
  MAIL_FROM: {
    sentence: 'Sender of those mails: Lectern <lectern@example.edu>. Goes with SMTP_URL.',
    schema: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'must be a mail address, with or without a name'),
      ),
    ),
  },
  LOG_LEVEL: {
    sentence: `How much is logged: ${logLevels.join(', ')} (info).`,
    schema: v.optional(v.picklist(logLevels, `must be one of ${logLevels.join(', ')}`), 'info'),
  },
  TRUSTED_PROXIES: {
    sentence:
      'Addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas (those on this machine).',
    schema: v.pipe(
      v.optional(v.string(), '127.0.0.0/8, ::1/128'),
      v.transform((text) => text.split(',').map((entry) => entry.trim())),
      v.check((entries) => entries.every(isNetwork), 'must be IP addresses or networks such as 10.0.0.0/8'),
    ),
  },
  METRICS_TOKEN: {
    sentence:
      'Who shows it may read GET /metrics, from wherever they can reach Lectern (none: programs on this machine alone, while PUBLIC_URL is this machine).',
    schema: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^[\x21-\x7e]{16,}$/, 'must have at least 16 letters, digits or signs, without spaces'),
      ),
    ),
  },
} as const;

export type EnvResult =
  | { readonly ok: true; readonly env: Env }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads the environment. A variable that is set to nothing counts as not set. Lists every fault, not only the first. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): EnvResult {
  const faults: string[] = [];
  const read = <Name extends keyof typeof variables>(
    name: Name,
  ): v.InferOutput<(typeof variables)[Name]['schema']> => {
    const text = source[name]?.trim();
    const result = v.safeParse(variables[name].schema, text === '' ? undefined : text, {
      abortPipeEarly: true,
    });
    if (!result.success) faults.push(`${name} ${result.issues[0].message}. ${variables[name].sentence}`);
    return result.output as v.InferOutput<(typeof variables)[Name]['schema']>;
  };
  const port = read('PORT');
  const smtpUrl = read('SMTP_URL');
  const mailFrom = read('MAIL_FROM');
  const env: Env = {
    port,
    host: read('HOST'),
    publicUrl: read('PUBLIC_URL') ?? `http://localhost:${port}`,
    dataDir: read('DATA_DIR'),
    databaseUrl: read('DATABASE_URL') ?? null,
    redisUrl: read('REDIS_URL') ?? null,
    mail: smtpUrl && mailFrom ? { url: smtpUrl, from: mailFrom } : null,
    logLevel: read('LOG_LEVEL'),
    trustedProxies: read('TRUSTED_PROXIES'),
    metricsToken: read('METRICS_TOKEN') ?? null,
  };
  if (source.SMTP_URL?.trim() && !source.MAIL_FROM?.trim())
    faults.push('MAIL_FROM must be set when SMTP_URL is.');
  if (source.MAIL_FROM?.trim() && !source.SMTP_URL?.trim())
    faults.push('SMTP_URL must be set when MAIL_FROM is.');
  return faults.length > 0 ? { ok: false, faults } : { ok: true, env };
}

/** True for the names and addresses by which a machine reaches only itself. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

function parsedUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function bareOrigin(url: URL): boolean {
  return (
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    `${url.search}${url.hash}${url.username}${url.password}` === ''
  );
}

function isNetwork(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

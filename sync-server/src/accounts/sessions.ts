import type { UserId } from '@lectern/contracts';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Env } from '../env.ts';
import type { Logger } from '../log.ts';

/**
 * Signing in and out, and whose a request is. better-auth does the parts that are easy to get wrong: hashing, the
 * signed cookie, its renewal. Nothing else of it is used or reachable from outside: accounts are made by
 * `database/accounts.ts`, and there is no cached session that would outlive its end.
 */
export interface Sessions {
  /** Null for a wrong address or password; which of the two is not told, and both take as long. */
  signIn(
    client: Client,
    email: string,
    password: string,
  ): Promise<{ user: UserId; cookies: string[] } | null>;
  /** Whose request it is; null when nobody's. The cookies renew the session and go into the answer. */
  read(client: Client): Promise<{ user: UserId; session: string; cookies: string[] } | null>;
  /** Ends this session; the cookies remove it from the browser. */
  signOut(client: Client): Promise<{ cookies: string[] }>;
}

/** What a request says of itself. */
export interface Client {
  readonly cookie: string | undefined;
  readonly userAgent: string | undefined;
  readonly ip: string;
}

/** A session ends when it has not been used for this long, in seconds. */
const SESSION_LIFE_S = 30 * 24 * 60 * 60;
/** A session in use is prolonged at most once in this time, in seconds. */
const RENEW_EVERY_S = 24 * 60 * 60;

/** @param secret signs the cookies; a changed one ends all sessions */
export function createSessions(
  db: Kysely<Schema>,
  env: Pick<Env, 'publicUrl'>,
  secret: string,
  log: Logger,
): Sessions {
  const own = sessionCookie(env.publicUrl);
  const auth = betterAuth({
    database: { db, type: 'postgres' },
    secret,
    baseURL: env.publicUrl,
    basePath: '/api/auth',
    telemetry: { enabled: false },
    // Its words are for developers; what matters here is answered or thrown.
    logger: { level: 'error', log: (_level, message) => log.error({ from: 'better-auth' }, message) },
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: {
      modelName: 'person',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      // Known to better-auth only because it compares its columns with the table's.
      additionalFields: { handle: { type: 'string', required: true, input: false, returned: false } },
    },
    session: {
      expiresIn: SESSION_LIFE_S,
      updateAge: RENEW_EVERY_S,
      cookieCache: { enabled: false },
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: { fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
    // Only its functions are called, never its routes; http/ has limits of its own.
    rateLimit: { enabled: false },
    advanced: {
      // A session comes with its person in one statement instead of two: every request asks for both.
      database: { generateId: 'uuid', joins: true },
      useSecureCookies: false,
      cookies: { session_token: own },
    },
  });

  return {
    async signIn(client, email, password) {
      try {
        const { headers, response } = await auth.api.signInEmail({
          body: { email, password },
          headers: headersOf(client),
          returnHeaders: true,
        });
        return { user: response.user.id as UserId, cookies: headers.getSetCookie() };
      } catch (error) {
        if (error instanceof APIError && error.statusCode < 500) return null;
        throw error;
      }
    },
    async read(client) {
      if (!client.cookie) return null;
      const { response, headers } = await auth.api
        .getSession({ headers: headersOf(client), returnHeaders: true })
        // A database that does not answer must never look like a session that has ended.
        .catch((error: Error) => {
          throw error.cause ?? error;
        });
      if (!response) return null;
      return {
        user: response.user.id as UserId,
        session: response.session.id,
        cookies: headers.getSetCookie(),
      };
    },
    async signOut(client) {
      const { headers } = await auth.api.signOut({ headers: headersOf(client), returnHeaders: true });
      return { cookies: headers.getSetCookie().filter((cookie) => cookie.startsWith(`${own.name}=`)) };
    },
  };
}

/**
 * Browsers keep cookies per host and not per port, so that on plain http the port is part of the name: two Lecterns
 * on one machine do not sign each other out. On https the prefix keeps other hosts of the domain from setting it.
 */
export function sessionCookie(publicUrl: string): {
  name: string;
  attributes: { secure: boolean; path: string };
} {
  const { protocol, port } = new URL(publicUrl);
  const secure = protocol === 'https:';
  return { name: secure ? '__Host-lectern' : `lectern-${port || 80}`, attributes: { secure, path: '/' } };
}

function headersOf({ cookie, userAgent, ip }: Client): Headers {
  const headers = new Headers({ 'x-forwarded-for': ip });
  if (cookie) headers.set('cookie', cookie);
  if (userAgent) headers.set('user-agent', userAgent.slice(0, 300));
  return headers;
}

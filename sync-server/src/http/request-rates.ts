import { isIPv6 } from 'node:net';
import type { UserId } from '@lectern/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Buckets } from '../limits/buckets.ts';
import type { Clock } from '../limits/clock.ts';
import type { RateKind, Rates } from '../limits/rates.ts';
import { countSlowed, type ServerMetrics } from '../metrics/server-metrics.ts';
import { tooMany } from './problem.ts';

/** What a load balancer and whoever watches over the server ask: to be turned away would look like an illness. */
const UNCOUNTED = new Set(['/healthz', '/readyz', '/metrics']);
/** Routes on which nobody has to be signed in. They count for the address, whatever cookie a request shows. */
const OPEN = new Set([
  '/api/site',
  '/api/sign-in',
  '/api/setup/:token',
  '/api/join/:token',
  '/api/password-reset',
  '/api/password-reset/:token',
  '/api/policy-violations',
]);
/** The route of everything that is no other: files, and addresses at which there is nothing. */
const FILES = '/*';
const READING = new Set(['GET', 'HEAD']);

/**
 * How many requests a person may make, and an address on which nobody is signed in. A campus may share one address: what
 * signed-in people ask counts for each of them and not for the address.
 */
export class RequestRates {
  readonly #people: Readonly<Record<'read' | 'write' | 'search', Buckets<UserId>>>;
  readonly #addresses: Readonly<Record<'anonymous' | 'files', Buckets<string>>>;

  constructor(rates: Rates, clock: Pick<Clock, 'now'>, metrics: Pick<ServerMetrics, 'slowed'>) {
    const buckets = <Key>(kind: RateKind) => new Buckets<Key>(rates[kind], clock, countSlowed(metrics, kind));
    this.#people = { read: buckets('read'), write: buckets('write'), search: buckets('search') };
    this.#addresses = { anonymous: buckets('anonymous'), files: buckets('files') };
  }

  /** Counts what comes from nobody who is known, before anything is done for it. */
  addTo(app: FastifyInstance): void {
    app.addHook('onRequest', async (request) => {
      const route = request.routeOptions.url ?? FILES;
      if (UNCOUNTED.has(route)) return;
      if (route === FILES) demandNoWait('files', this.#addresses.files.take(addressOf(request)));
      else if (OPEN.has(route) || request.headers.cookie === undefined) this.countAnonymous(request);
    });
  }

  /**
   * Counts a request of an address.
   * @throws ProblemError `too-many`
   */
  countAnonymous(request: FastifyRequest): void {
    demandNoWait('anonymous', this.#addresses.anonymous.take(addressOf(request)));
  }

  /**
   * Counts a request of a person.
   * @throws ProblemError `too-many`
   */
  countPerson(user: UserId, request: FastifyRequest): void {
    const isSearch = request.routeOptions.url === '/api/search';
    const kind = isSearch ? 'search' : READING.has(request.method) ? 'read' : 'write';
    demandNoWait(kind, this.#people[kind].take(user));
  }
}

function demandNoWait(kind: keyof typeof words, waitMs: number): void {
  if (waitMs > 0) throw tooMany(words[kind], waitMs);
}

const words = {
  read: 'You have asked for very much in a short time.',
  write: 'You have changed very much in a short time.',
  search: 'You have searched very often in a short time.',
  anonymous: 'Very many requests come from your network at the moment.',
  files: 'Very many requests come from your network at the moment.',
} as const satisfies Partial<Record<RateKind, string>>;

/** What an address is counted as: with IPv6 everybody has 2^64 of them. */
function addressOf({ ip }: FastifyRequest): string {
  if (!isIPv6(ip)) return ip;
  const { hostname } = new URL(`http://[${ip.split('%')[0]}]`);
  const groups = hostname.slice(1, -1).split('::')[0]!.split(':');
  // An IPv4 address that is written as one of IPv6 begins with zeros, which are left out.
  return groups[0] === '' ? hostname : groups.slice(0, 4).join(':');
}

import type { IncomingHttpHeaders } from 'node:http';
import { type Env, isLoopbackHost } from '../env.ts';

/**
 * Whether a request comes from a page of this Lectern. Browsers name the page's origin with every request that
 * changes something and with every upgrade; a request without it is not from a page we know and is refused too.
 *
 * Behind https only the public address counts. On plain http the page may have been opened by any address of this
 * machine, and then it must be the one that the request was sent to. A name of somebody else's domain is none, though
 * it may lead here.
 */
export function isOwnOrigin(env: Pick<Env, 'publicUrl'>, headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  if (origin === undefined || headers['sec-fetch-site'] === 'cross-site') return false;
  if (origin === env.publicUrl) return true;
  if (!env.publicUrl.startsWith('http://') || origin !== `http://${host}`) return false;
  return isLoopbackHost(URL.parse(origin)?.hostname ?? '');
}

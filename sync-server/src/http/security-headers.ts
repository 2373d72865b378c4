import type { FastifyInstance } from 'fastify';
import type { Env } from '../env.ts';

/** A host and port as browsers write them; anything else is not put into a header. */
const HOST = /^[a-zA-Z0-9.-]+(:[0-9]{1,5})?$|^\[[0-9a-fA-F:]+\](:[0-9]{1,5})?$/;
/** Where browsers report what the policy has kept from happening. */
export const POLICY_VIOLATIONS_PATH = '/api/policy-violations';
/** Two years, as browsers' preload lists ask for. */
const HSTS = 'max-age=63072000; includeSubDomains';

/** Puts the security headers on every answer, errors and files included. */
export function addSecurityHeaders(app: FastifyInstance, env: Pick<Env, 'publicUrl'>): void {
  const secure = env.publicUrl.startsWith('https://');
  const publicHost = new URL(env.publicUrl).host;
  app.addHook('onSend', async (request, reply) => {
    const host = !secure && HOST.test(request.headers.host ?? '') ? request.headers.host! : publicHost;
    reply.headers({
      'content-security-policy': contentSecurityPolicy(`${secure ? 'wss' : 'ws'}://${host}`),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
      // Links carry tokens: no other site may learn an address of ours.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    if (secure) reply.header('strict-transport-security', HSTS);
  });
}

/**
 * Nothing runs and nothing loads that is not ours; no HTML of the page is ever made from a string (what is pasted into
 * a note is parsed into a document that belongs to no window, and read). Styles are set through the
 * style objects of elements, which needs no exception. Older browsers do not count a socket to the same host as
 * 'self', so that it is named.
 */
function contentSecurityPolicy(socketOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' ${socketOrigin}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lectern lectern-first lectern-paste lexical',
    // The newer way of reporting is not known everywhere, and where it is named the older one is left out.
    `report-uri ${POLICY_VIOLATIONS_PATH}`,
  ].join('; ');
}

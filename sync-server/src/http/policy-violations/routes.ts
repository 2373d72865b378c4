import { check } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import type { HttpContext } from '../context.ts';
import { POLICY_VIOLATIONS_PATH } from '../security-headers.ts';

/** What browsers send; of a page that somebody has broken it says what they like. */
const REPORT_TYPE = 'application/csp-report';
const Text = v.optional(v.pipe(v.string(), v.maxLength(2_048)), '');
const ReportSchema = v.object({
  'csp-report': v.object({
    'effective-directive': Text,
    'violated-directive': Text,
    'blocked-uri': Text,
    'source-file': Text,
    'line-number': v.optional(v.number()),
  }),
});

/** Violations that are logged in one window: a broken page, or somebody with a script, reports without end. */
const MAX_LOGGED = 20;
const WINDOW_MS = 60_000;

/**
 * Browsers tell here what the policy of a page or a worker has kept from happening. It is a fault of ours or an attempt
 * of somebody, and either has to be seen. Nothing is stored and nobody has to be signed in.
 */
export function policyViolationRoutes(app: FastifyInstance, { log, env }: HttpContext): void {
  const window = { began: 0, logged: 0 };
  app.addContentTypeParser(REPORT_TYPE, { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));

  app.post(POLICY_VIOLATIONS_PATH, async (request, reply) => {
    const checked = check(ReportSchema, request.body);
    const now = Date.now();
    if (now - window.began > WINDOW_MS) Object.assign(window, { began: now, logged: 0 });
    if (checked.ok && window.logged < MAX_LOGGED) {
      window.logged += 1;
      const report = checked.value['csp-report'];
      log.warn(
        {
          directive: (report['effective-directive'] || report['violated-directive']).slice(0, 60),
          blocked: withoutPath(report['blocked-uri']),
          source: ownFile(report['source-file'], env.publicUrl),
          line: report['line-number'],
        },
        'A page has broken its security policy.',
      );
    }
    return reply.status(204).send();
  });
}

/** Where something was to come from. Addresses carry secrets; the rest of them is nobody's business. */
const withoutPath = (text: string): string => {
  const url = URL.parse(text);
  if (url === null) return text.slice(0, 40);
  return url.origin === 'null' ? url.protocol : url.origin;
};

/** A script of ours by its name; anything else is a page, whose address may carry a secret. */
function ownFile(text: string, publicUrl: string): string {
  const url = URL.parse(text);
  return url?.origin === new URL(publicUrl).origin && url.pathname.endsWith('.js') ? url.pathname : 'a page';
}

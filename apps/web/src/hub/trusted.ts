import hubUrl from './shared-worker.ts?worker&url';

export { hubUrl };
export const SERVICE_WORKER_URL = '/service-worker.js';

/**
 * An address of our own workers as the page's policy for Trusted Types passes it. Nothing else passes; where a
 * browser knows no Trusted Types, the address goes through as it is.
 */
export const trustedWorkerUrl = (url: string): string =>
  policy ? (policy.createScriptURL(url) as string) : ours(url);

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

function ours(url: string): string {
  if (url !== SERVICE_WORKER_URL && url !== hubUrl) throw new TypeError('not an address of a Lectern worker');
  return url;
}

const policy = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy('lectern', {
  createScriptURL: ours,
});

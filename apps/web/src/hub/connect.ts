import { connectHub, type Hub } from '@lectern/sync-client';
import { hubUrl, trustedWorkerUrl } from './trusted.ts';

/** The one hub of this browser: in a shared worker, or in this page where there is none. */
export const connect = (): Hub =>
  connectHub({
    joinWorker:
      'SharedWorker' in globalThis
        ? () => new SharedWorker(trustedWorkerUrl(hubUrl), { type: 'module', name: 'lectern-hub' })
        : null,
    startInPage: async () => (await import('@lectern/sync-client/in-page-hub')).startInPageHub(),
    onStopped: () => location.reload(),
  });

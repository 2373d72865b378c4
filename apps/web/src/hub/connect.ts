import { connectHub, type Hub } from '@lectern/sync-client';
import { hubUrl, trustedWorkerUrl } from './trusted.ts';

/** The one hub of this browser: in a shared worker, or in this page where there is none. */
export const connect = (): Hub =>
  connectHub({
    joinWorker: 'SharedWorker' in globalThis ? joinWorker : null,
    startInPage: async () => (await import('@lectern/sync-client/in-page-hub')).startInPageHub(),
    onStopped: () => location.reload(),
  });

/** What `first.js` has started before this code was there. */
const early = globalThis as { firstHub?: { readonly worker: SharedWorker; readonly failed: boolean } };

function joinWorker(): SharedWorker {
  const first = early.firstHub;
  delete early.firstHub;
  if (first?.failed) throw new Error('the worker of the hub does not start');
  return first?.worker ?? new SharedWorker(trustedWorkerUrl(hubUrl), { type: 'module', name: 'lectern-hub' });
}

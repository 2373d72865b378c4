import { SERVICE_WORKER_URL, trustedWorkerUrl } from './trusted.ts';

/**
 * Keeps the shell for offline starts and tells when a newer one is ready. The newer one takes over only when a person
 * says so, and then every tab reloads: two versions never run side by side.
 */
export function registerServiceWorker(): void {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  const workers = navigator.serviceWorker;
  let controlled = workers.controller !== null;
  workers.addEventListener('controllerchange', () => {
    // The first worker of a fresh visit takes control too; that is no update.
    if (controlled) location.reload();
    controlled = true;
  });
  workers
    .register(trustedWorkerUrl(SERVICE_WORKER_URL), { scope: '/' })
    .then((registration) => {
      registered = registration;
      const look = () => setWaiting(registration.waiting);
      look();
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', look);
      });
      document.addEventListener('visibilitychange', () => {
        if (!document.hidden) update.seek();
      });
      setInterval(update.seek, LOOK_EVERY_MS);
    })
    .catch(() => {
      // A browser that refuses service workers still has everything but the offline start.
    });
}

/** Whether a newer version waits; for `useSyncExternalStore`. */
export const update = {
  isReady: (): boolean => waiting !== null,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Lets the newer version take over; every tab reloads. */
  apply: (): void => waiting?.postMessage({ type: 'take-over' }),
  /** Asks the server whether it has a newer version, and fetches it. */
  seek: (): void => void registered?.update().catch(() => {}),
  /** Lets the version of the server take over, fetched or not; where no worker keeps the shell, by a reload. */
  bring: (): void =>
    void import('./bring-update.ts')
      .then((program) => program.bringUpdate())
      // The server has this version's files no more.
      .catch(() => location.reload()),
};

/** An open tab asks for a newer version this often. */
const LOOK_EVERY_MS = 30 * 60_000;

let waiting: ServiceWorker | null = null;
let registered: ServiceWorkerRegistration | undefined;
const listeners = new Set<() => void>();

function setWaiting(worker: ServiceWorker | null): void {
  // Without a controller the waiting worker is the first one, which is about to take over by itself.
  waiting = navigator.serviceWorker.controller ? worker : null;
  for (const listener of listeners) listener();
}

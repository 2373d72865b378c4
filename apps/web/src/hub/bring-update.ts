/**
 * Fetches the version that the server has now and lets it take over, which reloads every tab. Where nothing keeps the
 * shell, or nothing newer is to be had, this page is loaded again.
 */
export async function bringUpdate(): Promise<void> {
  // Asked for here: the page's own registering waits for a version that is just being installed.
  const registration = await navigator.serviceWorker?.getRegistration();
  // What cannot be fetched now may have been fetched before.
  await registration?.update().catch(() => {});
  const next = registration && (await whenInstalled(registration));
  if (next) next.postMessage({ type: 'take-over' });
  else location.reload();
}

/** The newest version that can take over; null when there is none, also because it could not be installed. */
async function whenInstalled(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
  for (let next = registration.installing; next?.state === 'installing'; next = registration.installing) {
    const coming = next;
    await new Promise((resolve) => coming.addEventListener('statechange', resolve, { once: true }));
  }
  return registration.waiting;
}

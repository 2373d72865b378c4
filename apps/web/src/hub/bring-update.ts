/**
 * Fetches the version that the server has now and lets it take over, which reloads every tab. Where nothing keeps the
 * shell, or nothing newer is to be had, this page is loaded again.
 */
export async function bringUpdate(registration: ServiceWorkerRegistration | undefined): Promise<void> {
  await registration?.update();
  const next = registration?.waiting ?? registration?.installing;
  if (!next) return location.reload();
  while (next.state === 'installing')
    await new Promise((resolve) => next.addEventListener('statechange', resolve, { once: true }));
  // One that could not be installed changes nothing: the server is asked for the page.
  if (next.state === 'redundant') return location.reload();
  next.postMessage({ type: 'take-over' });
}

import type { ChannelId } from '@lectern/contracts';
import type { ViewStore } from './hub/view-store.ts';
import { around, latest } from './scenes/channel/windows.ts';

/** What tells of a new address in this page: the browser's own event, and those that the router adds. */
const NAVIGATED = ['popstate', 'pushState', 'replaceState'] as const;

/**
 * Asks the hub for what a screen will look at before it is drawn: for the first one while its code is on its way, and
 * for each later one while the browser draws what is around it. Only a hint: whatever is not named here is asked for
 * when it is drawn.
 */
export function expectScreens(views: ViewStore): void {
  for (const name of ['session', 'sidebar', 'settings', 'connection'] as const) views.expect(name, null);
  const look = () => expectScreen(views, location.pathname);
  look();
  for (const event of NAVIGATED) addEventListener(event, look);
}

function expectScreen(views: ViewStore, path: string): void {
  const channel = /^\/c\/([^/]+)(?:\/m\/(\d+)|\/t\/.*)?$/.exec(path);
  if (channel === null) return;
  const id = channel[1] as ChannelId;
  views.expect('timeline', channel[2] === undefined ? latest(id) : around(id, Number(channel[2])));
  views.expect('draft', { channel: id });
}

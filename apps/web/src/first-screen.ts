import type { ChannelId } from '@lectern/contracts';
import type { ViewStore } from './hub/view-store.ts';
import { around, latest } from './scenes/channel/windows.ts';

/** What the first screen of a path will look at. Only a hint: whatever is not named here is asked for when it is drawn. */
export function expectFirstScreen(views: ViewStore, path: string): void {
  for (const name of ['session', 'sidebar', 'settings', 'connection'] as const) views.expect(name, null);
  const channel = /^\/c\/([^/]+)(?:\/m\/(\d+)|\/t\/.*)?$/.exec(path);
  if (channel === null) return;
  const id = channel[1] as ChannelId;
  views.expect('timeline', channel[2] === undefined ? latest(id) : around(id, Number(channel[2])));
  views.expect('draft', { channel: id });
}

import { openStorage } from '@lectern/local-store';
import { createApi } from './api.ts';
import { systemClock } from './clock.ts';
import type { FirstDrawing } from './first-drawing.ts';
import { createHub, HUB_VERSION, type HubCore } from './hub.ts';
import { claimStores } from './takeover.ts';

/** A hub over what a browser has: in a shared worker or in a page. */
export function browserHub(drawing: FirstDrawing): HubCore {
  const { origin } = globalThis.location;
  const hub: HubCore = createHub({
    openStorage: async () => {
      await claimStores(HUB_VERSION, () => hub.stop());
      return openStorage();
    },
    api: createApi(origin, (...request) => fetch(...request)),
    clock: systemClock,
    socketUrl: `${origin.replace(/^http/, 'ws')}/sync`,
    WebSocket,
    drawn: drawing.over,
    network: {
      online: () => navigator.onLine,
      listen(onChange) {
        globalThis.addEventListener('online', () => onChange(true));
        globalThis.addEventListener('offline', () => onChange(false));
      },
    },
  });
  return hub;
}

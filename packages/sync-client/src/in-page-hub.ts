import { browserHub } from './browser-hub.ts';
import type { HubCore } from './hub.ts';
import type { Port } from './port-messages.ts';
import { servePort } from './serve-port.ts';

let hub: HubCore | null = null;

/** Runs a hub in this page, where the browser has no shared worker, and answers the page's end of its port. */
export function startInPageHub(): Promise<Port> {
  const { port1, port2 } = new MessageChannel();
  hub ??= browserHub();
  servePort(hub, port1);
  return Promise.resolve(port2);
}

import { browserHub } from './browser-hub.ts';
import { type FirstDrawing, firstDrawing } from './first-drawing.ts';
import type { HubCore } from './hub.ts';
import type { Port } from './port-messages.ts';
import { servePort } from './serve-port.ts';

let hub: { readonly core: HubCore; readonly drawing: FirstDrawing } | null = null;

/** Runs a hub in this page, where the browser has no shared worker, and answers the page's end of its port. */
export function startInPageHub(): Promise<Port> {
  const { port1, port2 } = new MessageChannel();
  hub ??= startHub();
  servePort(hub.core, port1, hub.drawing.end);
  return Promise.resolve(port2);
}

function startHub() {
  const drawing = firstDrawing();
  return { core: browserHub(drawing), drawing };
}

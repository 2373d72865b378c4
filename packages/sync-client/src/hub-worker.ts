/// <reference lib="webworker" />
import { browserHub } from './browser-hub.ts';
import { firstDrawing } from './first-drawing.ts';
import { servePort } from './serve-port.ts';

/** The shared worker's entry: one hub for all tabs of this build. */
const drawing = firstDrawing();
const hub = browserHub(drawing);
(self as unknown as SharedWorkerGlobalScope).onconnect = (event) => {
  const port = event.ports[0];
  if (port !== undefined) servePort(hub, port, drawing.end);
};

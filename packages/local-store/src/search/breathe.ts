/** How long work goes on before others get their turn, in milliseconds: half a frame. */
const SLICE_MS = 8;

let since = performance.now();

/** Lets everything else that waits in this thread have its turn, at most once in a slice. */
export async function breathe(): Promise<void> {
  if (performance.now() - since < SLICE_MS) return;
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    // Unlike a timer, a message is not put off by the browser after a few turns.
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
  since = performance.now();
}

/**
 * Calls back in a task of its own, before the next frame and without the pause that timers have. A keystroke is drawn
 * by the task that it is handled in: what can come a moment later should not make that task a long one.
 */
export function inOwnTurn(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(null);
}

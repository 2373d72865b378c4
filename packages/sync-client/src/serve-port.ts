import { describeError } from './describe-error.ts';
import type { HubCore, Tab } from './hub.ts';
import type { Port, ToHub, ToPage } from './port-messages.ts';

/** Answers one page: its commands, its views, and its end. `onDrawn` is called when its first screen stands. */
export function servePort(hub: HubCore, port: Port, onDrawn: () => void = () => {}): void {
  let tab: Tab | null = null;
  const watches = new Map<number, () => void>();
  const post = (message: ToPage, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
  let values: [n: number, value: unknown][] = [];
  const postValue = (n: number, value: unknown): void => {
    values.push([n, value]);
    if (values.length > 1) return;
    queueMicrotask(() => {
      post({ t: 'values', values });
      values = [];
    });
  };

  const leave = (): void => {
    for (const unwatch of watches.values()) unwatch();
    watches.clear();
    tab?.close();
    tab = null;
  };
  const arrive = (): Tab => {
    tab ??= hub.openTab(() => {
      post({ t: 'stopped' });
      leave();
    });
    return tab;
  };

  const receive = (message: ToHub): void => {
    switch (message.t) {
      case 'hello':
        arrive();
        if (message.lock !== null) afterLock(message.lock, leave);
        post({ t: 'welcome' });
        return;
      case 'command':
        arrive()
          .command(message.name, message.argument as never)
          .then(
            (value) => post({ t: 'answer', n: message.n, value }),
            (error: unknown) => post({ t: 'failure', n: message.n, ...describeError(error) }),
          );
        return;
      case 'watch':
        arrive();
        watches.get(message.n)?.();
        watches.set(
          message.n,
          hub.watch(message.name, message.params as never, (value) => postValue(message.n, value)),
        );
        return;
      case 'unwatch':
        watches.get(message.n)?.();
        watches.delete(message.n);
        return;
      case 'note':
        arrive().note(message.n, message.say, (say, transfer) =>
          post({ t: 'note', n: message.n, say }, transfer),
        );
        return;
      case 'drawn':
        onDrawn();
        return;
      case 'bye':
        leave();
        return;
    }
  };
  port.addEventListener('message', (event) => receive(event.data as ToHub));
  port.start?.();
}

/** Calls `onFree` when the page that holds the lock is gone: a page that crashed says no goodbye. */
function afterLock(name: string, onFree: () => void): void {
  globalThis.navigator?.locks?.request(name, onFree).catch(() => {});
}

import { createMemoryStorage, type Storage } from '@lectern/local-store';
import { createApi } from '../api.ts';
import { systemClock } from '../clock.ts';
import { createHub, type HubCore, type Tab } from '../hub.ts';
import type { ViewName, Views } from '../port.ts';
import type { ServerClient } from './server-client.ts';

/** What a hub in a browser has of the server. */
export type HubClient = Pick<ServerClient, 'origin' | 'fetch' | 'WebSocket'>;

/** A hub in Node towards a real server, with storage that outlives it when it is handed on to the next one. */
export class TestHub {
  readonly hub: HubCore;
  readonly tab: Tab;
  private readonly unwatches: (() => void)[] = [];
  private network: (online: boolean) => void = () => {};

  constructor(
    client: HubClient,
    storage: Storage = createMemoryStorage({ durable: true }),
    makeSocket = client.WebSocket,
    clock = systemClock,
  ) {
    this.hub = createHub({
      openStorage: async () => storage,
      api: createApi(client.origin, client.fetch),
      clock,
      socketUrl: `${client.origin.replace(/^http/, 'ws')}/sync`,
      WebSocket: makeSocket,
      network: {
        online: () => true,
        listen: (onChange) => {
          this.network = onChange;
        },
      },
    });
    this.tab = this.hub.openTab(() => {});
  }

  setOnline(online: boolean): void {
    this.network(online);
  }

  /** Resolves with the first value of a view for which the condition holds. */
  until<Name extends ViewName>(
    name: Name,
    params: Views[Name]['params'],
    holds: (value: Views[Name]['value']) => boolean,
    patienceMs = 8_000,
  ): Promise<Views[Name]['value']> {
    return new Promise((resolve, reject) => {
      let last: unknown;
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${name} did not come to hold; last ${JSON.stringify(last)?.slice(0, 2_000)}`));
      }, patienceMs);
      const stop = this.hub.watch(name, params, (value) => {
        last = value;
        if (!holds(value)) return;
        clearTimeout(timer);
        queueMicrotask(() => stop());
        resolve(value);
      });
      this.unwatches.push(stop);
    });
  }

  async stop(): Promise<void> {
    for (const unwatch of this.unwatches) unwatch();
    await this.hub.stop();
  }
}

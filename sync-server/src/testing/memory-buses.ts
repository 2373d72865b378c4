import type { Link, Network } from '@lectern/test-kit';
import type { Bus } from '../instances/bus.ts';
import type { InstanceMessage } from '../instances/instance-message.ts';

/** What may happen to what instances tell each other: all that a bus is allowed to. */
const FAULTS = { drop: 0.2, duplicate: 0.1, delay: [1, 6], reorder: 0.2 } as const;

/** Buses over a network in memory, from each to each. They promise as little as the real one, and break it more often. */
export class MemoryBuses {
  readonly #network: Network;
  readonly #joined = new Set<MemoryBus>();
  #names = 0;
  /** Messages that arrived. */
  delivered = 0;

  constructor(network: Network) {
    this.#network = network;
  }

  join(): Bus {
    this.#names += 1;
    const bus = new MemoryBus(`instance ${this.#names}`, {
      arrived: () => {
        this.delivered += 1;
      },
      closed: () => this.#joined.delete(bus),
    });
    for (const other of this.#joined) {
      const link = this.#network.link<InstanceMessage>(FAULTS);
      bus.meet(other, link, link.a);
      other.meet(bus, link, link.b);
    }
    this.#joined.add(bus);
    return bus;
  }
}

class MemoryBus implements Bus {
  readonly name: string;
  readonly #told: { readonly arrived: () => void; readonly closed: () => void };
  readonly #ways: { readonly link: Link<InstanceMessage>; readonly end: Link<InstanceMessage>['a'] }[] = [];
  #hear: (message: InstanceMessage, from: string) => void = () => {};

  constructor(name: string, told: { readonly arrived: () => void; readonly closed: () => void }) {
    this.name = name;
    this.#told = told;
  }

  meet(other: MemoryBus, link: Link<InstanceMessage>, end: Link<InstanceMessage>['a']): void {
    this.#ways.push({ link, end });
    end.onMessage((message) => {
      this.#told.arrived();
      this.#hear(message, other.name);
    });
  }

  publish(message: InstanceMessage): void {
    for (const { end } of this.#ways) end.send(message);
  }

  onMessage(listener: (message: InstanceMessage, from: string) => void): void {
    this.#hear = listener;
  }

  /** It was open before anybody asked. */
  onOpen(): void {}

  async close(): Promise<void> {
    for (const { link } of this.#ways) link.cut();
    this.#told.closed();
  }
}

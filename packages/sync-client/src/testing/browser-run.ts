import type { Storage, Store, StoredDocument } from '@lectern/local-store';
import type { JumpingClock } from '@lectern/test-kit';
import type { Clock } from '../clock.ts';
import type { ServerClient } from './server-client.ts';
import type { HubClient } from './test-hub.ts';

/** Where in its work a hub dies: at its so manyth call to its store, before that or after it. */
export interface HubDeath {
  readonly call: number;
  readonly side: 'before' | 'after';
}

/**
 * What a hub has of its browser while it runs: the disk, the way to the server, the time. When the run is over, as when
 * a browser is killed, nothing more comes out of it: no write, no request, no frame.
 */
export class BrowserRun {
  readonly client: HubClient;
  readonly storage: Storage;
  readonly clock: Clock;
  /** Resolves when it was killed. */
  readonly ended: Promise<void>;
  private readonly tellEnd: () => void;
  private readonly onDeath: (death: HubDeath) => void;
  private readonly sockets = new Set<WebSocket>();
  private readonly documents = new Set<StoredDocument>();
  private death: HubDeath | null = null;
  private over = false;

  /**
   * @param speed how much faster than the wall clock all waiting goes
   * @param onDeath told when it has died at a call to its store
   */
  constructor(
    client: ServerClient,
    storage: Storage,
    { wall, speed, chance }: { wall: JumpingClock; speed: number; chance: () => number },
    onDeath: (death: HubDeath) => void,
  ) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.tellEnd = resolve;
    this.onDeath = onDeath;
    this.client = this.clientOf(client);
    this.storage = this.storageOf(storage);
    this.clock = {
      now: () => wall.now(),
      ticks: () => performance.now() * speed,
      after: (ms, call) => {
        const timer = setTimeout(() => this.over || call(), ms / speed);
        return () => clearTimeout(timer);
      },
      random: chance,
    };
  }

  get isOver(): boolean {
    return this.over;
  }

  /** It dies there, unless it is told otherwise before. */
  setDeath(death: HubDeath | null): void {
    this.death = death;
  }

  /** It is gone, wherever it is in its work. */
  kill(): void {
    if (this.over) return;
    this.over = true;
    for (const document of this.documents) void document.close();
    for (const socket of this.sockets) socket.close();
    this.tellEnd();
  }

  private clientOf(client: ServerClient): HubClient {
    const { sockets } = this;
    class OwnSocket extends client.WebSocket {
      constructor(url: string | URL) {
        super(url);
        sockets.add(this);
        this.addEventListener('close', () => sockets.delete(this));
      }
    }
    return {
      origin: client.origin,
      fetch: (...request) => this.unlessOver(() => client.fetch(...request)),
      WebSocket: OwnSocket,
    };
  }

  private storageOf(storage: Storage): Storage {
    return {
      durable: storage.durable,
      device: this.part(storage.device),
      openStore: async (user) => this.storeOf(await this.unlessOver(() => storage.openStore(user))),
    };
  }

  private storeOf(store: Store): Store {
    const { documents } = store;
    return {
      user: store.user,
      durable: store.durable,
      mirror: this.part(store.mirror),
      search: this.part(store.search),
      journal: this.part(store.journal),
      notes: this.part(store.notes),
      seenNotes: this.part(store.seenNotes),
      facts: this.part(store.facts),
      documents: {
        open: (name, doc) => {
          const opened = documents.open(name, doc);
          this.documents.add(opened);
          return opened;
        },
        names: () => this.call(() => documents.names()),
        drop: (name) => this.call(() => documents.drop(name)),
      },
      onForeignChange: (listener) => store.onForeignChange(listener),
      onFault: (listener) => store.onFault(listener),
      onLost: (listener) => store.onLost(listener),
      close: () => this.call(() => store.close()),
      wipe: () => this.call(() => store.wipe()),
    };
  }

  /** A part of the store, each call to which may be the last. */
  private part<Part extends object>(part: Part): Part {
    return new Proxy(part, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => this.call(() => value.apply(target, given) as unknown);
      },
    });
  }

  private call<T>(call: () => T): T {
    const death = this.death;
    const isLast = death !== null && !this.over && death.call <= 1;
    if (death !== null) this.death = { ...death, call: death.call - 1 };
    if (isLast && death.side === 'before') this.die(death);
    if (this.over) return never() as T;
    const answer = call();
    if (isLast) {
      this.die(death);
      return never() as T;
    }
    return answer instanceof Promise ? (this.unlessOver(() => answer) as T) : answer;
  }

  private die(death: HubDeath): void {
    this.kill();
    this.onDeath(death);
  }

  private unlessOver<T>(ask: () => Promise<T>): Promise<T> {
    if (this.over) return never();
    return new Promise((resolve, reject) => {
      ask().then(
        (value) => this.over || resolve(value),
        (error: unknown) => this.over || reject(error),
      );
    });
  }
}

/** Whoever waits for what a killed hub was doing waits for ever, and is forgotten with it. */
const never = <T>(): Promise<T> => new Promise<T>(() => {});

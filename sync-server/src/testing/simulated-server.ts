import type { JumpingClock, Link } from '@lectern/test-kit';
import type { TestDatabase } from '../database/test-database.ts';
import type { Bus } from '../instances/bus.ts';
import { createSync, type Sync, type SyncDeps } from '../sync/attach-sync.ts';
import { MemorySocket } from './memory-socket.ts';
import { type Death, MortalDatabase } from './mortal-database.ts';

export interface SimulatedServerOptions extends Required<Pick<SyncDeps, 'log' | 'rates' | 'metrics'>> {
  readonly database: TestDatabase;
  readonly bus: Bus;
  readonly clock: JumpingClock;
  /** Told when it has died at a call to its database. */
  readonly onDeath: (death: Death) => void;
}

/** One server process of a simulated world: the real sync side, with a clock of its own that may be wrong, and a life that ends. */
export class SimulatedServer {
  readonly sync: Sync;
  readonly clock: JumpingClock;
  readonly #database: MortalDatabase;
  readonly #bus: Bus;
  readonly #links = new Set<Link<Uint8Array>>();
  readonly #dead = Promise.withResolvers<void>();
  #lives = true;

  constructor({ database, bus, clock, log, rates, metrics, onDeath }: SimulatedServerOptions) {
    this.clock = clock;
    this.#bus = bus;
    this.#database = new MortalDatabase(database, (death) => {
      this.#perish();
      if (death !== null) onDeath(death);
    });
    this.sync = createSync({
      ...{ db: this.#database.db, pool: this.#database.pool, bus, log, rates, metrics },
      origin: 'http://localhost',
      now: () => clock.now(),
    });
  }

  get lives(): boolean {
    return this.#lives;
  }

  /** Takes the server's end of a link. */
  accept(link: Link<Uint8Array>): void {
    this.#links.add(link);
    this.sync.accept(new MemorySocket(link.b, () => link.cut()));
  }

  /** Does something with it. Resolves when that is done, or will never be. */
  async do(act: (sync: Sync) => Promise<void>): Promise<void> {
    if (this.#lives) await Promise.race([act(this.sync), this.#dead.promise]);
  }

  /** It will die at a call to its database, unless it is told otherwise before. */
  setDeath(death: Death | null): void {
    this.#database.setDeath(death);
  }

  /** It is gone, wherever it is in its work. */
  kill(): void {
    this.#database.kill();
  }

  /** Its clients have lost it, and it goes on with what it has taken on. */
  loseClients(): void {
    for (const link of this.#links) link.cut();
    this.#links.clear();
  }

  /** It ends in good order. */
  async close(): Promise<void> {
    await this.do((sync) => sync.close());
    await this.#bus.close();
  }

  #perish(): void {
    this.#lives = false;
    this.loseClients();
    // Its timers end with it. The rest of this waits for a database that never answers.
    void this.sync.close();
    void this.#bus.close();
    this.#dead.resolve();
  }
}

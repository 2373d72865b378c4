import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UserId } from '@lectern/contracts';
import { pino } from 'pino';
import type { TestDatabase, TestTarget } from '../database/test-database.ts';
import { createMetrics, type ServerMetrics } from '../metrics/server-metrics.ts';
import { createSync, type Sync, type SyncDeps } from '../sync/attach-sync.ts';
import { Population } from './population.ts';
import { TestDevice } from './test-device.ts';

/** The sync side on a real Postgres and a real port, with people and courses made to order. Owns its teardown. */
export class SyncFixture {
  readonly database: TestDatabase;
  readonly people: Population;
  readonly #limits: Limits;
  readonly #devices: TestDevice[] = [];
  #sync: Sync;
  /** What the present sync side counts. */
  metrics = createMetrics();
  #server = createServer();
  port = 0;

  private constructor(database: TestDatabase, limits: Limits) {
    this.database = database;
    this.#limits = limits;
    this.people = new Population(database.db);
    this.#sync = newSync(database, limits, this.metrics);
  }

  static async start(target: Omit<TestTarget, 'createBlank'>, limits: Limits = {}): Promise<SyncFixture> {
    const database = await target.create();
    const fixture = new SyncFixture(database, limits);
    await fixture.#listen(0);
    return fixture;
  }

  get sync(): Sync {
    return this.#sync;
  }

  /** The server under the door. */
  get http(): Server {
    return this.#server;
  }

  get url(): string {
    return `ws://localhost:${this.port}/sync`;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** Stops the sync side as a crash would leave it for its clients, and starts another on the same database and port. */
  async restart(): Promise<void> {
    await this.#close();
    this.metrics = createMetrics();
    this.#sync = newSync(this.database, this.#limits, this.metrics);
    this.#server = createServer();
    await this.#listen(this.port);
  }

  async stop(): Promise<void> {
    for (const device of this.#devices) device.close();
    await this.#close();
    await this.database.drop();
  }

  /** A device of a person, connected to this server. */
  device(person: UserId): TestDevice {
    return this.deviceWith(person, () => this.people.ticket(person));
  }

  /** A device that brings its own tickets. */
  deviceWith(person: UserId, ticket: () => Promise<string>): TestDevice {
    const device = new TestDevice({ url: this.url, origin: this.origin, person, ticket });
    this.#devices.push(device);
    return device;
  }

  async #listen(port: number): Promise<void> {
    this.#server.on('upgrade', (request, socket, head) => this.#sync.handleUpgrade(request, socket, head));
    this.#server.listen(port, 'localhost');
    await once(this.#server, 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
  }

  async #close(): Promise<void> {
    await this.#sync.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

type Limits = Partial<
  Pick<
    SyncDeps,
    'bounds' | 'compactAfter' | 'silenceMs' | 'lookEveryMs' | 'bus' | 'log' | 'now' | 'clock' | 'rates'
  >
>;

const newSync = (database: TestDatabase, limits: Limits, metrics: ServerMetrics): Sync =>
  createSync({
    log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
    ...limits,
    metrics,
    db: database.db,
    pool: database.pool,
    origin: 'http://localhost',
  });

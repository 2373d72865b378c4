import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ChannelId,
  type ChannelType,
  type CourseId,
  type CourseRole,
  newId,
  type UserId,
} from '@lectern/contracts';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { TestDatabase, TestTarget } from '../database/test-database.ts';
import { ticketHash } from '../database/tickets.ts';
import { createSync, type Sync } from '../sync/attach-sync.ts';
import { TestDevice } from './test-device.ts';

/** The sync side on a real Postgres and a real port, with people and courses made to order. Owns its teardown. */
export class SyncFixture {
  readonly database: TestDatabase;
  readonly #devices: TestDevice[] = [];
  #sync: Sync;
  #server = createServer();
  port = 0;

  private constructor(database: TestDatabase, sync: Sync) {
    this.database = database;
    this.#sync = sync;
  }

  static async start(target: TestTarget): Promise<SyncFixture> {
    const database = await target.create();
    const fixture = new SyncFixture(database, newSync(database));
    await fixture.#listen(0);
    return fixture;
  }

  get sync(): Sync {
    return this.#sync;
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
    this.#sync = newSync(this.database);
    this.#server = createServer();
    await this.#listen(this.port);
  }

  async stop(): Promise<void> {
    for (const device of this.#devices) device.close();
    await this.#close();
    await this.database.drop();
  }

  async person(name = 'Ada'): Promise<UserId> {
    const id = newId<UserId>();
    await this.database.db
      .insertInto('person')
      .values({ id, name, handle: id.slice(0, 8), email: `${id}@example.org`, image: null })
      .execute();
    return id;
  }

  async course(members: readonly (readonly [UserId, CourseRole])[] = []): Promise<CourseId> {
    const id = newId<CourseId>();
    await this.database.db.insertInto('course').values({ id, name: 'Logic', created_by: null }).execute();
    for (const [person, role] of members) await this.join(id, person, role);
    return id;
  }

  async join(course: CourseId, person: UserId, role: CourseRole = 'student'): Promise<void> {
    await this.database.db
      .insertInto('course_member')
      .values({ course_id: course, person_id: person, role })
      .execute();
  }

  async channel(course: CourseId, type: ChannelType = 'public', name: string = newId()): Promise<ChannelId> {
    const id = newId<ChannelId>();
    await this.database.db
      .insertInto('channel')
      .values({ id, course_id: course, name: name.slice(0, 60), type, created_by: null })
      .execute();
    return id;
  }

  /** A ticket as the HTTP side makes them, for a session that lasts. */
  async ticket(person: UserId): Promise<string> {
    const ticket = randomBytes(24).toString('base64url');
    const { db } = this.database;
    await sql`with s as (
        insert into session (user_id, token, expires_at) values (${person}, ${ticket}, now() + interval '1 day') returning id)
      insert into socket_ticket (hash, session_id, person_id, expires_at)
      select ${ticketHash(ticket)}, s.id, ${person}, now() + interval '30 seconds' from s`.execute(db);
    return ticket;
  }

  /** A device of a person, connected to this server. */
  device(person: UserId): TestDevice {
    return this.deviceWith(person, () => this.ticket(person));
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

const newSync = (database: TestDatabase): Sync =>
  createSync({
    db: database.db,
    pool: database.pool,
    origin: 'http://localhost',
    log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
  });

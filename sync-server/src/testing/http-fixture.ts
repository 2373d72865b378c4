import {
  type ChannelId,
  type ChannelType,
  type CourseId,
  type CourseRole,
  type Message,
  type MessageRecord,
  type NoteId,
  newId,
  servedProtocols,
  type UserId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { generateRandomString, makeSignature } from 'better-auth/crypto';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { hashPassword } from '../accounts/passwords.ts';
import { createSessions, sessionCookie } from '../accounts/sessions.ts';
import { insertAccount } from '../database/accounts.ts';
import { writeBatch } from '../database/batches.ts';
import { migrationNames } from '../database/open-database.ts';
import { readSecret } from '../database/site.ts';
import type { TestDatabase, TestTarget } from '../database/test-database.ts';
import { type Env, readEnv } from '../env.ts';
import { createReadiness } from '../health/readiness.ts';
import { createHttp } from '../http/create-http.ts';
import { RequestRates } from '../http/request-rates.ts';
import { type Clock, systemClock } from '../limits/clock.ts';
import { defaultRates, type Rates } from '../limits/rates.ts';
import { createLog } from '../log.ts';
import { createMailer } from '../mail/mailer.ts';
import { createMetrics, type ServerMetrics } from '../metrics/server-metrics.ts';
import type { ChangeSink } from '../sync/change-sink.ts';
import { TestBrowser } from './test-browser.ts';

/** What the HTTP side has told the sync side, in order. */
export type ToldChange =
  | { readonly told: 'courseChanged'; readonly course: CourseId }
  | { readonly told: 'noteLogged'; readonly note: NoteId; readonly by: UserId; readonly position: number }
  | { readonly told: 'accessChanged'; readonly people: readonly UserId[] }
  | { readonly told: 'sessionsEnded'; readonly person: UserId; readonly sessions: readonly string[] | null }
  | { readonly told: 'noteMoved'; readonly note: NoteId; readonly life: number };

export interface TestPerson {
  readonly id: UserId;
  readonly email: string;
  readonly browser: TestBrowser;
}

/** Everybody's password. */
export const PASSWORD = 'correct horse battery';
/** Made once: to take long is what it is for. */
let passwordHash: Promise<string> | undefined;

/** The HTTP side on a real Postgres, with people and courses made to order. Owns its teardown. */
export class HttpFixture {
  readonly database: TestDatabase;
  readonly app: FastifyInstance;
  readonly env: Env;
  readonly told: ToldChange[];
  readonly metrics: ServerMetrics;
  readonly #secret: string;
  readonly #stop: () => void;
  #people = 0;

  private constructor(
    database: TestDatabase,
    parts: {
      app: FastifyInstance;
      env: Env;
      told: ToldChange[];
      metrics: ServerMetrics;
      secret: string;
      stop: () => void;
    },
  ) {
    this.database = database;
    this.app = parts.app;
    this.env = parts.env;
    this.told = parts.told;
    this.metrics = parts.metrics;
    this.#secret = parts.secret;
    this.#stop = parts.stop;
  }

  /** @param variables of the environment, such as `PUBLIC_URL` */
  static async start(
    target: Omit<TestTarget, 'createBlank'>,
    variables: Record<string, string> = {},
    webApp = '/nowhere/without a build',
    { rates = defaultRates, clock = systemClock }: { rates?: Rates; clock?: Clock } = {},
  ): Promise<HttpFixture> {
    const database = await target.create();
    const result = readEnv({ LOG_LEVEL: 'silent', ...variables });
    if (!result.ok) throw new Error(result.faults.join('\n'));
    const { env } = result;
    const log = createLog(env);
    const told: ToldChange[] = [];
    const changes: ChangeSink = {
      courseChanged: (course) => told.push({ told: 'courseChanged', course }),
      accessChanged: (people) => told.push({ told: 'accessChanged', people }),
      noteLogged: (note, by, { position }) => told.push({ told: 'noteLogged', note, by, position }),
      sessionsEnded: (person, sessions) => told.push({ told: 'sessionsEnded', person, sessions }),
      noteMoved: (note, life) => told.push({ told: 'noteMoved', note, life }),
    };
    const { db, pool } = database;
    const secret = await readSecret(db);
    const sessions = createSessions(db, env, secret, log);
    const mailer = createMailer(env);
    const metrics = createMetrics();
    const migration = (await migrationNames()).at(-1)!;
    const app = await createHttp(
      {
        ...{ db, pool, env, log, changes, sessions, mailer, metrics },
        demo: null,
        protocols: servedProtocols,
        requestRates: new RequestRates(rates, clock, metrics),
        readiness: createReadiness({ pool, migration, lookedAgo: () => 0 }),
      },
      webApp,
    );
    return new HttpFixture(database, { app, env, told, metrics, secret, stop: () => mailer?.close() });
  }

  async stop(): Promise<void> {
    await this.app.close();
    this.#stop();
    await this.database.drop();
  }

  /** A browser in which nobody has signed in. */
  browser(): TestBrowser {
    return new TestBrowser(this.app, this.env.publicUrl);
  }

  /** Somebody with an account, signed in. */
  async person({ siteAdmin = false, name = 'Ada' } = {}): Promise<TestPerson> {
    const handle = `person${++this.#people}`;
    const email = `${handle}@example.org`;
    passwordHash ??= hashPassword(PASSWORD);
    const account = { name, handle, email, passwordHash: await passwordHash };
    const made = await this.database.db
      .transaction()
      .execute((trx) => insertAccount(trx, account, siteAdmin));
    if (!made.ok) throw new Error(made.why);
    return { id: made.person, email, browser: await this.signedIn(made.person) };
  }

  /**
   * A browser in which this person has signed in before. Its session is made as signing in makes one, without the
   * password: to check one takes a tenth of a second of a core, as it is meant to.
   */
  async signedIn(person: UserId): Promise<TestBrowser> {
    const token = generateRandomString(32);
    await sql`insert into session (user_id, token, expires_at) values (${person}, ${token}, now() + interval '30 days')`.execute(
      this.database.db,
    );
    const browser = this.browser();
    browser.hold(
      sessionCookie(this.env.publicUrl).name,
      `${token}.${await makeSignature(token, this.#secret)}`,
    );
    return browser;
  }

  async course(
    members: readonly (readonly [TestPerson, CourseRole])[] = [],
    name = 'Logic',
  ): Promise<CourseId> {
    const id = newId<CourseId>();
    await this.database.db
      .insertInto('course')
      .values({ id, name, created_by: members[0]?.[0].id ?? null })
      .execute();
    for (const [person, role] of members) {
      await this.database.db
        .insertInto('course_member')
        .values({ course_id: id, person_id: person.id, role })
        .execute();
    }
    return id;
  }

  async channel(
    course: CourseId,
    { type = 'public' as ChannelType, name = newId().slice(0, 8) } = {},
  ): Promise<ChannelId> {
    const id = newId<ChannelId>();
    await this.database.db
      .insertInto('channel')
      .values({ id, course_id: course, name, type, created_by: null })
      .execute();
    return id;
  }

  /** Records as the scribe would have written them; they follow what the channel holds. */
  async write(channel: ChannelId, records: readonly MessageRecord[]): Promise<void> {
    const seq = Math.max(0, ...records.map((record) => record.seq));
    const rev = Math.max(0, ...records.map((record) => record.rev));
    const effects = {
      channel,
      seq,
      rev,
      added: records,
      changed: [],
      outcomes: [],
      tellings: [],
      versions: [],
      update: null,
    };
    await this.database.db.transaction().execute((trx) => writeBatch(effects).execute(trx));
  }

  /** Messages of one person, one after the other, each a second after the one before; `at` is that of the last. */
  async say(
    channel: ChannelId,
    author: TestPerson,
    texts: readonly string[],
    at = Date.now(),
  ): Promise<Message[]> {
    const { seq, rev } = await this.database.db
      .selectFrom('channel')
      .select(['seq', 'rev'])
      .where('id', '=', channel)
      .executeTakeFirstOrThrow();
    const records = texts.map((text, index): Message => {
      const time = at - (texts.length - 1 - index) * 1_000;
      const body = bodyFromText(text);
      return {
        id: newId(),
        seq: seq + index + 1,
        rev: rev + index + 1,
        author: author.id,
        at: time,
        sentAt: time,
        body,
      };
    });
    await this.write(channel, records);
    return records;
  }

  async member(channel: ChannelId, person: TestPerson, state: 'in' | 'left' | 'removed'): Promise<void> {
    await this.database.db
      .insertInto('channel_member')
      .values({ channel_id: channel, person_id: person.id, state })
      .execute();
  }
}

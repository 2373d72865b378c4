import { randomBytes } from 'node:crypto';
import {
  type ChannelId,
  type ChannelType,
  type CourseId,
  type CourseRole,
  type NoteId,
  type NoteTemplate,
  newId,
  type UserId,
} from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { insertTicket } from '../database/tickets.ts';

/** People, courses and channels made to order, straight into the tables. Fills in what a test need not know. */
export class Population {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async person(name = 'Ada'): Promise<UserId> {
    const id = newId<UserId>();
    await this.#db
      .insertInto('person')
      .values({ id, name, handle: id.slice(0, 8), email: `${id}@example.org`, image: null })
      .execute();
    return id;
  }

  async course(members: readonly (readonly [UserId, CourseRole])[] = []): Promise<CourseId> {
    const id = newId<CourseId>();
    await this.#db.insertInto('course').values({ id, name: 'Logic', created_by: null }).execute();
    for (const [person, role] of members) await this.join(id, person, role);
    return id;
  }

  async join(course: CourseId, person: UserId, role: CourseRole = 'student'): Promise<void> {
    await this.#db
      .insertInto('course_member')
      .values({ course_id: course, person_id: person, role })
      .execute();
  }

  async channel(course: CourseId, type: ChannelType = 'public', name: string = newId()): Promise<ChannelId> {
    const id = newId<ChannelId>();
    await this.#db
      .insertInto('channel')
      .values({ id, course_id: course, name: name.slice(0, 60), type, created_by: null })
      .execute();
    return id;
  }

  async note(channel: ChannelId, by: UserId, template: NoteTemplate = 'blank'): Promise<NoteId> {
    const id = newId<NoteId>();
    await this.#db
      .insertInto('note')
      .values({
        id,
        channel_id: channel,
        title: 'Week 1',
        sort: 1,
        template,
        created_by: by,
        created_at: new Date(),
        edited_by: null,
      })
      .execute();
    return id;
  }

  /** A ticket as the HTTP side makes them, for a session that lasts. */
  async ticket(person: UserId): Promise<string> {
    const ticket = randomBytes(24).toString('base64url');
    const { rows } = await sql<{ id: string }>`insert into session (user_id, token, expires_at)
      values (${person}, ${ticket}, now() + interval '1 day') returning id`.execute(this.#db);
    await insertTicket(this.#db, ticket, rows[0]!.id, person);
    return ticket;
  }

  /**
   * Ends every connection of the server to the database, whatever it was doing; not those of a test, nor the one that
   * asks for it, which would leave the rest standing if its own turn came first.
   */
  async breakConnections(): Promise<void> {
    const kill = sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'lectern' and pid <> pg_backend_pid()`;
    await kill.execute(this.#db);
  }
}

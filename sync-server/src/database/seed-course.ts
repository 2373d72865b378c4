import type {
  ChannelId,
  ChannelRole,
  ChannelType,
  CourseId,
  CourseRole,
  MessageRecord,
  UserId,
} from '@lectern/contracts';
import type { Kysely, Transaction } from 'kysely';
import { PASSWORD_PROVIDER } from './accounts.ts';
import { type Mention, writeBatch } from './batches.ts';
import type { Schema } from './schema.ts';

/** A whole course with its past, written as rows. Documents are made from the rows when they are first opened. */
export interface CourseSeed {
  readonly id: CourseId;
  readonly name: string;
  readonly createdAt: Date;
  readonly people: readonly SeedPerson[];
  readonly channels: readonly SeedChannel[];
}

export interface SeedPerson {
  readonly id: UserId;
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly role: CourseRole;
  readonly siteAdmin: boolean;
  /** Null for somebody who cannot sign in. */
  readonly passwordHash: string | null;
}

export interface SeedChannel {
  readonly id: ChannelId;
  readonly name: string;
  readonly topic: string;
  readonly type: ChannelType;
  readonly createdBy: UserId;
  readonly members: readonly { readonly person: UserId; readonly role: ChannelRole }[];
  /** In `seq` order. */
  readonly records: readonly MessageRecord[];
  readonly mentions: readonly Mention[];
}

/** Rows of one statement: enough that the way there and back does not count, few enough for one plan. */
const CHUNK = 1_000;

/**
 * Writes the course, or nothing at all when it fails.
 * @returns the highest id of a notification for each person who has one
 */
export async function seedCourse(db: Kysely<Schema>, seed: CourseSeed): Promise<Map<UserId, number>> {
  return db.transaction().execute(async (trx) => {
    await insertPeople(trx, seed);
    await trx
      .insertInto('course')
      .values({ id: seed.id, name: seed.name, created_by: null, created_at: seed.createdAt })
      .execute();
    const members = seed.people.map(({ id, role }, index) => ({
      course_id: seed.id,
      person_id: id,
      role,
      // The list of people stands in the order in which they came.
      joined_at: new Date(seed.createdAt.getTime() + index),
    }));
    await trx.insertInto('course_member').values(members).execute();
    const notices = new Map<UserId, number>();
    for (const [index, channel] of seed.channels.entries()) {
      await insertChannel(trx, seed, channel, index);
      for (const { person, id } of await insertMessages(trx, channel)) {
        notices.set(person, Math.max(id, notices.get(person) ?? 0));
      }
    }
    return notices;
  });
}

async function insertPeople(trx: Transaction<Schema>, { people, createdAt }: CourseSeed): Promise<void> {
  const rows = people.map(({ id, name, handle, email, siteAdmin }) => ({
    id,
    name,
    handle,
    email,
    site_admin: siteAdmin,
    created_at: createdAt,
  }));
  await trx.insertInto('person').values(rows).execute();
  const accounts = people.flatMap(({ id, passwordHash }) =>
    passwordHash === null
      ? []
      : [{ user_id: id, account_id: id, provider_id: PASSWORD_PROVIDER, password: passwordHash }],
  );
  if (accounts.length > 0) await trx.insertInto('account').values(accounts).execute();
}

async function insertChannel(
  trx: Transaction<Schema>,
  { id: course_id, createdAt }: CourseSeed,
  { id, name, topic, type, createdBy, members }: SeedChannel,
  index: number,
): Promise<void> {
  const created_at = new Date(createdAt.getTime() + index);
  await trx
    .insertInto('channel')
    .values({ id, course_id, name, topic, type, created_by: createdBy, created_at })
    .execute();
  const rows = members.map(({ person, role }) => ({
    channel_id: id,
    person_id: person,
    state: 'in' as const,
    role,
  }));
  if (rows.length > 0) await trx.insertInto('channel_member').values(rows).execute();
}

async function insertMessages(
  trx: Transaction<Schema>,
  channel: SeedChannel,
): Promise<{ id: number; person: UserId }[]> {
  const { id, records, mentions } = channel;
  const seq = records.at(-1)?.seq ?? 0;
  const rev = records.reduce((highest, record) => Math.max(highest, record.rev), 0);
  const told: { id: number; person: UserId }[] = [];
  for (let start = 0; start < records.length; start += CHUNK) {
    const added = records.slice(start, start + CHUNK);
    const last = start + CHUNK >= records.length;
    const effects = {
      channel: id,
      seq,
      rev,
      added,
      changed: [],
      outcomes: [],
      mentions: last ? mentions : [],
      update: null,
    };
    told.push(...(await writeBatch(trx, effects)));
  }
  return told;
}

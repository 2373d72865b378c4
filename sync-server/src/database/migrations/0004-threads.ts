import { type Kysely, sql } from 'kysely';

/** Threads: which message begins the thread of another, who follows a thread, and who was told of a reply. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Taken from the record, so that the two can never differ.
  `alter table message add column thread_id uuid generated always as ((extras->'thread'->>'id')::uuid) stored`,
  `create index message_thread on message(thread_id, seq) where thread_id is not null`,
  // A row that says no stands for a person who wants no more of it, whoever names them there.
  `create table thread_follower (
    thread_id uuid not null,
    person_id uuid not null references person(id) on delete cascade,
    channel_id uuid not null references channel(id) on delete cascade,
    following boolean not null,
    changed_at timestamptz not null default now(),
    primary key (thread_id, person_id)
  )`,
  `create index thread_follower_person on thread_follower(person_id, changed_at desc) where following`,
  `alter table notification add column thread_id uuid,
    drop constraint notification_kind_check, add check (kind in ('mention', 'reply'))`,
];

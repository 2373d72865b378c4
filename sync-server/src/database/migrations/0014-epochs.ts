import { type Kysely, sql } from 'kysely';

/** What devices have to know of a server that goes on from an earlier copy of its data (decision 0015). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // How far each channel had come when an epoch began: what devices have beyond it, of the epochs before, is not here.
  `create table channel_epoch (
    channel_id uuid not null references channel(id) on delete cascade,
    epoch integer not null,
    seq bigint not null,
    rev bigint not null,
    primary key (channel_id, epoch)
  )`,
  // Deletions of messages that the server has lost: should one come back, it is deleted at once.
  `create table lost_deletion (
    message_id uuid not null,
    actor_id uuid not null references person(id) on delete cascade,
    channel_id uuid not null references channel(id) on delete cascade,
    of_anybody boolean not null,
    at timestamptz not null default now(),
    primary key (message_id, actor_id)
  )`,
];

import type { EpochStart } from '@lectern/channel-doc';
import { type ChannelId, EPOCH_SIZE, LIVES_PER_EPOCH } from '@lectern/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Epochs: a database that goes on from an earlier copy of itself gives no number twice (decision 0015). Numbers of
 * changes begin where none has been, documents go on under lives that they never had, and each channel remembers how far
 * it had come.
 */

/**
 * Epochs count hours since 2026: two copies of one database that both go on, or one copy that is restored twice, have
 * different epochs without knowing of each other, unless they begin within one hour.
 */
const FIRST_HOUR = '2026-01-01 00:00:00+00';

/** The line of history that is being written: another one once a standby has taken over, or an archive was replayed. */
const timeline = sql`('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::integer`;

/** What tells a database from its copies that go on by themselves. */
export const databaseIdentity = sql<string>`(
  select system_identifier::text || '/' || ${timeline} from pg_control_system())`;

/** The epoch, as long as the database goes on the line of history on which that began; null until the next has begun. */
export const presentEpoch = sql<number | null>`(
  select epoch from site where split_part(system_identifier, '/', 2) = (${timeline})::text)`;

/**
 * Begins a new epoch, when the database is another than the one in which the site was written last. Answers it, or null.
 * All in one transaction; whoever writes a channel or a document waits for it, and finds a new life afterwards.
 */
export function noticeIdentity(db: Kysely<Schema>): Promise<number | null> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ epoch: number }>`
      update site set system_identifier = ${databaseIdentity}, epoch = greatest(epoch + 1,
        floor(extract(epoch from now() - ${sql.lit(FIRST_HOUR)}::timestamptz) / 3600)::integer)
      where system_identifier <> ${databaseIdentity} returning epoch`.execute(trx);
    const epoch = rows[0]?.epoch ?? null;
    if (epoch !== null) await beginEpoch(trx, epoch);
    return epoch;
  });
}

async function beginEpoch(trx: Transaction<Schema>, epoch: number): Promise<void> {
  // In the order in which everybody takes them.
  await sql`select from channel order by id for update`.execute(trx);
  await sql`select from document where kind <> 'user' order by kind, id for update`.execute(trx);
  await sql`insert into channel_epoch (channel_id, epoch, seq, rev)
    select id, ${epoch}, seq, rev from channel`.execute(trx);
  const life = sql`greatest(life, ${epoch * LIVES_PER_EPOCH}::integer) + 1`;
  // What servers write is made anew from the rows, when it is next opened.
  await sql`delete from document_update where kind in ('inbox', 'course', 'channel')`.execute(trx);
  await sql`update document set life = ${life}, head = 0, compacted = 0, state = null
    where kind in ('inbox', 'course', 'channel')`.execute(trx);
  // What people wrote stays as it is: devices bring what is missing of it.
  await sql`update document_update set life = ${life}
    where (kind, id, life) in (select kind, id, life from document where kind = 'note')`.execute(trx);
  await sql`update document set life = ${life} where kind = 'note'`.execute(trx);
  // People have read notices up to a number; the next one is new to them.
  await sql`select setval(pg_get_serial_sequence('notification', 'id'), ${epoch * EPOCH_SIZE}::bigint)`.execute(
    trx,
  );
}

/** When the epochs of a channel began, in their order; none for a channel that has only known the first. */
export async function readEpochStarts(
  db: Kysely<Schema> | Transaction<Schema>,
  channel: ChannelId,
): Promise<EpochStart[]> {
  const { rows } = await sql<EpochStart>`
    select epoch, seq, rev from channel_epoch where channel_id = ${channel} order by epoch`.execute(db);
  return rows;
}

/** A channel that is made in a later epoch has nothing from before, whatever devices have under its id. */
export const noteFirstEpoch = (trx: Transaction<Schema>, channel: ChannelId) =>
  sql`insert into channel_epoch (channel_id, epoch, seq, rev)
    select ${channel}, epoch, 0, 0 from site where epoch > 0`.execute(trx);

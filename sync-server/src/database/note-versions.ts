import type {
  AuthorRun,
  NoteBody,
  NoteId,
  NoteVersion,
  NoteVersionId,
  NoteVersionText,
  UserId,
} from '@lectern/contracts';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { ThinnedVersion } from '../sync/version-thinning.ts';
import type { Schema } from './schema.ts';

type Connection = Kysely<Schema> | Transaction<Schema>;

/** A stretch of work has ended when nobody has written for this long, in minutes: a pause, and not a thought. */
const STRETCH_ENDS_AFTER_MIN = 5;
/** In work without a pause a version is kept this often, in minutes: more than this nobody wants to write again. */
const LONGEST_STRETCH_MIN = 30;

const versionColumns: RawBuilder<unknown> = sql`v.id, floor(extract(epoch from v.kept_at) * 1000)::bigint as at,
  v.kept_by as by, v.name, v.writers`;

/** The newest versions, newest first. */
export async function readNoteVersions(db: Connection, note: NoteId, limit: number): Promise<NoteVersion[]> {
  const { rows } = await sql<NoteVersion>`select ${versionColumns} from note_version v
    where v.note_id = ${note} order by v.kept_at desc, v.id limit ${limit}`.execute(db);
  return rows;
}

/** Null when the note has no such version. */
export async function readNoteVersion(
  db: Connection,
  note: NoteId,
  version: NoteVersionId,
): Promise<NoteVersionText | null> {
  const { rows } = await sql<NoteVersionText>`select ${versionColumns}, v.body, v.runs from note_version v
    where v.note_id = ${note} and v.id = ${version}`.execute(db);
  return rows[0] ?? null;
}

/** What the newest version says, and how far everybody had written; null when there is none. */
export async function readNewestVersion(
  db: Connection,
  note: NoteId,
): Promise<(NoteVersion & { body: NoteBody; clocks: Record<string, number> }) | null> {
  const { rows } = await sql<NoteVersion & { body: NoteBody; clocks: Record<string, number> }>`
    select ${versionColumns}, v.body, v.clocks from note_version v
    where v.note_id = ${note} order by v.kept_at desc, v.id limit 1`.execute(db);
  return rows[0] ?? null;
}

export interface NewNoteVersion {
  readonly note: NoteId;
  /** Null: kept by itself. */
  readonly by: UserId | null;
  readonly name: string | null;
  readonly writers: readonly UserId[];
  readonly clocks: ReadonlyMap<number, number>;
  readonly body: NoteBody;
  readonly runs: Readonly<Record<string, readonly AuthorRun[]>>;
}

export async function insertNoteVersion(trx: Connection, version: NewNoteVersion): Promise<NoteVersion> {
  const { rows } = await sql<NoteVersion>`
    insert into note_version as v (note_id, kept_by, by_hand, name, writers, clocks, body, runs)
    values (${version.note}, ${version.by}, ${version.by !== null}, ${version.name}, ${version.writers}::uuid[],
      ${JSON.stringify(Object.fromEntries(version.clocks))}::jsonb, ${JSON.stringify(version.body)}::jsonb,
      ${JSON.stringify(version.runs)}::jsonb)
    returning ${versionColumns}`.execute(trx);
  return rows[0]!;
}

/** False when the note has no such version. */
export async function nameNoteVersion(
  db: Connection,
  note: NoteId,
  version: NoteVersionId,
  name: string | null,
): Promise<boolean> {
  const { rows } = await sql`update note_version set name = ${name}
    where note_id = ${note} and id = ${version} returning id`.execute(db);
  return rows.length > 0;
}

/** Takes the name of a version whose name must go. It was kept for good, and stays so. */
export async function eraseVersionName(db: Connection, note: NoteId, version: NoteVersionId): Promise<void> {
  await sql`update note_version set name = null, by_hand = true
    where note_id = ${note} and id = ${version}`.execute(db);
}

/** False when the note has no such version. */
export async function deleteNoteVersion(
  db: Connection,
  note: NoteId,
  version: NoteVersionId,
): Promise<boolean> {
  const { rows } =
    await sql`delete from note_version where note_id = ${note} and id = ${version} returning id`.execute(db);
  return rows.length > 0;
}

/** Versions that are never thinned out. */
export async function countLastingVersions(db: Connection, note: NoteId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from note_version where note_id = ${note} and (by_hand or name is not null)`.execute(
    db,
  );
  return rows[0]!.count;
}

/** Every version of a note as thinning looks at it, the newest first. */
export async function readVersionSizes(
  db: Connection,
  note: NoteId,
): Promise<ThinnedVersion<NoteVersionId>[]> {
  const { rows } = await sql<ThinnedVersion<NoteVersionId>>`
    select id, floor(extract(epoch from kept_at) * 1000)::bigint as at, by_hand or name is not null as lasting, bytes
    from note_version where note_id = ${note} order by kept_at desc, id`.execute(db);
  return rows;
}

export async function deleteNoteVersions(
  db: Connection,
  note: NoteId,
  versions: readonly NoteVersionId[],
): Promise<void> {
  if (versions.length === 0) return;
  await sql`delete from note_version where note_id = ${note} and id = any(${versions}::uuid[])`.execute(db);
}

/**
 * A note of which a stretch of work has ended, or has lasted long, since its newest version; null when there is none.
 * Its row is locked until the transaction ends: every server may look, and one of them finds it.
 */
export async function lockUnversionedNote(
  trx: Transaction<Schema>,
  except: readonly NoteId[],
): Promise<NoteId | null> {
  const { rows } = await sql<{ id: NoteId }>`
    select id from note
    where id <> all(${except}::uuid[]) and edited_at is not null and (versioned_at is null or versioned_at < edited_at)
      and (edited_at < now() - ${STRETCH_ENDS_AFTER_MIN} * interval '1 minute'
        or coalesce(versioned_at, created_at) < now() - ${LONGEST_STRETCH_MIN} * interval '1 minute')
    order by edited_at limit 1 for no key update skip locked`.execute(trx);
  return rows[0]?.id ?? null;
}

/**
 * Locks a note's row until the transaction ends; false when there is no such note. Its key is left alone: whoever logs
 * an update under a new client id holds the note's document and asks for it, and may not wait for this.
 */
export async function lockNote(trx: Transaction<Schema>, note: NoteId): Promise<boolean> {
  const { rows } = await sql`select 1 from note where id = ${note} for no key update`.execute(trx);
  return rows.length > 0;
}

/** The database's clock now, and not when the transaction began. */
export async function readClock(db: Connection): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]!.now;
}

/** Says that all that was written before this moment stands in a version, or says nothing new. */
export async function setVersioned(trx: Transaction<Schema>, note: NoteId, at: Date): Promise<void> {
  await sql`update note set versioned_at = ${at} where id = ${note}`.execute(trx);
}

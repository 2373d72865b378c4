import { type DocumentKind, LIVES_PER_EPOCH, type UserId } from '@lectern/contracts';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import { bigints, byteas, texts, uuids } from './binary-arrays.ts';
import { runPrepared } from './pipelined-transaction.ts';
import type { Schema } from './schema.ts';

/**
 * Documents in Postgres: a compacted state and an append-only log of updates. Positions are dense per document and
 * life, given while the document's row is locked, so that commit order is position order and a reader can see that
 * it has missed one. What is logged counts as saved; compaction only folds it together.
 */
export interface DocumentKey {
  readonly kind: DocumentKind;
  readonly id: string;
}

export interface DocumentHead {
  readonly life: number;
  /** Position of the newest logged update of this life; 0 when there is none. */
  readonly head: number;
}

export interface StoredDocument extends DocumentHead {
  /** Null for a document that has never been compacted. */
  readonly state: Uint8Array | null;
  /** The logged updates after the compacted state, in order. */
  readonly updates: readonly Uint8Array[];
}

type Connection = Kysely<Schema> | Transaction<Schema>;

/** The life in which a document comes into being at present, but for people's own, as SQL. */
export const presentFirstLife = sql<number>`(select epoch * ${sql.lit(LIVES_PER_EPOCH)} + 1 from site)`;

/** The life after this one: no number is given in two epochs. */
export async function nextLife(trx: Transaction<Schema>, life: number): Promise<number> {
  const { rows } = await sql<{ life: number }>`
    select greatest(${life}::integer + 1, ${presentFirstLife}) as life`.execute(trx);
  return rows[0]!.life;
}

/** Reads a document whole, making its row when it is the first time. */
export async function readDocument(db: Connection, key: DocumentKey): Promise<StoredDocument> {
  // Almost every document has its row: when a lecture hall comes back, asking first is a statement fewer for each.
  const known = await readStored(db, key);
  if (known !== null) return known;
  await ensureDocuments(db, [key]);
  return (await readStored(db, key))!;
}

async function readStored(db: Connection, key: DocumentKey): Promise<StoredDocument | null> {
  const { rows } = await sql<{
    life: number;
    head: number;
    state: Buffer | null;
    updates: Buffer | null;
    lengths: number[] | null;
  }>`
    select d.life, d.head, d.state, u.updates, u.lengths from document d, lateral (
      select string_agg(bytes, ''::bytea order by position) as updates,
        json_agg(length(bytes) order by position) as lengths
      from document_update
      where kind = d.kind and id = d.id and life = d.life and position > d.compacted) u
    where d.kind = ${key.kind} and d.id = ${key.id}`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { life, head, state, updates, lengths } = row;
  return { life, head, state, updates: split(updates, lengths ?? []) };
}

/** Cuts into pieces what came as one: the driver reads an array of bytes a hundred times more slowly than bytes. */
function split(bytes: Buffer | null, lengths: readonly number[]): Uint8Array[] {
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return bytes!.subarray(at - length, at);
  });
}

/** Makes the rows of documents that have none yet. */
export async function ensureDocuments(db: Connection, keys: readonly DocumentKey[]): Promise<void> {
  await sql`insert into document (kind, id, life)
    select kind, id, case when kind = 'user' then 1 else ${presentFirstLife} end
    from unnest(${keys.map((key) => key.kind)}::text[], ${keys.map((key) => key.id)}::uuid[]) as k(kind, id)
    on conflict do nothing`.execute(db);
}

/** Present lives, also of documents that have no row yet. */
export async function readLives(
  db: Connection,
  kind: DocumentKind,
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; life: number }>`
    select k.id, coalesce(d.life, case when ${kind} = 'user' then 1 else ${presentFirstLife} end) as life
    from unnest(${ids}::uuid[]) as k(id) left join document d on d.kind = ${kind} and d.id = k.id`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, row.life]));
}

/** Heads of many documents at this moment. */
export async function readHeads(
  db: Connection,
  keys: readonly DocumentKey[],
): Promise<(DocumentKey & LockedDocument)[]> {
  const { rows } = await sql<DocumentKey & LockedDocument>`
    select d.kind, d.id, d.life, d.head, d.head = 0 and d.state is null as blank from document d
    join unnest(${keys.map((key) => key.kind)}::text[], ${keys.map((key) => key.id)}::uuid[]) as k(kind, id)
      on d.kind = k.kind and d.id = k.id`.execute(db);
  return rows;
}

export interface LockedDocument extends DocumentHead {
  /** Nothing was ever written to it. */
  readonly blank: boolean;
}

/** Locks the rows of documents until the transaction ends, in one order for all callers, and reads their heads. */
export async function lockDocuments(
  trx: Transaction<Schema>,
  kind: DocumentKind,
  ids: readonly string[],
): Promise<Map<string, LockedDocument>> {
  const { rows } = await sql<LockedDocument & { id: string }>`
    select id, life, head, head = 0 and state is null as blank from document where kind = ${kind} and id = any(${ids}::uuid[])
    order by id for update`.execute(trx);
  return new Map(rows.map(({ id, ...head }) => [id, head]));
}

/** The updates after a position, in order. Fewer than `head - after` of them means that they were compacted away. */
export async function readUpdatesAfter(
  db: Connection,
  key: DocumentKey,
  life: number,
  after: number,
): Promise<{ position: number; bytes: Uint8Array }[]> {
  const { rows } = await sql<{ position: number; bytes: Buffer }>`
    select position, bytes from document_update
    where kind = ${key.kind} and id = ${key.id} and life = ${life} and position > ${after}
    order by position`.execute(db);
  return rows;
}

export interface LoggedUpdate extends DocumentKey {
  readonly life: number;
  readonly position: number;
  readonly bytes: Uint8Array;
}

/** The statement that appends updates whose positions were chosen under the lock of their documents. */
export const appendUpdates = (updates: readonly LoggedUpdate[]): RawBuilder<unknown> =>
  sql`with appended as (
      insert into document_update (kind, id, life, position, bytes)
      select * from unnest(${texts(updates.map((u) => u.kind))}::text[], ${uuids(updates.map((u) => u.id))}::uuid[],
        ${bigints(updates.map((u) => u.life))}::bigint[], ${bigints(updates.map((u) => u.position))}::bigint[],
        ${byteas(updates.map((u) => u.bytes))}::bytea[])
      returning kind, id, position)
    update document d set head = a.head
    from (select kind, id, max(position) as head from appended group by kind, id) a
    where d.kind = a.kind and d.id = a.id`;

export interface ClientUpdate extends DocumentKey {
  readonly life: number;
  readonly bytes: Uint8Array;
  /** Client ids that it is written under and that its author is not yet known to have. */
  readonly claims?: readonly ClientClaim[];
}

/** Says that a Yjs client id of a note is this person's. */
export interface ClientClaim {
  readonly client: number;
  readonly person: UserId;
  /** Nobody has written under it; otherwise it must be theirs already. */
  readonly fresh: boolean;
}

/**
 * Logs updates of many documents in one commit and answers their positions, in the order given. Null stands for an
 * update whose document has another life by now, or that claims a client id of another person: it was not logged.
 */
export async function logClientUpdates(
  pool: pg.Pool,
  db: Kysely<Schema>,
  updates: readonly ClientUpdate[],
): Promise<(number | null)[]> {
  const claims = updates.flatMap(({ id, claims: ofUpdate = [] }, i) =>
    ofUpdate.map((claim) => ({ ...claim, ordinal: i + 1, note: id })),
  );
  const query = sql<{ ordinal: number; position: number }>`
    with given as (
      select * from unnest(${texts(updates.map((u) => u.kind))}::text[], ${uuids(updates.map((u) => u.id))}::uuid[],
        ${bigints(updates.map((u) => u.life))}::bigint[], ${byteas(updates.map((u) => u.bytes))}::bytea[])
        with ordinality as t(kind, id, life, bytes, ordinal)),
    ${claims.length === 0 ? sql`` : refusedBy(claims)}
    locked as (
      select d.kind, d.id, d.life, d.head from document d
      where (d.kind, d.id) in (select kind, id from given) order by d.kind, d.id for update),
    placed as (
      select g.kind, g.id, g.life, g.bytes, g.ordinal,
        l.head + row_number() over (partition by g.kind, g.id order by g.ordinal) as position
      from given g join locked l on l.kind = g.kind and l.id = g.id and l.life = g.life
      ${claims.length === 0 ? sql`` : sql`where g.ordinal not in (select ordinal from refused)`}),
    appended as (
      insert into document_update (kind, id, life, position, bytes)
      select kind, id, life, position, bytes from placed),
    raised as (
      update document d set head = p.head
      from (select kind, id, max(position) as head from placed group by kind, id) p
      where d.kind = p.kind and d.id = p.id)
    select ordinal::int, position from placed`;
  const rows = await runPrepared(pool, query.compile(db));
  const positions = new Array<number | null>(updates.length).fill(null);
  for (const row of rows) positions[row.ordinal - 1] = row.position;
  return positions;
}

/** Gives client ids to those who claim them first, and names the updates (`refused`) that claim one of somebody else. */
const refusedBy = (
  claims: readonly (ClientClaim & { readonly ordinal: number; readonly note: string })[],
): RawBuilder<unknown> =>
  sql`claim as (
      select * from unnest(${bigints(claims.map((c) => c.ordinal))}::bigint[], ${uuids(claims.map((c) => c.note))}::uuid[],
        ${bigints(claims.map((c) => c.client))}::bigint[], ${uuids(claims.map((c) => c.person))}::uuid[],
        ${bigints(claims.map((c) => Number(c.fresh)))}::bigint[]) as t(ordinal, note_id, client, person_id, fresh)),
    bound as (
      insert into note_client (note_id, client, person_id)
      select distinct on (note_id, client) note_id, client, person_id from claim where fresh = 1
      order by note_id, client, ordinal
      on conflict (note_id, client) do update set person_id = note_client.person_id
      returning note_id, client, person_id),
    refused as (
      select c.ordinal from claim c where not exists (
        select 1 from (select * from bound union all select note_id, client, person_id from note_client) o
        where o.note_id = c.note_id and o.client = c.client and o.person_id = c.person_id)),`;

/**
 * Replaces the logged updates up to `upTo` by a state that holds at least all of them. Does nothing when the
 * document has moved on to another life or is compacted further already.
 */
export async function compactDocument(
  db: Kysely<Schema>,
  key: DocumentKey,
  life: number,
  upTo: number,
  state: Uint8Array,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql`
      update document set state = ${Buffer.from(state)}, compacted = ${upTo}
      where kind = ${key.kind} and id = ${key.id} and life = ${life} and compacted < ${upTo} and head >= ${upTo}
      returning 1`.execute(trx);
    if (rows.length === 0) return;
    await sql`delete from document_update
      where kind = ${key.kind} and id = ${key.id} and life = ${life} and position <= ${upTo}`.execute(trx);
  });
}

/**
 * Begins the next life of a document from a state that holds everything up to `head`, and answers it. Null when the
 * log has grown meanwhile or this life is over already: then nothing has happened. An update that waits for the lock
 * finds another life when it gets it, and has no place in the log.
 */
export async function renewDocument(
  db: Kysely<Schema>,
  key: DocumentKey,
  { life, head }: DocumentHead,
  state: Uint8Array,
): Promise<number | null> {
  return db.transaction().execute(async (trx) => {
    const locked = (await lockDocuments(trx, key.kind, [key.id])).get(key.id);
    if (locked?.life !== life || locked.head !== head) return null;
    const next = await nextLife(trx, life);
    await beginLife(trx, key, next, state);
    return next;
  });
}

/** Begins a new life from a whole state; the caller holds the lock and has folded every logged update into it. */
export async function beginLife(
  trx: Transaction<Schema>,
  key: DocumentKey,
  life: number,
  state: Uint8Array,
): Promise<void> {
  await sql`update document set life = ${life}, head = 0, compacted = 0, state = ${Buffer.from(state)}
    where kind = ${key.kind} and id = ${key.id}`.execute(trx);
  await sql`delete from document_update where kind = ${key.kind} and id = ${key.id} and life < ${life}`.execute(
    trx,
  );
}

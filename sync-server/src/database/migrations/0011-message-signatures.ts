import { signatureOf } from '@lectern/rich-text/search';
import { type Kysely, sql } from 'kysely';

/** Messages that are read and written at once, so that a large table is not held in memory. */
const AT_ONCE = 5_000;

/**
 * A search walks back through its channels and looks at every message. The index that it walks along now says which
 * messages are worth a look (`signatureOf`), so that the others are never read. All bits are set until a message is
 * written with its own: such a message is always looked at.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table message add column signature bigint not null default -1`.execute(db);
  await fill(db);
  await sql`drop index message_channel_created`.execute(db);
  await sql`create index message_channel_created on message(channel_id, created_at desc) include (seq, signature)`.execute(
    db,
  );
}

async function fill(db: Kysely<unknown>): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await sql<{ id: string; terms: string[] | null }>`
      select id, tsvector_to_array(tsv) as terms from message where id > ${after}::uuid order by id limit ${AT_ONCE}`.execute(
      db,
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    await sql`update message m set signature = t.signature
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ terms }) => signatureOf(terms ?? []))}::bigint[]) t(id, signature)
      where m.id = t.id`.execute(db);
    after = last.id;
  }
}

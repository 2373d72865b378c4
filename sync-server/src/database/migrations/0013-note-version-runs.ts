import { type Kysely, sql } from 'kysely';

/** Who wrote each stretch of a version, instead of how much of a paragraph; how large a version is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table note_version add column runs jsonb not null default '{}'`,
  // A paragraph of one writer is a run of theirs. Of one with several it was not kept who wrote which of its words.
  `update note_version set runs = (
    select coalesce(jsonb_object_agg(key, jsonb_build_array(jsonb_build_array(value->0->'length', value->0->'by'))), '{}')
    from jsonb_each(shares) where jsonb_array_length(value) = 1)`,
  `alter table note_version alter column runs drop default, drop column shares`,
  `alter table note_version add column bytes integer not null
    generated always as (octet_length(body::text) + octet_length(runs::text) + octet_length(clocks::text)) stored`,
];

import { type Kysely, sql } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** Where a word stands: every column of every table, whatever its type, and its bytes. */
export async function placesOf(db: Kysely<Schema>, word: string): Promise<string[]> {
  const { rows: columns } = await sql<{ table: string; column: string; type: string }>`
    select table_name as table, column_name as column, data_type as type
    from information_schema.columns where table_schema = 'public'`.execute(db);
  const places: string[] = [];
  for (const { table, column, type } of columns) {
    const [of, inside] = [sql.table(table), sql.ref(column)];
    const holds =
      type === 'bytea'
        ? sql`position(convert_to(${word}, 'UTF8') in ${inside}) > 0`
        : sql`${inside}::text ilike ${`%${word}%`}`;
    const { rows } = await sql`select 1 from ${of} where ${holds} limit 1`.execute(db);
    if (rows.length > 0) places.push(`${table}.${column}`);
  }
  return places.sort();
}

import type pg from 'pg';

/** Everything that a schema is made of, a line each, in an order of its own: places of columns and oids are left out. */
export async function describeSchema(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(PARTS.join(' union all '));
  return rows.map(({ line }) => line).sort();
}

/** Each tells of one kind of thing in the schema `public`. */
const PARTS = [
  `select format('table %s %s %s %s', relname, relkind, relpersistence, reloptions) as line
     from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'S', 'p')`,
  `select format('column %s.%s %s null:%s default:%s generated:%s identity:%s storage:%s statistics:%s', c.relname, a.attname,
       format_type(a.atttypid, a.atttypmod), not a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attgenerated,
       a.attidentity, a.attstorage, coalesce(nullif(a.attstattarget::int, -1), -1))
     from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped`,
  `select format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
     from pg_constraint where connamespace = 'public'::regnamespace`,
  `select format('index %s', indexdef) from pg_indexes where schemaname = 'public'`,
  `select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal`,
  `select format('function %s', pg_get_functiondef(oid)) from pg_proc
     where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')`,
  `select format('sequence %s %s %s', sequencename, data_type, increment_by) from pg_sequences where schemaname = 'public'`,
  `select format('type %s %s', typname, typtype) from pg_type
     where typnamespace = 'public'::regnamespace and typtype in ('e', 'd', 'r')`,
  `select format('statistics %s', pg_get_statisticsobjdef(oid)) from pg_statistic_ext`,
  `select format('extension %s', extname) from pg_extension`,
  `select format('migration %s', name) from kysely_migration`,
];

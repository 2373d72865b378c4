import type pg from 'pg';
import { addChannels, openCourse } from './course.ts';
import { Lectern } from './lectern.ts';
import { say } from './ops.ts';
import { reportDetail, reportRow } from './report.ts';
import { plausibleTexts } from './texts.ts';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 20_000);
const SPEAKERS = 20;
const CHANNELS = 10;
/** As fast as they come. */
const PACE = 5_000;

/** What a message costs in the database, with everything that is kept of it: rows, indexes, ledger, logs, documents. */
export async function measureStorage(): Promise<void> {
  const app = await Lectern.start();
  try {
    const course = await openCourse(app);
    const speakers = [];
    for (let i = 0; i < SPEAKERS; i++) speakers.push(await course.join(`Speaker${i}`));
    const db = await app.database();
    const names = Array.from({ length: CHANNELS }, (_, index) => `channel-${index}`);
    const channels = await addChannels(db, course, names);
    const before = await bytesOf(db);
    const said = plausibleTexts(MESSAGES, 'storage').map((text, at) => ({
      text,
      channel: channels[(at * 7 + Math.floor(at / SPEAKERS)) % CHANNELS]!,
    }));
    await say(app, db, speakers, said, PACE);
    // The logs are folded when nobody has the documents open any more.
    await app.halt();
    await app.resume();
    const later = await app.database();
    await later.query('vacuum full');
    const after = await bytesOf(later);
    const { rows } = await later.query<{ body: number }>(
      'select avg(octet_length(body::text))::float as body from message',
    );
    const body = rows[0]!.body;
    const each = (after.all - before.all) / MESSAGES;
    reportRow(
      'bytes in the database for a message, against 3 times its body and 200',
      [each / (3 * body + 200)],
      { atMost: 1, aim: 0.8 },
    );
    reportDetail('a message', [each], 'bytes', 0);
    reportDetail('its body', [body], 'bytes', 0);
    for (const [table, bytes] of Object.entries(after.tables)) {
      const grown = (bytes - (before.tables[table] ?? 0)) / MESSAGES;
      if (grown >= 1) reportDetail(`${table}, with its indexes`, [grown], 'bytes a message', 0);
    }
    for (const { name, bytes } of await partsOf(later, 'message'))
      if (bytes >= MESSAGES) reportDetail(`of message: ${name}`, [bytes / MESSAGES], 'bytes a message', 0);
    await later.end();
  } finally {
    await app.stop();
  }
}

async function bytesOf(db: pg.Client): Promise<{ all: number; tables: Record<string, number> }> {
  const { rows } = await db.query<{ table: string; bytes: string }>(
    `select relname as table, pg_total_relation_size(oid) as bytes from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc`,
  );
  const tables = Object.fromEntries(rows.map(({ table, bytes }) => [table, Number(bytes)]));
  return { all: Object.values(tables).reduce((sum, bytes) => sum + bytes, 0), tables };
}

/** A table without its indexes, and each of them. */
async function partsOf(db: pg.Client, table: string): Promise<{ name: string; bytes: number }[]> {
  const { rows } = await db.query<{ name: string; bytes: string }>(
    `select 'rows' as name, pg_table_size($1::regclass) as bytes
     union all
     select indexrelid::regclass::text, pg_relation_size(indexrelid) from pg_index where indrelid = $1::regclass
     order by 2 desc`,
    [table],
  );
  return rows.map(({ name, bytes }) => ({ name, bytes: Number(bytes) }));
}

import { describe, expect, it } from 'vitest';
import { deleteExpiredRows } from './expired-rows.ts';
import { countAttempt } from './rate-limits.ts';
import { addResetLink } from './reset-links.ts';
import { testDatabases } from './test-database.ts';

describe.each(await testDatabases())('rows that end by themselves, on $name', (target) => {
  it('are removed when they are over, and not before', async () => {
    const database = await target.create();
    const { db, pool } = database;
    const person = await db
      .insertInto('person')
      .values({ name: 'Ada', handle: 'ada', email: 'ada@example.org' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const past = new Date(Date.now() - 60 * 60 * 1_000);
    const future = new Date(Date.now() + 60 * 60 * 1_000);
    for (const expires_at of [past, future]) {
      const token = expires_at.toISOString();
      const session = await db
        .insertInto('session')
        .values({ user_id: person.id, token, expires_at })
        .returning('id')
        .executeTakeFirstOrThrow();
      await db
        .insertInto('socket_ticket')
        .values({ hash: token, session_id: session.id, person_id: person.id, expires_at, spent_by: null })
        .execute();
    }
    await addResetLink(db, person.id, 'over', past);
    await countAttempt(db, 'new', 1, 1_000);
    await pool.query('insert into rate_limit (key, count, last_request) values ($1, 1, 0)', ['old']);

    await deleteExpiredRows(db);
    for (const table of ['session', 'socket_ticket', 'rate_limit']) {
      expect((await pool.query(`select * from ${table}`)).rowCount, table).toBe(1);
    }
    expect((await pool.query('select * from verification')).rowCount).toBe(0);
    await database.drop();
  });

  it('attempts count within their window, each key for itself, also when they come together', async () => {
    const database = await target.create();
    const attempts = await Promise.all(
      Array.from({ length: 8 }, () => countAttempt(database.db, 'a', 5, 60_000)),
    );
    expect(attempts.filter((wait) => wait === 0)).toHaveLength(5);
    expect(Math.max(...attempts)).toBeGreaterThan(59_000);
    expect(await countAttempt(database.db, 'b', 5, 60_000)).toBe(0);
    await database.pool.query('update rate_limit set last_request = last_request - 60000');
    expect(await countAttempt(database.db, 'a', 5, 60_000)).toBe(0);
    await database.drop();
  });
});

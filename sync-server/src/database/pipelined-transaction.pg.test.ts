import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from './pipelined-transaction.ts';
import { type TestDatabase, testDatabases } from './test-database.ts';

describe.each(await testDatabases())('a pipelined transaction, on $name', (target) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await target.create();
    await sql`create table counter (id int primary key, value bigint not null)`.execute(database.db);
    await sql`insert into counter values (1, 0), (2, 0)`.execute(database.db);
  });
  afterAll(() => database.drop());

  const value = async (id: number) => {
    const { rows } = await sql<{ value: number }>`select value from counter where id = ${id}`.execute(
      database.db,
    );
    return rows[0]!.value;
  };

  test('holds its locks until its last write is committed', async () => {
    const increase = () =>
      inTransaction(database.pool, async (trx, last) => {
        const { rows } = await sql<{
          value: number;
        }>`select value from counter where id = 1 for update`.execute(trx);
        void last(sql`update counter set value = ${rows[0]!.value + 1} where id = 1`);
      });
    await Promise.all(Array.from({ length: 60 }, increase));
    expect(await value(1)).toBe(60);
  });

  test('is one: a last write that fails takes back what came before it', async () => {
    const broken = inTransaction(database.pool, async (trx, last) => {
      await sql`update counter set value = 7 where id = 2`.execute(trx);
      void last(sql`insert into counter values (2, 0)`);
    });
    await expect(broken).rejects.toMatchObject({ code: '23505' });
    expect(await value(2)).toBe(0);
  });

  test('takes back everything when the work fails', async () => {
    const broken = inTransaction(database.pool, async (trx, last) => {
      void last(sql`update counter set value = 7 where id = 2`);
      await sql`select 1`.execute(trx);
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    expect(await value(2)).toBe(0);
  });
});

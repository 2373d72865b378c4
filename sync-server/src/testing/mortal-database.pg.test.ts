import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inTransaction } from '../database/pipelined-transaction.ts';
import { type TestDatabase, testDatabases } from '../database/test-database.ts';
import { type Death, MortalDatabase } from './mortal-database.ts';

/** The tool itself: what a process that dies has done to the database, and what it has heard. */
describe.each(await testDatabases())('a process that dies at a call to its database, on $name', (target) => {
  let database: TestDatabase;
  let died: Promise<Death | null>;
  let mortal: MortalDatabase;
  beforeEach(async () => {
    database = await target.create();
    await sql`create table word (n integer)`.execute(database.db);
    const { promise, resolve } = Promise.withResolvers<Death | null>();
    died = promise;
    mortal = new MortalDatabase(database, resolve);
  });
  afterEach(() => database.drop());

  const say = (n: number) =>
    inTransaction(mortal.pool, async (trx, last) => {
      await sql`select 1`.execute(trx);
      void last(sql`insert into word values (${n})`);
    });
  const said = async () =>
    (await sql<{ n: number }>`select n from word order by n`.execute(database.db)).rows.map(({ n }) => n);
  const mustNotEnd = (work: Promise<unknown>): void => {
    const wrong = () => {
      throw new Error('a dead process has heard an answer');
    };
    work.then(wrong, wrong);
  };

  test('before its commit, it has done nothing; after it, everything, and knows of neither', async () => {
    await say(1);
    mortal.setDeath({ call: 1, of: 'commits', side: 'before' });
    mustNotEnd(say(2));
    expect(await died).toMatchObject({ side: 'before' });
    expect(await said()).toEqual([1]);

    const next = Promise.withResolvers<Death | null>();
    mortal = new MortalDatabase(database, next.resolve);
    mortal.setDeath({ call: 2, of: 'commits', side: 'after' });
    await say(3);
    mustNotEnd(say(4));
    expect(await next.promise).toMatchObject({ side: 'after' });
    expect(await said()).toEqual([1, 3, 4]);
  });

  test('a dead process says nothing more, and leaves no lock; a transaction of Kysely dies as one of ours', async () => {
    mortal.setDeath({ call: 2, of: 'all', side: 'after' });
    mustNotEnd(
      mortal.db.transaction().execute(async (trx) => {
        await sql`lock table word`.execute(trx);
        await sql`insert into word values (1)`.execute(trx);
      }),
    );
    await died;
    mustNotEnd(say(2));
    mustNotEnd(sql`insert into word values (3)`.execute(mortal.db));
    // Waits for the lock, if there is one.
    await sql`insert into word values (4)`.execute(database.db);
    expect(await said()).toEqual([4]);
  });

  test('one that is killed takes nobody else along', async () => {
    const other = new MortalDatabase(database, () => {});
    mustNotEnd(sql`select pg_sleep(60)`.execute(mortal.db));
    await sql`select 1`.execute(other.db);
    mortal.kill();
    expect(await died).toBeNull();
    await sql`insert into word values (1)`.execute(other.db);
    expect(await said()).toEqual([1]);
  });
});

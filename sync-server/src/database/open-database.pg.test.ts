import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../log.ts';
import { Population } from '../testing/population.ts';
import { DatabaseChanged, readBatchFacts } from './batches.ts';
import { openDatabase } from './open-database.ts';
import { type TestDatabase, testDatabases } from './test-database.ts';

const log = createLog({ logLevel: 'silent' });
const dataDir = path.join(os.tmpdir(), 'lectern-unused');

describe.each(await testDatabases())('openDatabase on $name', (target) => {
  let database: TestDatabase;
  afterEach(() => database.drop());

  it('opens the same database from several processes at once and keeps one site', async () => {
    database = await target.create();
    const opened = await Promise.all(
      [1, 2, 3].map(() => openDatabase({ databaseUrl: database.url, dataDir }, log)),
    );
    const sites = await database.db.selectFrom('site').selectAll().execute();
    expect(sites).toHaveLength(1);
    expect(sites[0]).toMatchObject({ epoch: 0, secret: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await Promise.all(opened.map((one) => one.close()));
  });

  it('reads bigint as a number', async () => {
    database = await target.create();
    const { rows } = await database.pool.query('select 5000000000::bigint as n, count(*) as c from person');
    expect(rows).toEqual([{ n: 5_000_000_000, c: 0 }]);
  });

  it('begins a new epoch when the data come from another server (DESIGN §3 rule 10)', async () => {
    database = await target.create();
    const site = () => database.db.selectFrom('site').selectAll().executeTakeFirstOrThrow();
    const start = async () => (await openDatabase({ databaseUrl: database.url, dataDir }, log)).close();
    await database.db.updateTable('site').set({ system_identifier: '42/1' }).execute();
    await Promise.all([start(), start()]);
    const { epoch, system_identifier } = await site();
    expect(epoch).toBeGreaterThan(0);
    expect(system_identifier).not.toBe('42/1');
    await start();
    expect((await site()).epoch).toBe(epoch);
    // Another line of history of the same server: a standby has taken over, or an archive was replayed.
    const otherLine = system_identifier.replace(/[0-9]+$/, (line) => `${Number(line) + 1}`);
    await database.db.updateTable('site').set({ system_identifier: otherLine }).execute();
    await start();
    expect(await site()).toMatchObject({ epoch: epoch + 1, system_identifier });
  });

  it('notices on its next connection that another server has taken over, and numbers nothing before', async () => {
    database = await target.create();
    const opened = await openDatabase({ databaseUrl: database.url, dataDir }, log);
    const people = new Population(database.db);
    const ada = await people.person();
    const channel = await people.channel(await people.course([[ada, 'lecturer']]));
    const facts = () =>
      opened.db.transaction().execute((trx) =>
        readBatchFacts(trx, {
          channel,
          courseIfNew: null,
          ops: [],
          people: [],
          messages: [],
          withRoot: [],
        }),
      );
    expect((await facts()).epoch).toBe(0);
    await database.db.updateTable('site').set({ system_identifier: '42/7' }).execute();
    await expect(facts()).rejects.toThrow(DatabaseChanged);
    const noticed = new Promise((resolve) => opened.pool.once('connect', resolve));
    await people.breakConnections();
    await opened.pool.query('select 1').catch(() => {});
    await opened.pool.query('select 1');
    await noticed;
    await vi.waitFor(async () => expect((await facts()).epoch).toBeGreaterThan(0), { timeout: 10_000 });
    await opened.close();
  });

  it('survives idle connections that the server cuts', async () => {
    database = await target.create();
    const opened = await openDatabase({ databaseUrl: database.url, dataDir }, log);
    const removed = new Promise((resolve) => opened.pool.once('remove', resolve));
    await opened.pool.query('select 1');
    await database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await removed;
    expect((await opened.pool.query('select 2 as n')).rows).toEqual([{ n: 2 }]);
    await opened.close();
  });
});

describe('openDatabase', () => {
  it('says in words that a database does not answer', async () => {
    const refused = openDatabase({ databaseUrl: 'postgres://lectern@127.0.0.1:1/lectern', dataDir }, log);
    await expect(refused).rejects.toThrow(/does not answer/);
  });

  it('refuses a database that does not keep UTF-8', async () => {
    const [target] = await testDatabases();
    const database = await target!.create();
    const name = database.url.replace(/.*(test_[0-9a-f]+).*/, '$1_ascii');
    await database.pool.query(`create database ${name} encoding 'SQL_ASCII' locale 'C' template template0`);
    const url = database.url.replace(/test_[0-9a-f]+/, name);
    await expect(openDatabase({ databaseUrl: url, dataDir }, log)).rejects.toThrow(/UTF8/);
    await database.pool.query(`drop database ${name} with (force)`);
    await database.drop();
  });
});

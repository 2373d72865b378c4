import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type ChannelId, EPOCH_SIZE, firstLife, newId, type OpId, type UserId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { backedUp, dropTables, leftOut, readTableNames } from '../database/backup-tables.ts';
import { migrateInTransaction, migrationNames } from '../database/open-database.ts';
import { type TestDatabase, testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { BACKUP_FORMAT, openBackup, writeBackup } from './backup-file.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

const log = { info: () => {}, warn: () => {} };
let folder: string;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'lectern-backup-'));
});
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

describe.each(await testDatabases())('a backup on $name', (target) => {
  let fixture: SyncFixture;
  const others: TestDatabase[] = [];
  const clients: pg.Client[] = [];
  let channels: ChannelId[];
  let ada: UserId;

  beforeAll(async () => {
    fixture = await SyncFixture.start(target);
    ada = await fixture.people.person();
    const course = await fixture.people.course([[ada, 'lecturer']]);
    channels = [await fixture.people.channel(course), await fixture.people.channel(course)];
    const note = await fixture.people.note(channels[0]!, ada);
    const device = fixture.device(ada);
    await device.open('note', note).synced();
    for (let n = 0; n < 20; n++) say(n);
    await fixture.sync.idle();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.end();
    for (const other of others.splice(0)) await other.drop();
  });
  afterAll(() => fixture.stop());

  function say(n: number): void {
    const channel = channels[n % channels.length]!;
    const op = {
      kind: 'send',
      id: newId<OpId>(),
      channel,
      at: n,
      body: bodyFromText(`message ${n}`),
    } as const;
    fixture.sync.scribe.submit({ actor: ada, op });
  }
  const clientOf = async ({ pool }: TestDatabase): Promise<pg.Client> => {
    const { host, user, database } = pool.options;
    const client = new pg.Client({ host, user, database });
    await client.connect();
    clients.push(client);
    return client;
  };
  const fresh = async (): Promise<TestDatabase> => {
    const other = await target.create();
    others.push(other);
    return other;
  };
  const backup = async (from = fixture.database): Promise<string> => {
    const file = path.join(folder, newId());
    await makeBackup(await clientOf(from), file, { overwrite: false });
    return file;
  };
  const restore = async (file: string, to: TestDatabase, replace: number | null = null) =>
    restoreBackup(await clientOf(to), file, { replace, log });
  /** Every row of every table as text, in an order of its own. */
  const rowsOf = async (database: TestDatabase, table: string): Promise<string[]> => {
    const { rows } = await database.pool.query<{ row: string }>(
      `select t::text as row from ${table} t order by 1`,
    );
    return rows.map(({ row }) => row);
  };

  test('names every table of the database, in one list or the other', async () => {
    const names = await readTableNames(await clientOf(fixture.database));
    expect([...backedUp, ...Object.keys(leftOut)].sort()).toEqual(names);
  });

  test('gives every row back, under a new epoch and new lives', async () => {
    const to = await fresh();
    await restore(await backup(), to);
    const isChanged = ['document', 'document_update', 'channel_epoch'];
    for (const table of backedUp.filter((name) => !isChanged.includes(name)))
      expect(await rowsOf(to, table), table).toEqual(await rowsOf(fixture.database, table));
    const { epoch } = await to.db.selectFrom('site').select('epoch').executeTakeFirstOrThrow();
    expect(epoch).toBeGreaterThan(0);
    const lives = await to.db.selectFrom('document').select(['kind', 'life', 'head', 'state']).execute();
    for (const { kind, life, head, state } of lives) {
      expect([kind, life]).toEqual([kind, kind === 'user' ? 1 : firstLife(epoch)]);
      if (kind !== 'user' && kind !== 'note') expect([head, state]).toEqual([0, null]);
    }
    expect(lives.some(({ kind }) => kind === 'note')).toBe(true);
    const bytes = `select bytes from document_update where kind in ('note', 'user') order by kind, id, position`;
    expect((await to.pool.query(bytes)).rows).toEqual((await fixture.database.pool.query(bytes)).rows);
    const starts = await to.db.selectFrom('channel_epoch').select(['epoch', 'seq', 'rev']).execute();
    expect(starts).toEqual(channels.map(() => ({ epoch, seq: 10, rev: 10 })));
    const { rows } = await to.pool.query(
      `select nextval(pg_get_serial_sequence('notification', 'id')) > ${EPOCH_SIZE} as beyond`,
    );
    expect(rows).toEqual([{ beyond: true }]);
  });

  test('is one moment of a database that others go on writing', async () => {
    let isWriting = true;
    let said = 100;
    const writing = (async () => {
      while (isWriting) {
        for (let n = 0; n < 10; n++) say(said++);
        await fixture.sync.idle();
      }
    })();
    const files: string[] = [];
    for (let n = 0; n < 3; n++) files.push(await backup());
    isWriting = false;
    await writing;
    for (const file of files) {
      const to = await fresh();
      await restore(file, to);
      const { rows } = await to.pool.query<Record<string, number>>(`select c.seq, c.rev,
          count(m.*) as messages, max(m.seq) as last,
          (select count(*) from op_ledger l join message x on x.id = l.op_id where x.channel_id = c.id) as answered
        from channel c join message m on m.channel_id = c.id group by c.id`);
      expect(rows).toHaveLength(2);
      for (const { seq, messages, last, answered } of rows)
        expect([messages, last, answered]).toEqual([seq, seq, seq]);
    }
    expect(said).toBeGreaterThan(130);
  });

  test('that is damaged or cut off anywhere is refused before anything is written', async () => {
    const file = await backup();
    const bytes = await fs.readFile(file);
    const to = await fresh();
    const spoilt = path.join(folder, newId());
    const places = [20, 400, bytes.length >> 1, bytes.length - 40, bytes.length - 1];
    for (const place of places) {
      const damaged = Buffer.from(bytes);
      damaged[place]! ^= 1;
      await fs.writeFile(spoilt, damaged);
      await expect(restore(spoilt, to), `a wrong bit at ${place}`).rejects.toThrow(/damaged|no backup/);
      await fs.writeFile(spoilt, bytes.subarray(0, place));
      await expect(restore(spoilt, to), `cut off at ${place}`).rejects.toThrow(/cut off|no backup/);
    }
    expect(await rowsOf(to, 'person')).toEqual([]);
  });

  test('of a newer Lectern is refused', async () => {
    const { header } = await openBackup(await backup());
    const file = path.join(folder, newId());
    await rewrite(file, { ...header, format: BACKUP_FORMAT + 1 });
    await expect(restore(file, await fresh())).rejects.toThrow('newer Lectern');
    await rewrite(file, { ...header, migration: '9999-flying' });
    await expect(restore(file, await fresh())).rejects.toThrow('newer Lectern (9999-flying)');
  });

  test('of an older Lectern is brought up to date', async () => {
    const from = await fresh();
    const old = (await migrationNames()).at(-3)!;
    const client = await clientOf(from);
    await dropTables(client, await readTableNames(client));
    await migrateInTransaction(from.db, log, old);
    await from.pool.query(`insert into site (secret, system_identifier) values ('secret', 'another')`);
    await from.pool.query(
      `insert into person (name, handle, email) values ('Old', 'old', 'old@example.org')`,
    );
    const file = await backup(from);
    expect((await openBackup(file)).header.migration).toBe(old);
    const to = await fresh();
    await restore(file, to);
    expect(await rowsOf(to, 'person')).toEqual(await rowsOf(from, 'person'));
    expect(await rowsOf(to, 'channel_epoch')).toEqual([]);
  });

  test('goes into an empty database, or in place of what is named', async () => {
    const file = await backup();
    const to = await fresh();
    await restore(file, to);
    await expect(restore(file, to)).rejects.toThrow('--replace=1');
    await expect(restore(file, to, 2)).rejects.toThrow('--replace=1');
    const before = await lookAt(to);
    expect(before.messages).toBeGreaterThan(0);
    await restore(file, to, 1);
    const after = await lookAt(to);
    expect(after.messages).toBe(before.messages);
    expect(after.epoch).toBeGreaterThan(before.epoch);
  });

  test('goes into no database that somebody uses, and into none with tables of others', async () => {
    const file = await backup();
    await expect(restore(file, fixture.database, 1)).rejects.toThrow('Lectern is running');
    const to = await fresh();
    const client = await clientOf(to);
    await client.query('create table cook (id int)');
    await expect(restore(file, to)).rejects.toThrow('cook');
  });

  test('that fails on its way leaves the database as it was', async () => {
    const { header } = await openBackup(await backup());
    const file = path.join(folder, newId());
    await rewrite(file, header, Buffer.from('no row of any table\n'));
    const to = await fresh();
    await expect(restore(file, to)).rejects.toThrow();
    expect((await readTableNames(await clientOf(to))).sort()).toEqual(
      [...backedUp, ...Object.keys(leftOut)].sort(),
    );
    expect(await rowsOf(to, 'site')).toHaveLength(1);
  });

  test('takes no name that is taken, and leaves nothing of one that failed', async () => {
    const file = await backup();
    const before = await fs.readFile(file);
    const client = await clientOf(fixture.database);
    await expect(makeBackup(client, file, { overwrite: false })).rejects.toThrow('--overwrite');
    const nowhere = path.join(folder, 'nowhere/backup');
    await expect(makeBackup(client, nowhere, { overwrite: false })).rejects.toThrow(
      /There is no folder .*nowhere:/,
    );
    expect(await fs.readFile(file)).toEqual(before);
    await makeBackup(client, file, { overwrite: true });
    await openBackup(file);
    const names = await fs.readdir(folder);
    expect(names.filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect((await fs.stat(file)).mode & 0o077).toBe(0);
  });

  /** A file of this header, with these bytes as the rows of each table. */
  async function rewrite(
    file: string,
    header: Parameters<typeof writeBackup>[1],
    rows = Buffer.alloc(0),
  ): Promise<void> {
    await writeBackup(
      file,
      header,
      async function* () {
        yield rows;
      },
      { overwrite: true },
    );
  }
  /** Over a connection that is nobody's of Lectern. */
  const lookAt = async (database: TestDatabase) => {
    const { rows } = await (await clientOf(database)).query<{ epoch: number; messages: number }>(
      'select epoch, (select count(*)::int from message) as messages from site',
    );
    return rows[0]!;
  };
});

import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll, sendOp } from '../testing/test-device.ts';

describe.each(await testDatabases())('a database that fails, on $name', (target) => {
  let fixture: SyncFixture;
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
  });
  afterEach(() => fixture.stop());

  async function author() {
    const ada = await fixture.people.person('Ada');
    const course = await fixture.people.course([[ada, 'lecturer']]);
    return { ada, channel: await fixture.people.channel(course) };
  }

  /** A connection of its own, beside the server's pool. */
  async function administrator(database: string): Promise<pg.Client> {
    const url = new URL(fixture.database.url.replace('@localhost/', '@placeholder/'));
    const client = new pg.Client({ host: url.searchParams.get('host')!, user: url.username, database });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  const storedIds = async (): Promise<string[]> => {
    const rows = await fixture.database.db
      .selectFrom('message')
      .select(['id', 'seq'])
      .orderBy('seq')
      .execute();
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1));
    return rows.map((row) => row.id);
  };

  test('connections that break in the middle of transactions cost nothing and double nothing', async () => {
    const { ada, channel } = await author();
    const device = fixture.device(ada);
    await device.user.synced();
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
      fixture.database.db,
    );
    const admin = await administrator('postgres');
    const ids: string[] = [];
    for (let round = 0; round < 8; round++) {
      for (let i = 0; i < 20; i++) ids.push(device.send(channel, `round ${round}, message ${i}`));
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
        rows[0]!.name,
      ]);
    }
    await device.outcome(ids.at(-1)!);
    await admin.end();
    expect(await storedIds()).toEqual(ids);
    const view = fixture.device(ada).channel(channel);
    expect((await view.has(ids.length)).records.map((record) => record.id)).toEqual(ids);
  });

  test('a database that goes away while people write is waited for', async () => {
    const { ada, channel } = await author();
    const device = fixture.device(ada);
    const first = device.send(channel, 'before');
    await device.outcome(first);
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
      fixture.database.db,
    );
    const admin = await administrator('postgres');
    await admin.query(`alter database ${rows[0]!.name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      rows[0]!.name,
    ]);
    const during = [device.send(channel, 'one'), device.send(channel, 'two')];
    await poll(() => device.user.closings.includes('unavailable'), 'the device to be told');
    await admin.query(`alter database ${rows[0]!.name} allow_connections true`);
    await admin.end();
    expect(await device.outcome(during[1]!)).toMatchObject({ ok: true, seq: 3 });
    expect(await storedIds()).toEqual([first, ...during]);
  });

  test('an op that Postgres can never hold is refused alone, and its neighbours are committed', async () => {
    const { ada, channel } = await author();
    await sql`alter table message add constraint no_poison check (text not like 'poison%')`.execute(
      fixture.database.db,
    );
    const device = fixture.device(ada);
    const ops = Array.from({ length: 30 }, (_, i) => sendOp(channel, i === 13 ? 'poison' : `fine ${i}`));
    device.do(...ops);
    expect(await device.outcome(ops[13]!.id)).toMatchObject({ ok: false });
    await device.outcome(ops[29]!.id);
    const fine = ops.filter((_, i) => i !== 13).map((op) => op.id as string);
    expect(await storedIds()).toEqual(fine);
  });

  test('an op that loses a race for an id is judged again, and its neighbours are committed', async () => {
    const { ada, channel } = await author();
    // Postgres says what it says when another instance has just taken the id.
    await sql`create function lose_once() returns trigger language plpgsql as $$ begin
      if nextval('races') = 1 then raise unique_violation; end if; return new; end $$`.execute(
      fixture.database.db,
    );
    await sql`create sequence races`.execute(fixture.database.db);
    await sql`create trigger race before insert on message for each row execute function lose_once()`.execute(
      fixture.database.db,
    );
    const device = fixture.device(ada);
    const ops = Array.from({ length: 5 }, (_, i) => sendOp(channel, `fine ${i}`));
    device.do(...ops);
    expect(await device.outcome(ops[4]!.id)).toMatchObject({ ok: true });
    expect(await storedIds()).toEqual(ops.map((op) => op.id as string));
  });

  test('a restored or swapped copy of a document never diverges: the next writer uses a new client id', async () => {
    const { ada, channel } = await author();
    const device = fixture.device(ada);
    const view = device.channel(channel);
    await sql`alter table message add constraint later check (text <> 'now')`.execute(fixture.database.db);
    const refused = device.send(channel, 'now');
    await device.outcome(refused);
    const kept = device.send(channel, 'afterwards');
    await device.outcome(kept);
    await fixture.restart();
    const fresh = fixture.device(ada).channel(channel);
    await fresh.has(1);
    expect(fresh.state.records).toEqual(view.state.records);
    expect(view.ids()).toEqual([kept]);
  });
});

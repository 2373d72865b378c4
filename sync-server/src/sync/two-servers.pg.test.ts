import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';

describe.each(await testDatabases())('two servers on one database, on $name', (target) => {
  let here: SyncFixture;
  let there: SyncFixture;
  beforeEach(async () => {
    here = await SyncFixture.start(target);
    const shared = { ...here.database, drop: async () => {} };
    there = await SyncFixture.start({ name: target.name, create: async () => shared });
  });
  afterEach(async () => {
    await there.stop();
    await here.stop();
  });

  test('what one could not commit is in no later update of it, though the other has taken its place', async () => {
    const ada = await here.people.person('Ada');
    const bob = await here.people.person('Bob');
    const course = await here.people.course([
      [ada, 'lecturer'],
      [bob, 'student'],
    ]);
    const channel = await here.people.channel(course);
    await sql`alter table message add constraint never check (text <> 'never')`.execute(here.database.db);
    const adas = here.device(ada);
    const bobs = there.device(bob);

    const first = adas.send(channel, 'first');
    expect(await adas.outcome(first)).toMatchObject({ ok: true });
    expect(await adas.outcome(adas.send(channel, 'never'))).toMatchObject({ ok: false });
    const second = bobs.send(channel, 'second');
    expect(await bobs.outcome(second)).toMatchObject({ ok: true });
    const third = adas.send(channel, 'third');
    expect(await adas.outcome(third)).toMatchObject({ ok: true });

    for (const device of [adas, bobs, here.device(bob), there.device(ada)]) {
      const view = device.channel(channel);
      await view.has(3);
      expect(view.ids()).toEqual([first, second, third]);
    }
  });
});

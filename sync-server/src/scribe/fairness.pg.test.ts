import { randomUUID } from 'node:crypto';
import type { ChannelId, MessageId, OpId } from '@lectern/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';

/** Far more channels than there are connections to the database. */
const FLOOD = 1_000;

describe.each(await testDatabases())('the scribe shares itself out, on $name', (target) => {
  let fixture: SyncFixture;
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
  });
  afterEach(() => fixture.stop());

  test('SEC-17 who asks for a thousand channels at once keeps nobody else waiting', async () => {
    const ada = await fixture.people.person('Ada');
    const bob = await fixture.people.person('Bob');
    const course = await fixture.people.course([
      [ada, 'student'],
      [bob, 'student'],
    ]);
    const channel = await fixture.people.channel(course);
    const bobs = fixture.device(bob);
    await bobs.outcome(bobs.send(channel, 'before'));
    for (let i = 0; i < FLOOD; i++) {
      const op = {
        id: randomUUID() as OpId,
        kind: 'delete' as const,
        channel: randomUUID() as ChannelId,
        message: randomUUID() as MessageId,
        at: Date.now(),
      };
      fixture.sync.scribe.submit({ actor: ada, op });
    }
    expect(await bobs.outcome(bobs.send(channel, 'meanwhile'))).toMatchObject({ ok: true });
    expect(await judgedOf(ada)).toBeLessThan(FLOOD / 2);
    await fixture.sync.scribe.idle();
    expect(await judgedOf(ada)).toBe(FLOOD);
  });

  const judgedOf = async (actor: string): Promise<number> => {
    const { rows } = await fixture.database.pool.query<{ count: number }>(
      'select count(*)::int as count from op_ledger where actor_id = $1',
      [actor],
    );
    return rows[0]!.count;
  };
});

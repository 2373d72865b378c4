import {
  type ChannelId,
  isTombstone,
  type MessageId,
  newId,
  type Op,
  type OpId,
  type UserId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNewest } from '../database/batches.ts';
import { ensureSite } from '../database/site.ts';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';

/** A deletion may come back to a restored server before the message does, or without it. */
describe.each(await testDatabases())(
  'a deletion of a message that the server has lost, on $name',
  (target) => {
    let fixture: SyncFixture;
    let channel: ChannelId;
    let [staff, author, other]: UserId[] = [];
    beforeEach(async () => {
      fixture = await SyncFixture.start(target);
      [staff, author, other] = [
        await fixture.people.person(),
        await fixture.people.person(),
        await fixture.people.person(),
      ];
      const course = await fixture.people.course([
        [staff, 'lecturer'],
        [author, 'student'],
        [other, 'student'],
      ]);
      channel = await fixture.people.channel(course);
    });
    afterEach(() => fixture.stop());

    const restored = async () => {
      await fixture.database.db.updateTable('site').set({ system_identifier: 'a backup' }).execute();
      await ensureSite(fixture.database.db, { warn: () => {} });
    };
    const does = async (actor: UserId, op: Op) => {
      fixture.sync.scribe.submit({ actor, op });
      await fixture.sync.idle();
      const { outcome } = await fixture.database.db
        .selectFrom('op_ledger')
        .select('outcome')
        .where('op_id', '=', op.id)
        .executeTakeFirstOrThrow();
      return outcome.ok ? 'ok' : outcome.reason;
    };
    const base = () => ({ id: newId<OpId>(), channel, at: 1 });
    const send = (): Op => ({ ...base(), kind: 'send', body: bodyFromText('a slip of the tongue') });
    const remove = ({ id }: Op): Op => ({ ...base(), kind: 'delete', message: id as string as MessageId });
    const rows = async () => (await readNewest(fixture.database.db, channel, 10)).records;

    test('is kept, and done when the author’s device brings the message', async () => {
      await restored();
      const said = send();
      expect(await does(author!, remove(said))).toBe('ok');
      expect(await rows()).toEqual([]);
      expect(await does(author!, said)).toBe('ok');
      const [record, ...more] = await rows();
      expect([record!.id, isTombstone(record!), more]).toEqual([said.id, true, []]);
      expect(JSON.stringify(await rows())).not.toContain('slip');
    });

    test('by who keeps order there counts for everybody’s messages, by others for their own alone', async () => {
      await restored();
      const [one, two] = [send(), send()];
      expect(await does(staff!, remove(one))).toBe('ok');
      expect(await does(other!, remove(two))).toBe('ok');
      expect([await does(author!, one), await does(author!, two)]).toEqual(['ok', 'ok']);
      expect((await rows()).map(isTombstone)).toEqual([true, false]);
    });

    test('is refused by a server that was never restored', async () => {
      expect(await does(author!, remove(send()))).toBe('unknown-message');
    });
  },
);

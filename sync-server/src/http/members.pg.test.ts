import { type ChannelId, type CourseId, EPOCH_SIZE } from '@lectern/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { HttpFixture, type TestPerson } from '../testing/http-fixture.ts';

describe.each(await testDatabases())('taking somebody out of a course on $name', (target) => {
  let fixture: HttpFixture;
  let admin: TestPerson;
  let ada: TestPerson;
  let course: CourseId;
  beforeAll(async () => {
    fixture = await HttpFixture.start(target);
  });
  beforeEach(async () => {
    admin = await fixture.person({ name: 'Emmy' });
    ada = await fixture.person({ name: 'Ada' });
    course = await fixture.course([
      [admin, 'admin'],
      [ada, 'student'],
    ]);
  });
  afterAll(() => fixture.stop());

  const takeOut = () => admin.browser.delete(`/api/courses/${course}/members/${ada.id}`);
  const revOf = async (channel: ChannelId): Promise<number> => {
    const { rev } = await fixture.database.db
      .selectFrom('channel')
      .select('rev')
      .where('id', '=', channel)
      .executeTakeFirstOrThrow();
    return rev;
  };

  it('takes a rev in each channel they were in, and in no other (DESIGN §3 rule 5)', async () => {
    const elsewhere = await fixture.course([[ada, 'student']]);
    const inside = [
      await fixture.channel(course),
      await fixture.channel(course, { type: 'announcement' }),
      await fixture.channel(course, { type: 'private' }),
    ];
    const outside = [
      await fixture.channel(course),
      await fixture.channel(course, { type: 'private' }),
      await fixture.channel(course, { type: 'private' }),
      await fixture.channel(elsewhere),
    ];
    await fixture.member(inside[2]!, ada, 'in');
    await fixture.member(outside[0]!, ada, 'left');
    await fixture.member(outside[1]!, ada, 'removed');
    await fixture.say(inside[0]!, ada, ['one', 'two']);

    expect((await takeOut()).statusCode).toBe(204);
    expect(await Promise.all(inside.map(revOf))).toEqual([3, 1, 1]);
    expect(await Promise.all(outside.map(revOf))).toEqual([0, 0, 0, 0]);
  });

  it('takes it from the present epoch', async () => {
    const channel = await fixture.channel(course);
    const { db } = fixture.database;
    const { epoch } = await db.selectFrom('site').select('epoch').executeTakeFirstOrThrow();
    await db
      .updateTable('site')
      .set({ epoch: epoch + 2 })
      .execute();
    expect((await takeOut()).statusCode).toBe(204);
    await db.updateTable('site').set({ epoch }).execute();
    expect(await revOf(channel)).toBe((epoch + 2) * EPOCH_SIZE + 1);
  });

  it('waits for what a channel is committing, be it that it lets them in, and takes the number behind it', async () => {
    const channel = await fixture.channel(course, { type: 'private' });
    const { db } = fixture.database;
    const waiting = async (): Promise<number> => {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
      return rows[0]!.n;
    };
    const answer = await db.transaction().execute(async (trx) => {
      await trx.selectFrom('channel').select('id').where('id', '=', channel).forUpdate().execute();
      const asked = takeOut();
      await expect.poll(waiting).toBe(1);
      await trx.updateTable('channel').set({ rev: 7 }).where('id', '=', channel).execute();
      await trx
        .insertInto('channel_member')
        .values({ channel_id: channel, person_id: ada.id, state: 'in' })
        .execute();
      return { asked };
    });
    expect((await answer.asked).statusCode).toBe(204);
    expect(await revOf(channel)).toBe(8);
  });
});

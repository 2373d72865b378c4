import {
  type Body,
  type ChannelId,
  type CourseId,
  type MentionGroup,
  type MessageId,
  type Notice,
  newId,
  type Op,
  type OpId,
  type UserId,
} from '@lectern/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll, sendOp, type TestDevice } from '../testing/test-device.ts';

describe.each(await testDatabases())('who is told on $name', (target) => {
  let fixture: SyncFixture;
  let course: CourseId;
  let channel: ChannelId;
  let people: Record<'lena' | 'tom' | 'ada' | 'ben', UserId>;
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
    const [lena, tom, ada, ben] = await Promise.all(
      ['Lena', 'Tom', 'Ada', 'Ben'].map((name) => fixture.people.person(name)),
    );
    people = { lena: lena!, tom: tom!, ada: ada!, ben: ben! };
    course = await fixture.people.course([
      [people.lena, 'lecturer'],
      [people.tom, 'tutor'],
      [people.ada, 'student'],
      [people.ben, 'student'],
    ]);
    channel = await fixture.people.channel(course);
  });
  afterEach(() => fixture.stop());

  const calling = (...groups: MentionGroup[]): Body => ({
    kind: 'plain',
    blocks: [{ t: 'p', c: groups.map((group) => ({ t: 'mention', group })) }],
  });
  const call = (...groups: MentionGroup[]) => sendOp(channel, '', calling(...groups));
  const edit = (message: string, body: Body): Op => {
    return { id: newId<OpId>(), kind: 'edit', channel, at: 2, message: message as MessageId, body };
  };
  const react = (message: string, emoji: string, on = true): Op => {
    return { id: newId<OpId>(), kind: 'react', channel, at: 2, message: message as MessageId, emoji, on };
  };
  const done = async (device: TestDevice, ...ops: Op[]) => {
    device.do(...ops);
    for (const op of ops) expect(await device.outcome(op.id)).toMatchObject({ ok: true });
  };
  /** Names of those who have a row for it. */
  const told = async (message: string, kind: Notice['kind'] = 'mention') => {
    const rows = await fixture.database.db
      .selectFrom('notification')
      .selectAll()
      .where('message_id', '=', message as MessageId)
      .where('kind', '=', kind)
      .execute();
    const nameOf = (id: UserId) => Object.entries(people).find(([, person]) => person === id)?.[0];
    return rows.map(({ person_id }) => nameOf(person_id)).sort();
  };

  test('a group is everyone of it who reads the channel, but for the author; each is told once', async () => {
    const lenas = fixture.device(people.lena);
    const adas = fixture.device(people.ada);
    await done(fixture.device(people.ben), {
      ...{ id: newId<OpId>(), kind: 'channel.member', channel, at: 1, user: people.ben, role: null },
    });
    const all = call('channel', 'students');
    await done(lenas, all);
    expect(await told(all.id)).toEqual(['ada', 'tom']);
    await poll(() => adas.notices().length > 0, 'a notice');
    expect(adas.notices()).toMatchObject([{ kind: 'mention', group: 'channel', from: people.lena }]);
    const staff = call('staff');
    await done(adas, staff);
    expect(await told(staff.id)).toEqual(['lena', 'tom']);
    const named = sendOp(channel, '', {
      kind: 'plain',
      blocks: [
        {
          t: 'p',
          c: [
            { t: 'mention', group: 'tutors' },
            { t: 'mention', user: people.tom },
          ],
        },
      ],
    });
    await done(adas, named);
    expect(await told(named.id)).toEqual(['tom']);
    const row = fixture.database.db.selectFrom('notification').select('called_group');
    expect(await row.where('message_id', '=', named.id as string as MessageId).execute()).toEqual([
      { called_group: null },
    ]);
  });

  test('whoever may not call so many is refused, by sending and by editing, and nobody is told', async () => {
    const adas = fixture.device(people.ada);
    const forged = call('channel');
    const mine = sendOp(channel, 'mine');
    adas.do(forged, mine);
    await adas.outcome(mine.id);
    const change = edit(mine.id, calling('here'));
    adas.do(change);
    const refused = { ok: false, reason: 'may-not-call' };
    expect(await adas.outcome(forged.id)).toMatchObject(refused);
    expect(await adas.outcome(change.id)).toMatchObject(refused);
    expect([...(await told(forged.id)), ...(await told(mine.id))]).toEqual([]);
  });

  test('@here is those who are connected', async () => {
    const lenas = fixture.device(people.lena);
    const adas = fixture.device(people.ada);
    await Promise.all([lenas.user.synced(), adas.user.synced()]);
    const here = call('here');
    await done(lenas, here);
    expect(await told(here.id)).toEqual(['ada']);
  });

  test('an edit tells those whom it adds, and nothing that is done to a message later tells of it anew', async () => {
    const lenas = fixture.device(people.lena);
    const op = sendOp(channel, '', calling('tutors'));
    await done(lenas, op);
    await fixture.people.join(course, await fixture.people.person('Late'), 'tutor');
    await done(lenas, react(op.id, '👍'), edit(op.id, calling('tutors', 'tutors')));
    expect(await told(op.id)).toEqual(['tom']);
    await done(lenas, edit(op.id, calling('tutors', 'students')));
    expect(await told(op.id)).toEqual(['ada', 'ben', 'tom']);
  });

  test('whoever calls many does not wait until all of them have been told', async () => {
    const lenas = fixture.device(people.lena);
    await lenas.inbox.synced();
    for (let n = 0; n < 200; n++) await fixture.people.join(course, await fixture.people.person());
    await done(lenas, call('channel'));
    const inboxes = fixture.database.db
      .selectFrom('document')
      .where('kind', '=', 'inbox')
      .where('head', '>', 0);
    const written = async () => (await inboxes.selectAll().execute()).length;
    expect(await written()).toBeLessThan(200);
    await fixture.sync.idle();
    expect(await written()).toBe(204);
  });

  test('reactions of others to a message are one notice, as new as the newest', async () => {
    const [adas, bens, toms] = [people.ada, people.ben, people.tom].map((id) => fixture.device(id)) as [
      TestDevice,
      TestDevice,
      TestDevice,
    ];
    const mine = adas.send(channel, 'mine');
    await adas.outcome(mine);
    await done(adas, react(mine, '🎉'));
    expect(await told(mine, 'reaction')).toEqual([]);
    await done(bens, react(mine, '🎉'));
    await poll(() => adas.notices().length > 0, 'a notice');
    const [first] = adas.notices();
    expect(first).toMatchObject({ kind: 'reaction', message: mine, from: people.ben });
    // The same once more is no news, and taking one away is none either.
    await done(bens, react(mine, '🎉'));
    await done(bens, react(mine, '🎉', false));
    await done(toms, react(mine, '👍'));
    await poll(() => adas.notices()[0]?.from === people.tom, 'a newer notice');
    expect(adas.notices()).toHaveLength(1);
    const [row] = await fixture.database.db.selectFrom('notification').selectAll().execute();
    expect(row).toMatchObject({ id: adas.notices()[0]!.id, from_id: people.tom });
    expect(row!.id).toBeGreaterThan(first!.id);
    await done(adas, { id: newId<OpId>(), kind: 'delete', channel, at: 3, message: mine });
    expect(await told(mine, 'reaction')).toEqual(['ada']);
  });
});

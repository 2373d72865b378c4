import type { CourseId, PresenceState, ServerStateless, UserId } from '@lectern/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { systemClock } from '../limits/clock.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { type OpenDocument, poll, type TestDevice } from '../testing/test-device.ts';

describe.each(await testDatabases())('who is told of presence on $name', (target) => {
  let fixture: SyncFixture;
  let course: CourseId;
  /** Milliseconds that have gone by in one leap. */
  let leapt: number;
  let ada: UserId;
  let ben: UserId;
  let cleo: UserId;

  beforeEach(async () => {
    leapt = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + leapt };
    fixture = await SyncFixture.start(target, { clock });
    const people = ['Ada', 'Ben', 'Cleo'].map((name) => fixture.people.person(name));
    [ada, ben, cleo] = (await Promise.all(people)) as [UserId, UserId, UserId];
    course = await fixture.people.course([
      [ada, 'student'],
      [ben, 'student'],
      [cleo, 'student'],
    ]);
  });
  afterEach(() => fixture.stop());

  const come = async (person: UserId) => {
    const device = fixture.device(person);
    await device.user.synced();
    return { device, room: await device.open('course', course).synced() };
  };
  const turn = ({ device }: { device: TestDevice }, state: PresenceState) =>
    device.user.provider.sendStateless(JSON.stringify({ t: 'here', state }));
  /** Everything that was told of a person after the whole, which comes first. */
  const toldOf = (person: UserId, { stateless }: OpenDocument): string[] =>
    stateless
      .map((payload) => JSON.parse(payload) as ServerStateless)
      .flatMap((message) => (message.t === 'presence' && !message.whole ? message.people : []))
      .flatMap(({ user, state }) => (user === person ? [state] : []));

  test('who is at their device hears of each change, who is not hears of what has become of them on return', async () => {
    const one = await come(ada);
    const two = await come(cleo);
    const idle = await come(ben);
    turn(idle, 'away');
    await poll(() => toldOf(ben, one.room).includes('away'), 'Ben to go');
    const before = toldOf(cleo, idle.room).length;
    for (const state of ['away', 'online', 'busy'] as const) {
      turn(two, state);
      await poll(() => toldOf(cleo, one.room).at(-1) === state, state);
    }
    expect(toldOf(cleo, idle.room)).toHaveLength(before);
    turn(idle, 'online');
    await poll(() => toldOf(cleo, idle.room).length > before, 'what Ben has missed');
    expect(toldOf(cleo, idle.room).slice(before)).toEqual(['busy']);
  });

  test('a device that is left alone is brought up to date now and then', async () => {
    const one = await come(ada);
    const idle = await come(ben);
    turn(idle, 'away');
    await poll(() => toldOf(ben, one.room).includes('away'), 'Ben to go');
    turn(one, 'busy');
    await poll(() => toldOf(ada, one.room).at(-1) === 'busy', 'busy');
    expect(toldOf(ada, idle.room)).not.toContain('busy');
    leapt += 5 * 60_000;
    await poll(() => toldOf(ada, idle.room).at(-1) === 'busy', 'what is told to those who do not look');
  });

  test('who comes into a course while connected is seen there at once, and no more when they have left it', async () => {
    const one = await come(ada);
    const dora = await fixture.people.person('Dora');
    const device = fixture.device(dora);
    await device.user.synced();
    await fixture.people.join(course, dora);
    fixture.sync.accessChanged([dora]);
    await device.open('course', course).synced();
    await poll(() => toldOf(dora, one.room).at(-1) === 'online', 'Dora to be seen');
    await fixture.database.db.deleteFrom('course_member').where('person_id', '=', dora).execute();
    // The socket closes for it, and comes back with what is left.
    fixture.sync.accessChanged([dora]);
    await poll(() => toldOf(dora, one.room).at(-1) === 'offline', 'Dora to be gone');
    turn({ device }, 'busy');
    turn(one, 'busy');
    await poll(() => toldOf(ada, one.room).at(-1) === 'busy', 'what comes later');
    expect(toldOf(dora, one.room)).toEqual(['online', 'offline']);
  });
});

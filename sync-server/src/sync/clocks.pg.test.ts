import { isTombstone, LAST_MOMENT, type PresenceEntry, type ServerStateless } from '@lectern/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNewest } from '../database/batches.ts';
import { testDatabases } from '../database/test-database.ts';
import { systemClock } from '../limits/clock.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { type OpenDocument, poll, sendOp } from '../testing/test-device.ts';

const HOUR_MS = 60 * 60 * 1_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

describe.each(await testDatabases())('clocks that are wrong by a year, on $name', (target) => {
  let fixture: SyncFixture;
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
  });
  afterEach(() => fixture.stop());

  test('order and times are the server’s, and what the devices’ clocks said is kept beside them', async () => {
    const ada = await fixture.people.person('Ada');
    const bob = await fixture.people.person('Bob');
    const course = await fixture.people.course([
      [ada, 'lecturer'],
      [bob, 'student'],
    ]);
    const channel = await fixture.people.channel(course);
    const begin = Date.now();
    const said = [
      { device: fixture.device(ada), at: begin + YEAR_MS },
      { device: fixture.device(bob), at: begin - YEAR_MS },
      { device: fixture.device(ada), at: begin },
    ].map(({ device, at }) => ({ device, op: { ...sendOp(channel, 'What time is it?'), at } }));
    for (const { device, op } of said) {
      device.do(op);
      expect(await device.outcome(op.id)).toMatchObject({ ok: true });
    }
    const { records } = await fixture.device(bob).channel(channel).has(said.length);
    expect(records.map(({ id, seq }) => ({ id, seq }))).toEqual(
      said.map(({ op }, place) => ({ id: op.id, seq: place + 1 })),
    );
    expect(records.map((record) => (isTombstone(record) ? null : record.sentAt))).toEqual(
      said.map(({ op }) => op.at),
    );
    const times = records.map((record) => record.at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(begin);
    expect(times.at(-1)).toBeLessThanOrEqual(Date.now());
  });

  test('a clock that stands at the beginning of time or at its end is the same in the document and in the rows', async () => {
    const ada = await fixture.people.person('Ada');
    const channel = await fixture.people.channel(await fixture.people.course([[ada, 'lecturer']]));
    const device = fixture.device(ada);
    const said = [0, Number.MAX_SAFE_INTEGER].map((at) => ({ ...sendOp(channel, 'What time is it?'), at }));
    device.do(...said);
    expect(await device.outcome(said[1]!.id)).toMatchObject({ ok: true });
    const { records } = await device.channel(channel).has(said.length);
    expect(records).toEqual((await readNewest(fixture.database.db, channel, 9)).records);
    expect(records.map((record) => (isTombstone(record) ? null : record.sentAt))).toEqual([0, LAST_MOMENT]);
  });
});

describe.each(await testDatabases())(
  'a clock of the server that is set back by an hour, on $name',
  (target) => {
    let fixture: SyncFixture;
    let skew = 0;
    beforeEach(async () => {
      skew = 0;
      // What lasts is counted by a clock that runs on by a second whenever it is asked: nobody has to wait for it.
      let ticks = 0;
      fixture = await SyncFixture.start(target, {
        now: () => Date.now() + skew,
        clock: { ...systemClock, now: () => (ticks += 1_000) },
      });
    });
    afterEach(() => fixture.stop());

    test('who types is told all the same, and who goes has gone', async () => {
      const { people } = fixture;
      const [ada, bob] = [await people.person('Ada'), await people.person('Bob')];
      const course = await people.course([
        [ada, 'lecturer'],
        [bob, 'student'],
      ]);
      const channel = await people.channel(course);
      const [adas, bobs] = [fixture.device(ada), fixture.device(bob)];
      const seen = bobs.open('course', course);
      await Promise.all([adas.user.synced(), bobs.user.synced(), seen.synced()]);
      const say = ({ user }: typeof adas, message: object) =>
        user.provider.sendStateless(JSON.stringify(message));
      say(bobs, { t: 'view', channel });
      const typed = () => heard(bobs.user).filter(({ t }) => t === 'typing').length;
      await poll(() => {
        say(adas, { t: 'typing', channel });
        return typed() > 0;
      }, 'Ada to type');

      skew = -HOUR_MS;
      const before = typed();
      await poll(() => {
        say(adas, { t: 'typing', channel });
        return typed() > before;
      }, 'Ada to type again');
      await poll(() => stateOf(seen, ada) === 'online', 'Ada online');
      adas.close();
      skew = -2 * HOUR_MS;
      await poll(() => stateOf(seen, ada) === 'offline', 'Ada gone');
    });
  },
);

const heard = ({ stateless }: OpenDocument): ServerStateless[] =>
  stateless.map((payload) => JSON.parse(payload) as ServerStateless);

const stateOf = (course: OpenDocument, user: string): PresenceEntry['state'] | undefined =>
  heard(course)
    .flatMap((message) => (message.t === 'presence' ? message.people : []))
    .findLast((entry) => entry.user === user)?.state;

import { type ChannelId, type MessageId, newId, type Op, type OpId, type UserId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { createManualClock, createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { OpPacer } from './op-pacer.ts';
import { defaultRates } from './rates.ts';

const HOUR_MS = 60 * 60_000;
const ada = newId<UserId>();
const bob = newId<UserId>();
const [here, there] = [newId<ChannelId>(), newId<ChannelId>()];
const narrow = {
  ...defaultRates,
  send: { burst: 3, perSecond: 1 },
  react: { burst: 2, perSecond: 2 },
  repeats: { burst: 1, perSecond: 0.1 },
};

const base = (channel: ChannelId) => ({ id: newId<OpId>(), channel, at: 1 });
let texts = 0;
const send = (channel = here, text = `text ${texts++}`): Op => ({
  ...base(channel),
  kind: 'send',
  body: bodyFromText(text),
});
const react = (channel = here): Op => ({
  ...base(channel),
  kind: 'react',
  message: newId<MessageId>(),
  emoji: '👍',
  on: true,
});

function pacer(rates: ConstructorParameters<typeof OpPacer>[0]['rates'] = narrow) {
  const clock = createManualClock();
  let late = 0;
  const released: { actor: UserId; op: Op; at: number }[] = [];
  const hadRoom: UserId[] = [];
  const slowed: string[] = [];
  const subject = new OpPacer({
    rates,
    clock: { now: () => clock.now() + late, after: clock.after },
    release: ({ actor, op }) => released.push({ actor, op, at: clock.now() }),
    onRoom: (actor) => hadRoom.push(actor),
    slowed: (kind) => slowed.push(kind),
  });
  const submit = (actor: UserId, ...ops: Op[]) => {
    for (const op of ops) subject.submit({ actor, op });
  };
  const times = () => released.map(({ at }) => at);
  const timersAreLateBy = (ms: number) => {
    late = ms;
  };
  return { subject, clock, released, hadRoom, slowed, submit, times, timersAreLateBy };
}

test('a burst goes at once, the rest at the rate and in its order, and none is lost', () => {
  const { submit, clock, released, times, subject, slowed } = pacer();
  const ops = Array.from({ length: 10 }, () => send());
  submit(ada, ...ops);
  expect(times()).toEqual([0, 0, 0]);
  expect([subject.waiting, slowed]).toEqual([7, Array(7).fill('send')]);
  clock.advance(60_000);
  expect(times()).toEqual([0, 0, 0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000]);
  expect(released.map(({ op }) => op)).toEqual(ops);
  expect([subject.waiting, clock.waiting]).toEqual([0, 0]);
});

test('one that waits holds back what the same person does later in that channel, and nothing else', () => {
  const { submit, clock, released } = pacer();
  submit(ada, ...Array.from({ length: 4 }, () => send(here)));
  const [later, elsewhere, bobs] = [react(here), react(there), send(here)];
  submit(ada, later, elsewhere);
  submit(bob, bobs);
  const ops = () => released.map(({ op }) => op);
  expect(ops()).toHaveLength(5);
  expect(ops().slice(3)).toEqual([elsewhere, bobs]);
  clock.advance(1_000);
  expect(
    ops()
      .slice(5)
      .map(({ kind }) => kind),
  ).toEqual(['send', 'react']);
});

test('channels of one person share what comes back, and a newcomer does not push ahead when the timer is late', () => {
  const { submit, clock, released, timersAreLateBy } = pacer();
  const third = newId<ChannelId>();
  for (const channel of [...Array(6).fill(here), ...Array(3).fill(there)]) submit(ada, send(channel));
  timersAreLateBy(1_000);
  submit(ada, send(third));
  clock.advance(60_000);
  const order = released.slice(3).map(({ op }) => [here, there, third].indexOf(op.channel));
  expect(order).toEqual([0, 1, 0, 2, 1, 0, 1]);
});

test('who says the same over and over is slowed more, also with two texts in turn and in several channels', () => {
  const { submit, clock, times, slowed } = pacer({ ...narrow, send: { burst: 100, perSecond: 100 } });
  submit(
    ada,
    send(here, 'Buy this!'),
    send(there, 'or that'),
    send(here, 'buy  THIS!'),
    send(here, 'ＢＵＹ this!'),
  );
  submit(ada, send(there, 'or that'), send(newId(), 'something else'));
  expect(times()).toEqual([0, 0, 0, 0]);
  expect(slowed).toEqual(['repeats', 'repeats']);
  clock.advance(20_000);
  expect(times().slice(4)).toEqual([10_000, 20_000]);
});

test('what was said long before counts as new', () => {
  const { submit, times } = pacer({ ...narrow, send: { burst: 100, perSecond: 100 } });
  submit(ada, send(here, 'yes'), send(here, 'yes'));
  submit(ada, ...Array.from({ length: 8 }, () => send()));
  submit(ada, send(here, 'yes'));
  expect(times()).toHaveLength(11);
});

test('an op that comes again while it waits is not taken twice; one that has paid passes without paying', () => {
  const { submit, clock, released } = pacer();
  const ops = Array.from({ length: 5 }, () => send());
  submit(ada, ...ops, ...ops);
  expect(released.map(({ op }) => op)).toEqual([...ops.slice(0, 3), ...ops.slice(0, 3)]);
  clock.advance(2_000);
  submit(ada, ...ops);
  expect(released.slice(6).map(({ op }) => op)).toEqual([ops[3], ops[4], ...ops]);
  expect(clock.waiting).toBe(0);
});

test('so much waits of one person in memory, and it is told when there is room for more', () => {
  const { submit, clock, subject, hadRoom } = pacer({ ...narrow, send: { burst: 1, perSecond: 100 } });
  const large = () => send(here, `${texts++} ${'x'.repeat(10_000)}`);
  let taken = 0;
  while (subject.hasRoom(ada)) {
    submit(ada, large());
    taken += 1;
  }
  expect(taken).toBeGreaterThan(20);
  expect(taken).toBeLessThan(30);
  expect([subject.hasRoom(bob), hadRoom]).toEqual([true, []]);
  clock.advance(60_000);
  expect(hadRoom).toEqual([ada]);
  expect(subject.hasRoom(ada)).toBe(true);
});

test('a fast typist and two hours without a network feel nothing', () => {
  const { submit, slowed, clock } = pacer(defaultRates);
  const day = createRandom(3);
  submit(ada, ...Array.from({ length: 720 }, () => send()));
  submit(ada, ...Array.from({ length: 360 }, () => react()));
  submit(bob, ...Array.from({ length: 15 }, () => send(here, 'yes')));
  for (let at = 0; at < HOUR_MS; ) {
    submit(bob, send());
    const pause = 2_000 + day.int(0, 500);
    clock.advance(pause);
    at += pause;
  }
  expect(slowed).toEqual([]);
});

test('any mixture keeps the order of each person and channel, loses nothing and keeps to the rates', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = createRandom(seed);
    const { submit, clock, released } = pacer();
    const channels = [here, there, newId<ChannelId>()];
    const said = new Map<string, OpId[]>();
    for (let n = 0; n < 300; n++) {
      const actor = random.pick([ada, bob]);
      const channel = random.pick(channels);
      const op = random.chance(0.3) ? react(channel) : send(channel, random.chance(0.2) ? 'spam' : undefined);
      const key = actor + channel;
      said.set(key, [...(said.get(key) ?? []), op.id]);
      submit(actor, op);
      if (random.chance(0.1)) clock.advance(random.int(1, 3_000));
    }
    clock.advance(HOUR_MS);
    expect(released).toHaveLength(300);
    for (const [key, ids] of said) {
      const came = released.filter(({ actor, op }) => actor + op.channel === key).map(({ op }) => op.id);
      expect(came, `seed ${seed}`).toEqual(ids);
    }
    for (const actor of [ada, bob]) {
      const sends = released.filter((each) => each.actor === actor && each.op.kind === 'send');
      for (const [n, { at }] of sends.entries()) expect(n + 1).toBeLessThanOrEqual(3 + at / 1_000 + 0.01);
    }
  }
});

import { expect, test } from 'vitest';
import { createNetwork, type LinkFaults } from './network.ts';
import { createRandom } from './random.ts';

/** Sends 0 … count-1 over a link with these faults and answers what came in at the other end. */
function sendThrough(faults: LinkFaults, count = 200): number[] {
  const network = createNetwork(createRandom(11));
  const link = network.link<number>(faults);
  const received: number[] = [];
  link.b.onMessage((message) => received.push(message));
  for (let n = 0; n < count; n++) link.a.send(n);
  network.settle();
  return received;
}
const sent = Array.from({ length: 200 }, (_, n) => n);
const ascending = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);

test('nothing moves until the test moves it', () => {
  const network = createNetwork(createRandom(1));
  const link = network.link<string>();
  const received: string[] = [];
  link.b.onMessage((message) => received.push(message));
  link.a.send('hello');
  expect([received.length, network.inFlight]).toEqual([0, 1]);
  expect(network.tick()).toBe(1);
  expect(received).toEqual(['hello']);
});

test('a sound link keeps everything, once, in order', () => {
  expect(sendThrough({})).toEqual(sent);
});

test('delay alone keeps the order', () => {
  expect(sendThrough({ delay: [1, 30] })).toEqual(sent);
});

test('reordering loses and doubles nothing', () => {
  const received = sendThrough({ delay: [1, 30], reorder: 0.5 });
  expect(received).not.toEqual(sent);
  expect(ascending(received)).toEqual(sent);
});

test('dropping loses some, duplicating doubles some', () => {
  const dropped = sendThrough({ drop: 0.3 });
  expect(dropped.length).toBeGreaterThan(100);
  expect(dropped.length).toBeLessThan(180);
  const doubled = sendThrough({ duplicate: 0.3 });
  expect(doubled.length).toBeGreaterThan(230);
  expect(new Set(doubled).size).toBe(200);
});

test('a cut loses what is under way and tells both ends', () => {
  const network = createNetwork(createRandom(2));
  const link = network.link<number>();
  const received: number[] = [];
  const told: string[] = [];
  link.b.onMessage((message) => received.push(message));
  link.a.onChange((up) => told.push(`a ${up}`));
  link.b.onChange((up) => told.push(`b ${up}`));
  link.a.send(1);
  link.cut();
  link.a.send(2);
  network.settle();
  link.mend();
  link.a.send(3);
  network.settle();
  expect(received).toEqual([3]);
  expect(told).toEqual(['a false', 'b false', 'a true', 'b true']);
});

test('a black hole swallows everything and tells nobody', () => {
  const network = createNetwork(createRandom(3));
  const link = network.link<number>();
  const received: number[] = [];
  const told: boolean[] = [];
  link.b.onMessage((message) => received.push(message));
  link.a.onChange((up) => told.push(up));
  link.blackHole();
  link.a.send(1);
  network.settle();
  link.mend();
  link.a.send(2);
  network.settle();
  expect([received, told]).toEqual([[2], []]);
});

test('messages are cloned on their way', () => {
  const network = createNetwork(createRandom(4));
  const link = network.link<{ words: string[] }>();
  const message = { words: ['a'] };
  link.a.onMessage((received) => expect(received).toEqual({ words: ['a'] }));
  link.b.send(message);
  message.words.push('later');
  network.settle();
});

test('a network that never rests is called out', () => {
  const network = createNetwork(createRandom(5));
  const link = network.link<number>();
  link.b.onMessage((message) => link.b.send(message));
  link.a.onMessage((message) => link.a.send(message));
  link.a.send(1);
  expect(() => network.settle(50)).toThrow('come to rest');
});

test('what has really happened to messages is counted', () => {
  const network = createNetwork(createRandom(6));
  const link = network.link<number>({ drop: 0.2, duplicate: 0.2, delay: [1, 9], reorder: 0.5 });
  let received = 0;
  link.b.onMessage(() => {
    received += 1;
  });
  for (let n = 0; n < 100; n++) link.a.send(n);
  const { dropped, duplicated, overtaken } = network.happened;
  expect(Math.min(dropped, duplicated, overtaken)).toBeGreaterThan(0);
  const launched = network.inFlight;
  expect(launched).toBe(100 - dropped + duplicated);
  network.tick();
  link.cut();
  expect(network.happened.lostToCuts).toBe(launched - received);
  link.a.send(1);
  expect(network.happened.lostToCuts).toBe(launched - received + 1);
  link.mend();
  link.blackHole();
  link.a.send(1);
  expect(network.happened.swallowed).toBe(1);
});

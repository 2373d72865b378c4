import { createManualClock, createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { ForgetfulMap } from './forgetful-map.ts';
import { TokenBucket } from './token-bucket.ts';

/** Takes as often as it may until this moment; answers when. */
function takeAsOftenAsPossible(bucket: TokenBucket, until: number, cost = 1): number[] {
  const taken: number[] = [];
  let now = 0;
  while (now <= until) {
    const wait = bucket.waitMs(now, cost);
    if (wait > 0) now += wait;
    else {
      bucket.take(now, cost);
      taken.push(now);
    }
  }
  return taken;
}

test('a burst goes at once, and the rest as fast as tokens come back', () => {
  const taken = takeAsOftenAsPossible(new TokenBucket({ burst: 3, perSecond: 2 }, 0), 2_000);
  expect(taken).toEqual([0, 0, 0, 500, 1_000, 1_500, 2_000]);
});

test('who waited as long as they were told is never told to wait again', () => {
  const random = createRandom(5);
  for (let trial = 0; trial < 500; trial++) {
    const bucket = new TokenBucket({ burst: random.int(1, 50), perSecond: 0.1 + random.next() * 30 }, 0);
    let now = random.next() * 1_000;
    for (let n = 0; n < 200; n++) {
      const cost = random.int(1, 60);
      now += bucket.waitMs(now, cost);
      expect(bucket.waitMs(now, cost)).toBe(0);
      bucket.take(now, cost);
    }
  }
});

test('never more goes through than a burst and what has come back since', () => {
  const random = createRandom(6);
  for (let trial = 0; trial < 100; trial++) {
    const rate = { burst: random.int(1, 20), perSecond: 1 + random.next() * 10 };
    const taken = takeAsOftenAsPossible(new TokenBucket(rate, 0), 10_000);
    for (const [n, at] of taken.entries())
      expect(n + 1).toBeLessThanOrEqual(rate.burst + (at / 1000) * rate.perSecond + 0.01);
    expect(taken.length).toBeGreaterThan(rate.perSecond * 9.8);
  }
});

test('what costs more than a whole burst needs a full bucket, and those after it pay for it', () => {
  const bucket = new TokenBucket({ burst: 10, perSecond: 10 }, 0);
  expect(bucket.waitMs(0, 30)).toBe(0);
  bucket.take(0, 30);
  expect(bucket.waitMs(0)).toBe(2_100);
  expect(bucket.waitMs(0, 30)).toBe(3_000);
});

test('a bucket is as good as new when it has filled up again', () => {
  const clock = createManualClock();
  const bucket = new TokenBucket({ burst: 2, perSecond: 1 }, clock.now());
  expect(bucket.isFull(clock.now())).toBe(true);
  bucket.take(clock.now());
  clock.advance(999);
  expect(bucket.isFull(clock.now())).toBe(false);
  clock.advance(1);
  expect(bucket.isFull(clock.now())).toBe(true);
});

test('a map forgets what is as good as new, and beyond its size the oldest', () => {
  const busy = new Set<number>();
  let made = 0;
  const map = new ForgetfulMap<number, number>(
    () => made++,
    (value) => !busy.has(value),
    4_000,
  );
  busy.add(map.get(0));
  for (let key = 1; key < 20_000; key++) map.get(key);
  expect(map.size).toBeLessThanOrEqual(1_025);
  expect(map.peek(0)).toBe(0);
  for (let value = 0; value < 100_000; value++) busy.add(value);
  for (let key = 20_000; key < 40_000; key++) map.get(key);
  expect(map.size).toBeLessThanOrEqual(4_000);
  expect(map.peek(39_999)).toBeDefined();
  expect(map.peek(0)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { createManualClock } from './manual-clock.ts';

test('time stands still until it is moved', () => {
  const clock = createManualClock(1_000);
  expect(clock.now()).toBe(1_000);
  clock.advance(250);
  expect(clock.now()).toBe(1_250);
});

test('what falls due runs in order, each at its own time', () => {
  const clock = createManualClock();
  const log: string[] = [];
  clock.after(20, () => log.push(`b@${clock.now()}`));
  clock.after(10, () => {
    log.push(`a@${clock.now()}`);
    clock.after(5, () => log.push(`nested@${clock.now()}`));
  });
  clock.after(20, () => log.push(`c@${clock.now()}`));
  clock.advance(19);
  expect(log).toEqual(['a@10', 'nested@15']);
  clock.advance(1);
  expect(log).toEqual(['a@10', 'nested@15', 'b@20', 'c@20']);
  expect(clock.waiting).toBe(0);
});

test('a forgotten callback never runs', () => {
  const clock = createManualClock();
  let ran = false;
  const forget = clock.after(10, () => (ran = true));
  forget();
  clock.advance(100);
  expect(ran).toBe(false);
});

test('a repetition goes on until it is ended, also from within', () => {
  const clock = createManualClock();
  let count = 0;
  const end = clock.every(10, () => {
    if (++count === 3) end();
  });
  clock.advance(100);
  expect(count).toBe(3);
  expect(() => clock.every(0, () => {})).toThrow('must take time');
});

import { createManualClock } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { FULL, Turnstile } from './turnstile.ts';

const rate = { burst: 2, perSecond: 10 };

/** People at a turnstile; what went through is written down, with its time. */
function gate(options: ConstructorParameters<typeof Turnstile>[2] = {}) {
  const clock = createManualClock();
  const turnstile = new Turnstile<string>(rate, clock, options);
  const through: string[] = [];
  const enter = (who: string, what: string, cost?: number) => {
    const turn = turnstile.enter(who, cost);
    if (turn === FULL) return FULL;
    const goes = () => void through.push(`${who} ${what}@${clock.now()}`);
    if (turn === null) goes();
    else void turn.then(goes);
    return turn;
  };
  /** What waits for a promise goes on. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 50) {
      clock.advance(Math.min(50, left));
      await Promise.resolve();
    }
  };
  return { clock, turnstile, through, enter, pass };
}

test('who is within the rate goes at once; the others in their order, and nobody for anybody else', async () => {
  const { enter, through, pass, clock } = gate();
  for (const what of ['1', '2', '3', '4']) enter('ada', what);
  enter('bob', '1');
  expect(through).toEqual(['ada 1@0', 'ada 2@0', 'bob 1@0']);
  await pass(500);
  expect(through.slice(3)).toEqual(['ada 3@100', 'ada 4@200']);
  expect(clock.waiting).toBe(0);
});

test('who comes while others wait stands behind them, though a turn would be due', async () => {
  const { enter, through, pass, turnstile, clock } = gate();
  enter('ada', 'large', 2);
  enter('ada', 'next', 2);
  clock.advance(150);
  enter('ada', 'small', 1);
  await pass(500);
  expect(through.map((line) => line.split('@')[0])).toEqual(['ada large', 'ada next', 'ada small']);
  turnstile.stop();
});

test('so much may wait of one person, and there is room again when some of it has gone', async () => {
  const { enter, through, pass } = gate({ mostWaiting: 3 });
  for (let n = 1; n <= 5; n++) expect(enter('ada', String(n))).not.toBe(FULL);
  expect(enter('ada', '6')).toBe(FULL);
  expect(enter('bob', '1')).toBeNull();
  await pass(100);
  expect(enter('ada', '6')).not.toBe(FULL);
  await pass(1_000);
  expect(through.filter((line) => line.startsWith('ada'))).toHaveLength(6);
});

test('each that waits is told of, and at the end all go', async () => {
  let slowed = 0;
  const { enter, through, turnstile, clock } = gate({ slowed: () => slowed++ });
  for (let n = 1; n <= 5; n++) enter('ada', String(n));
  expect(slowed).toBe(3);
  turnstile.stop();
  await Promise.resolve();
  expect(through).toHaveLength(5);
  expect(enter('ada', '6')).toBeNull();
  expect(clock.waiting).toBe(0);
});

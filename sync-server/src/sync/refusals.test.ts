import { newId, type OpId, type Outcome, type UserId } from '@lectern/contracts';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Refusals } from './refusals.ts';

const [ADA, BOB] = [newId<UserId>(), newId<UserId>()];

/** Refusals whose statements are noted, and fail while `broken` holds. */
function started() {
  const statements: { actor: UserId; ops: OpId[] }[] = [];
  const told: Outcome[] = [];
  const state = { broken: false };
  let running = 0;
  const refusals = new Refusals({
    async write(actor, outcomes) {
      running += 1;
      expect(running).toBe(1);
      statements.push({ actor, ops: outcomes.map(({ op }) => op) });
      await Promise.resolve();
      running -= 1;
      if (state.broken) throw new Error('no database');
      return outcomes;
    },
    tell: (_, outcome) => told.push(outcome),
    log: pino({ level: 'silent' }),
  });
  const refuse = (actor: UserId, count: number) => {
    const ops = Array.from({ length: count }, () => newId<OpId>());
    for (const op of ops) refusals.refuse(actor, op, 'invalid');
    return ops;
  };
  return { refusals, refuse, statements, told, state };
}

test('refusals of one moment go together, each op once, and are told', async () => {
  const { refusals, refuse, statements, told } = started();
  const [op] = refuse(ADA, 3);
  refusals.refuse(ADA, op!, 'invalid');
  await refusals.idle();
  expect(statements.map(({ ops }) => ops.length)).toEqual([3]);
  expect(told).toHaveLength(3);
  expect(told[0]).toEqual({ op, ok: false, reason: 'invalid' });
  refuse(ADA, 1);
  await refusals.idle();
  expect(told).toHaveLength(4);
});

test('who brings thousands waits behind the others, and no more wait than an outbox can hold', async () => {
  const { refusals, refuse, statements, told } = started();
  const ops = refuse(ADA, 20_000);
  const [other] = refuse(BOB, 1);
  await refusals.idle();
  expect(statements.findIndex(({ actor }) => actor === BOB)).toBe(1);
  expect(statements.every((statement) => statement.ops.length <= 256)).toBe(true);
  expect(statements.length).toBeLessThan(25);
  expect(told.map(({ op }) => op).filter((op) => op !== other)).toEqual(ops.slice(0, told.length - 1));
  // What found no place is taken up when it is asked again.
  refusals.refuse(ADA, ops.at(-1)!, 'invalid');
  await refusals.idle();
  expect(told.at(-1)!.op).toBe(ops.at(-1));
});

test('what could not be written is not told, and the next is tried', async () => {
  const { refusals, refuse, told, state } = started();
  state.broken = true;
  refuse(ADA, 300);
  await refusals.idle();
  expect(told).toEqual([]);
  state.broken = false;
  refuse(ADA, 1);
  await refusals.idle();
  expect(told).toHaveLength(1);
});

test('a stop takes up nothing more', async () => {
  const { refusals, refuse, statements } = started();
  refuse(ADA, 1_000);
  await refusals.stop();
  expect(statements).toEqual([]);
});

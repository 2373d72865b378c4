import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as contracts from './index.ts';

/**
 * The hash of everything that goes over the wire or into a store, by protocol version. When this test fails, decide as
 * decision 0019 says: if the code before and the code after still understand each other, replace the hash; if not, make
 * the fixture of the version before, raise `PROTOCOL_VERSION` and add its hash.
 */
const HASHES: Readonly<Record<number, string>> = { 1: 'cada8484601d13b4' };

/** Values that both sides must agree on and that no schema holds. */
const {
  closeReasons,
  denyReasons,
  documentKinds,
  EPOCH_SIZE,
  noticeKinds,
  PROTOCOL_PARAMETER,
  problemCodes,
  socketCloseCodes,
  textMarks,
} = contracts;
const AGREED = {
  closeReasons,
  denyReasons,
  documentKinds,
  EPOCH_SIZE,
  noticeKinds,
  PROTOCOL_PARAMETER,
  problemCodes,
  socketCloseCodes,
  textMarks,
};

test('what goes over the wire is what this protocol version says', () => {
  const schemas = Object.entries(contracts).filter(([name]) => name.endsWith('Schema'));
  expect(schemas.length).toBeGreaterThan(20);
  const wire = {
    schemas: Object.fromEntries(schemas.map(([name, schema]) => [name, shapeOf(schema)])),
    agreed: AGREED,
  };
  const hash = createHash('sha256')
    .update(JSON.stringify(sorted(wire)))
    .digest('hex')
    .slice(0, 16);
  expect(HASHES[contracts.PROTOCOL_VERSION]).toBe(hash);
});

test('a change of a schema changes its shape', () => {
  const before = JSON.stringify(shapeOf(contracts.NameSchema));
  expect(before).toContain('max_length');
  expect(before).toContain(String(contracts.MAX_NAME_LENGTH));
  expect(JSON.stringify(shapeOf(contracts.OpSchema))).toContain('channel.archive');
  expect(JSON.stringify(shapeOf(contracts.TopicSchema))).not.toBe(before);
});

test('a server serves what it knows of, and lets a newer client find out by itself', () => {
  const serves = (said: string | null) => contracts.isServed({ oldest: 2, own: 3 }, said);
  expect(['1', '2', '3', '4'].map(serves)).toEqual([false, true, true, true]);
  expect(['', '0', '-2', '2.5', '2 ', 'two', '99999999'].map(serves)).not.toContain(true);
  expect(serves(null), 'the first version says nothing').toBe(false);
  expect(contracts.isServed({ oldest: 1, own: 3 }, null)).toBe(true);
  expect(contracts.OLDEST_SERVED).toBeLessThanOrEqual(contracts.PROTOCOL_VERSION);
});

/** What a schema demands, without its functions: they are named by the message they answer with. */
function shapeOf(value: unknown): unknown {
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('~') && key !== 'reference' && key !== 'expects')
      .map(([key, inner]) => [key, shapeOf(inner)]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

import { expect, test } from 'vitest';
import { UserIdSchema } from './id-schemas.ts';
import { isUuid, newId } from './ids.ts';
import { check } from './validation.ts';

const GOOD = '0b9f7f6e-93a4-4c55-8d0a-1c6f7f0e2a11';

test('a new id is a random UUID in lower case, never the same twice', () => {
  const ids = Array.from({ length: 100 }, () => newId<ReturnType<typeof newId>>());
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(100);
});

test('a page on plain http, where randomUUID is missing, makes ids of the same form', () => {
  const whole = crypto.randomUUID;
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  try {
    expect(isUuid(newId())).toBe(true);
    expect(newId()).not.toBe(newId());
  } finally {
    Object.defineProperty(crypto, 'randomUUID', { value: whole, configurable: true });
  }
});

test('only the form that Lectern writes is an id', () => {
  expect(isUuid(GOOD)).toBe(true);
  const bad: unknown[] = [
    '',
    GOOD.toUpperCase(),
    ` ${GOOD}`,
    `${GOOD}\n`,
    `${GOOD}\u0000`,
    `{${GOOD}}`,
    GOOD.replaceAll('-', ''),
    GOOD.replace('4c55', '0c55'),
    GOOD.replace('8d0a', 'cd0a'),
    GOOD.replace('0b9f', '0g9f'),
    '__proto__',
    null,
    undefined,
    7,
    [GOOD],
    { toString: () => GOOD },
  ];
  for (const text of bad) expect(isUuid(text), String(text)).toBe(false);
});

test('a wrong id is told where it is and what must hold', () => {
  expect(check(UserIdSchema, GOOD)).toEqual({ ok: true, value: GOOD });
  expect(check(UserIdSchema, 'x')).toEqual({
    ok: false,
    faults: [{ path: '', message: 'must be a lower-case UUID' }],
  });
});

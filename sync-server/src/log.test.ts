import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { consoleToLog } from './log.ts';

const { warn, error } = console;
afterEach(() => Object.assign(console, { warn, error }));

function logged(level: string): unknown[] {
  const lines: unknown[] = [];
  consoleToLog(pino({ level, base: null }, { write: (line) => lines.push(JSON.parse(line)) }));
  return lines;
}

test('what libraries print is logged, with its error', () => {
  const printed = vi.spyOn(process.stderr, 'write');
  const lines = logged('warn');
  console.error('closing %s', 'it', new RangeError('too far'));
  console.warn('full');
  expect(lines).toMatchObject([
    { level: 40, from: 'console', msg: 'closing it', err: { type: 'RangeError', message: 'too far' } },
    { level: 40, from: 'console', msg: 'full' },
  ]);
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

test('somebody who is turned away is not reported twice', () => {
  const refusal = Object.assign(new Error(''), { reason: 'refused-update' });
  const lines = logged('info');
  console.error('closing', refusal);
  expect(lines).toEqual([]);
  const all = logged('debug');
  console.error('closing', refusal);
  expect(all).toMatchObject([{ level: 20, msg: 'closing' }]);
});

import { expect, test } from 'vitest';
import { rereading } from './rereading.ts';

/** Readings that end when the test says so. */
function readings() {
  const open: ((ok: boolean) => void)[] = [];
  const read = () => new Promise<boolean>((resolve) => open.push(resolve));
  return { read, open };
}
const fail = (error: unknown): void => {
  throw error;
};
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('what is asked for while a reading is under way is one more reading, and each is told', async () => {
  const { read, open } = readings();
  let told = 0;
  const { look } = rereading(read, () => void told++, fail);
  look();
  look();
  expect(open).toHaveLength(1);
  open[0]!(true);
  await turn();
  expect([open.length, told]).toEqual([2, 1]);
  open[1]!(true);
  await turn();
  expect([open.length, told]).toEqual([2, 2]);
  look();
  expect(open).toHaveLength(3);
});

test('what was read of somebody else is not told, and read again', async () => {
  const { read, open } = readings();
  let told = 0;
  rereading(read, () => void told++, fail);
  open[0]!(false);
  await turn();
  expect([open.length, told]).toEqual([2, 0]);
});

test('after closing nothing is told or read', async () => {
  const { read, open } = readings();
  let told = 0;
  const { look, close } = rereading(read, () => void told++, fail);
  look();
  close();
  open[0]!(true);
  await turn();
  look();
  expect([open.length, told]).toEqual([1, 0]);
});

test('a reading that fails is told as a fault, and the next look reads', async () => {
  const faults: unknown[] = [];
  let fails = true;
  const { look } = rereading(
    async () => {
      if (fails) throw new Error('no disk');
      return true;
    },
    () => {},
    (error) => faults.push(error),
  );
  await turn();
  expect(faults).toHaveLength(1);
  fails = false;
  look();
  await turn();
  expect(faults).toHaveLength(1);
});

import { type ChannelId, newId, type Op, type OpId, type UserId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Scribe, type Submission } from './scribe.ts';

const actor = newId<UserId>();
const channel = newId<ChannelId>();
const submission = (): Submission => {
  const op: Op = { id: newId<OpId>(), kind: 'send', channel, at: 1, body: bodyFromText('hello') };
  return { actor, op };
};

/** A scribe whose commits and publications end when the test says so; what begins and ends is written down. */
function scribe() {
  const happened: string[] = [];
  const gates = new Map<string, () => void>();
  const until = async (what: string) => {
    happened.push(what);
    await new Promise<void>((resolve) => gates.set(what, resolve));
    happened.push(`${what} ended`);
  };
  let batches = 0;
  const subject = new Scribe({
    async commit(_, batch) {
      batches += 1;
      const name = `batch ${batches}`;
      await until(name);
      return {
        settled: batch.map(({ op }) => ({ actor, outcome: { op: op.id, ok: true, rev: 1 } })),
        holdsUp: false,
        publish: () => until(`publication of ${name}`),
      };
    },
    refusePoison: () => Promise.reject(new Error('nothing here is poison')),
    announce: () => {},
    wait: () => Promise.resolve(),
    log: pino({ level: 'silent' }),
  });
  const end = (what: string) =>
    expect
      .poll(() => gates.get(what))
      .toBeDefined()
      .then(() => gates.get(what)!());
  return { subject, happened, until, end };
}

test('what is done alone waits for the batch before it to be shown, and the next batch waits for it', async () => {
  const { subject, happened, until, end } = scribe();
  subject.submit(submission());
  await expect.poll(() => happened).toEqual(['batch 1']);
  const done = subject.alone(channel, () => until('work'));
  subject.submit(submission());
  await end('batch 1');
  await end('publication of batch 1');
  await end('work');
  await done;
  await end('batch 2');
  await end('publication of batch 2');
  await subject.idle();
  const names = ['batch 1', 'publication of batch 1', 'work', 'batch 2', 'publication of batch 2'];
  expect(happened).toEqual(names.flatMap((name) => [name, `${name} ended`]));
});

test('work that fails tells who asked for it and holds nothing up; after the end none is begun', async () => {
  const { subject, happened, end } = scribe();
  await expect(subject.alone(channel, () => Promise.reject(new Error('no database')))).rejects.toThrow(
    'no database',
  );
  subject.submit(submission());
  await end('batch 1');
  await end('publication of batch 1');
  await subject.stop();
  await expect(subject.alone(channel, async () => void happened.push('late'))).rejects.toThrow('stopped');
  expect(happened).not.toContain('late');
});

import { check, OpSchema } from '@lectern/contracts';
import { bodyFromText, plainText } from '@lectern/rich-text';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readChannel } from './channel-reader.ts';
import { segmentOf } from './layout.ts';
import { message, sendOp } from './testing/make.ts';

const words = bodyFromText('before').blocks[0]!;
const read = (body: unknown) => {
  const doc = new Y.Doc();
  doc.getArray('tail').push([segmentOf([message(1), { ...message(2), body }, message(3)])]);
  return readChannel(doc);
};

test.each([
  [
    'a block',
    { kind: 'plain', blocks: [words, { t: 'poll', options: ['yes', 'no'] }] },
    [words, { t: 'newer' }],
  ],
  [
    'something in a line',
    { kind: 'plain', blocks: [{ t: 'p', c: [{ t: 'file', id: 'x' }] }, words] },
    [{ t: 'newer' }, words],
  ],
  [
    'a field of what is known',
    { kind: 'plain', blocks: [{ t: 'code', s: 'x = 1', theme: 'solar' }] },
    [{ t: 'newer' }],
  ],
  ['a kind of body', { kind: 'voice', seconds: 12 }, [{ t: 'newer' }]],
  [
    'a block that is none',
    { kind: 'plain', blocks: ['words', null, words] },
    [{ t: 'newer' }, { t: 'newer' }, words],
  ],
])(
  'CD-READ-1 what a newer version wrote keeps its place, and what is known of it is read: %s',
  (_, body, blocks) => {
    const { records, firstSeq, lastSeq } = read(body);
    expect(records.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect([firstSeq, lastSeq]).toEqual([1, 3]);
    expect(records[1]).toEqual({ ...message(2), body: { kind: 'plain', blocks } });
    expect(plainText({ kind: 'plain', blocks: blocks as (typeof words)[] })).toContain('…');
  },
);

test('CD-READ-1 no body at all is no message', () => {
  for (const body of [undefined, null, 'words', 7, [], {}, { kind: 1 }])
    expect(read(body).records.map(({ seq }) => seq)).toEqual([1, 3]);
});

test('what stands for it cannot be sent', () => {
  const op = { ...sendOp(1), body: { kind: 'plain', blocks: [words, { t: 'newer' }] } };
  expect(check(OpSchema, op).ok).toBe(false);
});

import { expect, test } from 'vitest';
import { MAX_NAME_LENGTH, MAX_TOPIC_LENGTH } from './limits.ts';
import { OpSchema } from './op.ts';
import { check } from './validation.ts';

const id = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const base = { id: id(1), channel: id(2), at: 1_764_000_000_000 };
const body = { kind: 'plain', blocks: [{ t: 'p', c: [{ t: 'text', s: 'hello' }] }] };
const send = { ...base, kind: 'send', body };
const create = {
  ...base,
  kind: 'channel.create',
  course: id(3),
  name: 'Übungen – Gruppe 3',
  topic: '',
  type: 'public',
};

/** Where the faults of an op are; empty when it is a good one. */
const faultsOf = (op: unknown): string[] => {
  const result = check(OpSchema, op);
  return result.ok ? [] : result.faults.map(({ path }) => path);
};
const ofBody = (...c: unknown[]) => ({ ...send, body: { kind: 'plain', blocks: [{ t: 'p', c }] } });

test('every kind of op passes as it is', () => {
  const ops = [
    send,
    { ...base, kind: 'edit', message: id(4), body },
    { ...base, kind: 'delete', message: id(4) },
    { ...send, reply: id(4) },
    { ...send, thread: id(4), reply: id(5) },
    { ...send, thread: id(4), inChannel: true },
    { ...base, kind: 'thread.follow', message: id(4), on: false },
    { ...base, kind: 'react', message: id(4), emoji: '👍🏽', on: true },
    { ...base, kind: 'react', message: id(4), emoji: '❤️', on: false },
    { ...send, question: true },
    { ...base, kind: 'pin', message: id(4), order: -1.5 },
    { ...base, kind: 'pin', message: id(4), order: null },
    { ...base, kind: 'question', message: id(4), on: true },
    { ...base, kind: 'accept', message: id(4), answer: id(5) },
    { ...base, kind: 'accept', message: id(4), answer: null },
    { ...base, kind: 'endorse', message: id(4), on: true },
    create,
    { ...base, kind: 'channel.describe', topic: 'news' },
    { ...base, kind: 'channel.describe', name: 'lab', topic: '' },
    { ...base, kind: 'channel.archive', archived: true },
    { ...base, kind: 'channel.member', user: id(5), role: 'moderator' },
    { ...base, kind: 'channel.member', user: id(5), role: null },
    { ...send, body: { kind: 'sealed', v: 1, keyId: 'k1', bytes: 'AAAA' } },
    ofBody({ t: 'text', s: 'x', m: 15 }, { t: 'mention', user: id(6) }, { t: 'break' }),
    ofBody(),
  ];
  for (const op of ops) expect(check(OpSchema, op)).toEqual({ ok: true, value: op });
});

test.each<[string, unknown, string]>([
  ['nothing', null, ''],
  ['text', 'send', ''],
  ['a list', [], 'kind'],
  ['an empty object', {}, 'kind'],
  ['an unknown kind', { ...send, kind: 'explode' }, 'kind'],
  ['a kind that every object has', { ...send, kind: '__proto__' }, 'kind'],
  ['a kind that is no text', { ...send, kind: ['send'] }, 'kind'],
  ['no id', { ...send, id: undefined }, 'id'],
  ['an id in capitals', { ...send, id: 'ABCDEF00-0000-4000-8000-000000000001' }, 'id'],
  [
    'a pin beyond all places',
    { ...base, kind: 'pin', message: id(4), order: Number.POSITIVE_INFINITY },
    'order',
  ],
  ['a pin at no place', { ...base, kind: 'pin', message: id(4), order: Number.NaN }, 'order'],
  ['a message that is sent as no question', { ...send, question: false }, 'question'],
  ['no channel', { ...send, channel: '../general' }, 'channel'],
  ['no time', { ...send, at: Number.NaN }, 'at'],
  ['a time before time', { ...send, at: -1 }, 'at'],
  ['a fraction of a millisecond', { ...send, at: 1.5 }, 'at'],
  ['a time beyond numbers', { ...send, at: 2 ** 60 }, 'at'],
  ["someone else's author", { ...send, author: id(9) }, 'author'],
  ['a place in the channel', { ...send, seq: 1 }, 'seq'],
  ['a body of text', { ...send, body: 'hello' }, 'body'],
  ['a body of HTML', { ...send, body: { kind: 'html', html: '<b>' } }, 'body.kind'],
  ['a body without paragraphs', { ...send, body: { kind: 'plain', blocks: [] } }, 'body.blocks'],
  ['an unknown node', ofBody({ t: 'script', s: 'alert(1)' }), 'body.blocks.0.c.0.t'],
  ['an empty text', ofBody({ t: 'text', s: '' }), 'body.blocks.0.c.0.s'],
  ['a text that is none', ofBody({ t: 'text', s: {} }), 'body.blocks.0.c.0.s'],
  ['a text with style', ofBody({ t: 'text', s: 'x', style: 'position:fixed' }), 'body.blocks.0.c.0.style'],
  ['an answer to nothing', { ...send, reply: '' }, 'reply'],
  ...['', 'x', '👍👍', '👍 ', '\u2764', '\u202e', '1', '🏽'.repeat(30), '__proto__'].map(
    (emoji): [string, unknown, string] => [
      `a reaction with ${JSON.stringify(emoji)}`,
      { ...base, kind: 'react', message: id(4), emoji, on: true },
      'emoji',
    ],
  ),
  ['a reaction that toggles', { ...base, kind: 'react', message: id(4), emoji: '👍', on: 'toggle' }, 'on'],
  ['unknown marks', ofBody({ t: 'text', s: 'x', m: 16 }), 'body.blocks.0.c.0.m'],
  ['marks of zero', ofBody({ t: 'text', s: 'x', m: 0 }), 'body.blocks.0.c.0.m'],
  ['a mention of a name', ofBody({ t: 'mention', user: 'anna' }), 'body.blocks.0.c.0.user'],
  [
    'too many paragraphs',
    { ...send, body: { kind: 'plain', blocks: Array(2_001).fill({ t: 'p', c: [] }) } },
    'body.blocks',
  ],
  ['an empty name', { ...create, name: '' }, 'name'],
  ['a name of spaces', { ...create, name: '   ' }, 'name'],
  ['a name with a space before', { ...create, name: ' lab' }, 'name'],
  ['a name that is too long', { ...create, name: 'x'.repeat(MAX_NAME_LENGTH + 1) }, 'name'],
  ['a name over two lines', { ...create, name: 'a\nb' }, 'name'],
  ['a name over two lines of Unicode', { ...create, name: 'a\u2028b' }, 'name'],
  ['a name with NUL', { ...create, name: 'a\u0000b' }, 'name'],
  ['a name with a bell', { ...create, name: 'a\u0007b' }, 'name'],
  ['a name with half a character', { ...create, name: 'a\ud800' }, 'name'],
  ['a topic that is too long', { ...create, topic: 'x'.repeat(MAX_TOPIC_LENGTH + 1) }, 'topic'],
  ['an unknown type of channel', { ...create, type: 'secret' }, 'type'],
  ['an unknown role', { ...base, kind: 'channel.member', user: id(5), role: 'owner' }, 'role'],
  ['a role that is left out', { ...base, kind: 'channel.member', user: id(5) }, 'role'],
  ['a toggle', { ...base, kind: 'channel.archive', archived: 'toggle' }, 'archived'],
])('refused, and told where: %s', (_, op, path) => {
  expect(faultsOf(op)).toContain(path);
});

test('a `__proto__` key is a fault, and what it holds is never believed', () => {
  const smuggled = JSON.parse(JSON.stringify(send).replace('{', '{"__proto__":{"author":"x"},'));
  expect(faultsOf(smuggled)).toEqual(['__proto__']);
  const inherited = Object.assign(Object.create({ author: id(9) }), send);
  expect(faultsOf(inherited)).toEqual(['author']);
});

test('an op that is told apart by an inherited kind comes out with own keys alone', () => {
  const { kind, ...rest } = send;
  const result = check(OpSchema, Object.assign(Object.create({ kind }), rest));
  expect(result.ok && Object.entries(result.value).toSorted()).toEqual(Object.entries(send).toSorted());
});

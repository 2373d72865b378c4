import {
  type Body,
  BodySchema,
  check,
  type InlineNode,
  MAX_BODY_BYTES,
  MAX_LIST_DEPTH,
  MAX_MATH_BYTES,
  MAX_MENTIONS,
  type MentionNode,
  type PlainBody,
  type UserId,
} from '@lectern/contracts';
import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { bodyFromText, groupsOf, mentionPlaces, mentionsOf, plainText } from './body-text.ts';
import { bodyBytes, checkBody, roomIn } from './check-body.ts';
import { linesOf } from './lines.ts';

const person = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}` as UserId;
const ANNA = person(1);
const BEN = person(2);
const handles = new Map<string, MentionNode>([
  ['anna', { t: 'mention', user: ANNA }],
  ['ben.k', { t: 'mention', user: BEN }],
  ['channel', { t: 'mention', group: 'channel' }],
]);
const nameOf = (user: UserId) => (user === ANNA ? 'Anna' : undefined);
const body = (...blocks: InlineNode[][]): PlainBody => ({
  kind: 'plain',
  blocks: blocks.map((c) => ({ t: 'p', c })),
});
const text = (s: string) => ({ t: 'text', s }) as const;
const mention = (user: UserId) => ({ t: 'mention', user }) as const;

test('plain text is what a reader reads', () => {
  const said = body(
    [text('hi '), mention(ANNA), text(' and '), mention(BEN)],
    [],
    [text('a'), { t: 'break' }, text('b')],
  );
  expect(plainText(said, nameOf)).toBe('hi @Anna and @\n\na\nb');
  expect(plainText(said)).toBe('hi @ and @\n\na\nb');
});

test('names are left out behind their @', () => {
  const said = body([mention(ANNA), text('!')], [], [text('a'), { t: 'break' }, mention(BEN)]);
  expect(plainText(said)).toBe('@!\n\na\n@');
  expect(mentionPlaces(said)).toEqual([
    { at: 1, user: ANNA },
    { at: 7, user: BEN },
  ]);
});

test('a sealed body has no words and mentions nobody here', () => {
  const sealed: Body = { kind: 'sealed', v: 1, keyId: 'k', bytes: 'AAAA' };
  expect(plainText(sealed)).toBe('');
  expect(mentionsOf(sealed)).toEqual([]);
  expect(mentionPlaces(sealed)).toEqual([]);
  expect(checkBody(sealed)).toBeNull();
  expect(checkBody({ ...sealed, keyId: 'k\u0000' })).toBe('invalid');
});

test('a person is mentioned once, however often', () => {
  expect(mentionsOf(body([mention(BEN), mention(ANNA)], [mention(BEN)]))).toEqual([BEN, ANNA]);
});

test('a group is called by its word, and names nobody', () => {
  const said = bodyFromText(
    'read this, @channel. And @anna, @Channel! mail a@channel.org, ask @here',
    handles,
  );
  expect(groupsOf(said)).toEqual(['channel']);
  expect(mentionsOf(said)).toEqual([ANNA]);
  expect(plainText(said)).toBe('read this, @channel. And @, @channel! mail a@channel.org, ask @here');
  expect(mentionPlaces(said).map(({ user }) => user)).toEqual([ANNA]);
  expect(check(BodySchema, said).ok).toBe(true);
  expect(checkBody(body([{ t: 'mention', group: 'tutors' }]))).toBeNull();
  const unknown = { ...said, blocks: [{ t: 'p', c: [{ t: 'mention', group: 'everyone' }] }] };
  expect(check(BodySchema, unknown).ok).toBe(false);
  const both = { ...said, blocks: [{ t: 'p', c: [{ t: 'mention', group: 'here', user: ANNA }] }] };
  expect(check(BodySchema, both).ok).toBe(false);
});

test('text becomes a body that reads the same', () => {
  for (const said of ['', 'one line', 'two\nlines', '\n\nblank\n\n', 'tab\tand ünïcødé 🧪 שלום'])
    expect(plainText(bodyFromText(said))).toBe(said);
  expect(plainText(bodyFromText('dos\r\nmac\rsep\u2028end'))).toBe('dos\nmac\nsep\nend');
});

test('handles become mentions, and only known handles', () => {
  const said = bodyFromText('hi @Anna, ask @ben.k. or @nobody; mail anna@anna.org, @@anna', handles);
  expect(mentionsOf(said)).toEqual([ANNA, BEN]);
  expect(plainText(said, (user) => (user === ANNA ? 'anna' : 'ben.k'))).toBe(
    'hi @anna, ask @ben.k. or @nobody; mail anna@anna.org, @@anna',
  );
  expect(linesOf(said)[0]!.filter((node) => node.t === 'mention')).toHaveLength(2);
});

test('what text cannot say is left out: control characters and half characters', () => {
  expect(plainText(bodyFromText('a\u0000b\u001bc\ud800d'))).toBe('abc\ufffdd');
  expect(checkBody(bodyFromText('a\u0000b\ud800'))).toBeNull();
});

test('more lines than a body has paragraphs become breaks', () => {
  const said = Array.from({ length: 2_500 }, (_, n) => (n % 7 ? 'x' : '')).join('\n');
  const made = bodyFromText(said);
  expect(check(BodySchema, made).ok).toBe(true);
  expect(plainText(made)).toBe(said);
});

test.each([1, 2, 3])('any text becomes a body that fits its contract (seed %i)', (seed) => {
  const random = createRandom(seed);
  const alphabet = [
    'a',
    ' ',
    '\n',
    '\r',
    '@',
    'anna',
    '.',
    '\u0000',
    '\ud83e',
    '\uddea',
    'é',
    '学',
    '\u2029',
    '<b>',
  ];
  for (let n = 0; n < 200; n++) {
    const said = Array.from({ length: random.int(0, 40) }, () => random.pick(alphabet)).join('');
    const made = bodyFromText(said, handles);
    expect(check(BodySchema, made).ok).toBe(true);
    expect(plainText(bodyFromText(plainText(made)))).toBe(plainText(made));
  }
});

test('a body that says nothing is invalid', () => {
  for (const said of [
    '',
    ' ',
    '\n\n',
    '\t',
    '\u00a0\u2003',
    '\u200b\u200d',
    '\u3164',
    '\u2800',
    '\u202e\u2066',
    '\u0301',
  ])
    expect(checkBody(bodyFromText(said)), JSON.stringify(said)).toBe('invalid');
  expect(checkBody(body([{ t: 'break' }]))).toBe('invalid');
  for (const said of ['.', '0', '🧪', '学', '\u0627']) expect(checkBody(bodyFromText(said))).toBeNull();
  expect(checkBody(body([mention(ANNA)]))).toBeNull();
});

test('control characters and half characters are invalid', () => {
  for (const said of ['a\u0000', 'a\u0007b', 'a\u007f', 'a\ud800', '\udc00a'])
    expect(checkBody(body([text(said)])), JSON.stringify(said)).toBe('invalid');
  expect(checkBody(body([text('a\tb\nc')]))).toBeNull();
});

test('size is counted as it is stored, and the limit itself is allowed', () => {
  const room = MAX_BODY_BYTES - bodyBytes(bodyFromText('x')) + 1;
  expect(checkBody(bodyFromText('x'.repeat(room)))).toBeNull();
  expect(checkBody(bodyFromText('x'.repeat(room + 1)))).toBe('too-large');
  expect(checkBody(bodyFromText('学'.repeat(room / 2)))).toBe('too-large');
});

test('an announcement to everyone is no mention', () => {
  const many = (count: number) => body(Array.from({ length: count }, (_, n) => mention(person(n))));
  expect(checkBody(many(MAX_MENTIONS))).toBeNull();
  expect(checkBody(many(MAX_MENTIONS + 1))).toBe('invalid');
});

const everything: PlainBody = {
  kind: 'plain',
  blocks: [
    { t: 'p', c: [text('see '), { t: 'link', href: 'https://example.edu', c: [text('the sheet')] }] },
    { t: 'quote', c: [text('said'), { t: 'break' }, mention(ANNA)] },
    { t: 'list', items: [{ c: [text('one')] }, { c: [text('two '), mention(BEN)], d: 1, n: true }] },
    { t: 'code', s: 'a = 1\nb = 2', lang: 'python' },
    { t: 'math', s: 'x^2' },
    { t: 'p', c: [text('so '), { t: 'math', s: 'x' }] },
  ],
};

test('every block has its lines, words and people', () => {
  expect(check(BodySchema, everything).ok).toBe(true);
  expect(checkBody(everything)).toBeNull();
  expect(plainText(everything, nameOf)).toBe(
    'see the sheet\nsaid\n@Anna\none\ntwo @\na = 1\nb = 2\n$x^2$\nso $x$',
  );
  expect(mentionsOf(everything)).toEqual([ANNA, BEN]);
  const bare = plainText(everything);
  expect(mentionPlaces(everything).map(({ at }) => bare.slice(at - 1, at))).toEqual(['@', '@']);
});

test.each([
  ['an unknown block', [{ t: 'video', s: 'x' }]],
  ['an unknown inline node', [{ t: 'p', c: [{ t: 'image', s: 'x' }] }]],
  ['a key too many', [{ t: 'p', c: [], html: '<b>' }]],
  ['a list in a list', [{ t: 'list', items: [{ c: [{ t: 'list', items: [] }] }] }]],
  [
    'a link in a link',
    [{ t: 'p', c: [{ t: 'link', href: 'https://a.b', c: [{ t: 'link', href: 'https://a.b', c: [] }] }] }],
  ],
  ['a link to a script', [{ t: 'p', c: [{ t: 'link', href: 'javascript:alert(1)', c: [text('x')] }] }]],
  ['a link without words', [{ t: 'p', c: [{ t: 'link', href: 'https://a.b', c: [] }] }]],
  ['a list without items', [{ t: 'list', items: [] }]],
  ['an item too far in', [{ t: 'list', items: [{ c: [], d: MAX_LIST_DEPTH + 1 }] }]],
  ['a formula too long', [{ t: 'math', s: 'x'.repeat(MAX_MATH_BYTES + 1) }]],
  ['a formula too long in bytes', [{ t: 'math', s: 'é'.repeat(MAX_MATH_BYTES / 2 + 1) }]],
  ['a language that is none', [{ t: 'code', s: 'x', lang: '" onload="x' }]],
  ['no blocks', []],
  ['a block inside of itself', JSON.parse(`${'{"t":"quote","c":['.repeat(5_000)}${']}'.repeat(5_000)}`)],
])('%s is refused', (_, blocks) => {
  expect(check(BodySchema, { kind: 'plain', blocks }).ok).toBe(false);
});

test('a key that is the prototype of everything is refused, and changes nothing', () => {
  for (const json of [
    '{"kind":"plain","blocks":[{"t":"p","c":[]}],"__proto__":{"polluted":true}}',
    '{"kind":"plain","blocks":[{"t":"p","c":[],"__proto__":{"polluted":true}}]}',
    '{"kind":"plain","blocks":[{"t":"p","c":[{"t":"text","s":"x","constructor":{}}]}]}',
  ]) {
    const checked = check(BodySchema, JSON.parse(json));
    // What is left of it, if anything, has no such key.
    if (checked.ok) expect(JSON.stringify(checked.value)).not.toContain('polluted');
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  }
  expect(
    check(BodySchema, JSON.parse('{"kind":"plain","blocks":[{"t":"p","c":[],"constructor":{}}]}')).ok,
  ).toBe(false);
});

test('code, formulas and links count as something said; control characters in them are refused', () => {
  const only = (block: PlainBody['blocks'][number]) => checkBody({ kind: 'plain', blocks: [block] });
  expect(only({ t: 'code', s: 'x' })).toBeNull();
  expect(only({ t: 'math', s: 'x' })).toBeNull();
  expect(only({ t: 'code', s: ' \n' })).toBe('invalid');
  expect(only({ t: 'list', items: [{ c: [] }] })).toBe('invalid');
  expect(only({ t: 'p', c: [{ t: 'link', href: 'https://a.b', c: [text('\u200b')] }] })).toBe('invalid');
  expect(only({ t: 'code', s: 'a\u0000' })).toBe('invalid');
  expect(only({ t: 'math', s: 'a\u001b' })).toBe('invalid');
});

test('the room that is left is told in characters', () => {
  expect(roomIn(bodyFromText('x'.repeat(100)))).toBeGreaterThan(9_000);
  const long = bodyFromText('x'.repeat(20_000));
  expect(roomIn(long)).toBeLessThan(-3_000);
  expect(roomIn(long)).toBeGreaterThan(-4_000);
  const wide = bodyFromText('学'.repeat(6_000));
  expect(checkBody(wide)).toBe('too-large');
  expect(roomIn(wide)).toBeLessThan(0);
  expect(roomIn(wide)).toBeGreaterThan(-1_000);
});

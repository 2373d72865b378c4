import {
  type Body,
  type ChannelId,
  type CourseId,
  MAX_BODY_BYTES,
  MAX_REACTION_KINDS,
  MAX_REACTIONS,
  type MemberOp,
  type MentionGroup,
  type Message,
  type MessageRecord,
  type Op,
  type OpId,
  type ReactOp,
  type UserId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { expect, test } from 'vitest';
import { type Effect, type JudgeFacts, judge } from './judge.ts';
import {
  ANNA,
  actor,
  BEN,
  CHANNEL,
  COURSE,
  channel,
  facts,
  id,
  message,
  sendOp,
  tombstone,
} from './testing/make.ts';

const base = { id: id<OpId>(77), channel: CHANNEL, at: 5 };
const edit: Op = { ...base, kind: 'edit', message: id(1), body: bodyFromText('better') };
const remove: Op = { ...base, kind: 'delete', message: id(1) };
const create: Op = {
  ...base,
  kind: 'channel.create',
  course: COURSE,
  name: 'lab',
  topic: 'groups',
  type: 'public',
};
const describeOp: Op = { ...base, kind: 'channel.describe', topic: 'news' };
const archive = (archived: boolean): Op => ({ ...base, kind: 'channel.archive', archived });
const member = (change: Partial<MemberOp> = {}): Op => ({
  ...base,
  kind: 'channel.member',
  user: BEN,
  role: 'member',
  ...change,
});

const row = (given = {}) => ({ state: 'in', role: 'member', mayPost: true, ...given }) as const;
const lecturer = actor({ courseRole: 'lecturer' });
const ben = actor({ user: BEN });

const deny = (op: Op, given: Partial<JudgeFacts>) => {
  const verdict = judge(op, facts(given));
  return 'deny' in verdict ? verdict.deny : verdict;
};
const allow = (op: Op, given: Partial<JudgeFacts>): Effect => {
  const verdict = judge(op, facts(given));
  if ('deny' in verdict) throw new Error(`must be allowed, but: ${verdict.deny}`);
  return verdict.allow;
};

test('JD-POST-1 JD-POST-2 a member says something, and it is theirs whatever the op says', () => {
  const forged = { ...sendOp(1, 'hello'), author: BEN };
  expect(allow(forged, {})).toEqual({
    kind: 'append',
    message: id(1),
    author: ANNA,
    body: bodyFromText('hello'),
    sentAt: 501,
  });
});

test.each<[string, Partial<JudgeFacts>, string]>([
  ['no channel', { channel: null }, 'unknown-channel'],
  ['not in the course', { actor: actor({ courseRole: null }) }, 'not-member'],
  ['a private channel without a row', { channel: channel({ type: 'private' }) }, 'not-member'],
  ['removed', { actor: actor({ membership: row({ state: 'removed' }) }) }, 'not-member'],
  ['left', { actor: actor({ membership: row({ state: 'left' }) }) }, 'not-member'],
  ['archived', { channel: channel({ archived: true }) }, 'archived'],
  ['muted', { actor: actor({ membership: row({ mayPost: false }) }) }, 'may-not-post'],
  ['an announcement channel', { channel: channel({ type: 'announcement' }) }, 'staff-only'],
  ['a used id', { message: message(1) }, 'id-used'],
  ['an id of a deleted message', { message: tombstone(message(1), 2) }, 'id-used'],
  ['both no member and a used id', { actor: actor({ courseRole: null }), message: message(1) }, 'not-member'],
])('JD-POST-1 JD-POST-3 posting is refused: %s', (_, given, reason) => {
  expect(deny(sendOp(1), given)).toBe(reason);
});

test('JD-POST-1 a body that says nothing or too much is refused', () => {
  expect(deny(sendOp(1, ' \n\t'), {})).toBe('invalid');
  expect(deny(sendOp(1, 'x'.repeat(MAX_BODY_BYTES)), {})).toBe('too-large');
  expect(deny({ ...edit, body: bodyFromText('') } as Op, { message: message(1) })).toBe('invalid');
});

test.each(['public', 'private', 'announcement'] as const)(
  'JD-SEALED-1 nothing sealed is said in a %s channel, not even by an edit',
  (type) => {
    const body = { kind: 'sealed', v: 1, keyId: 'k', bytes: 'AAAA' } as const;
    const inside = {
      actor: actor({ courseRole: 'lecturer', membership: row() }),
      channel: channel({ type }),
    };
    expect(deny({ ...sendOp(1), body }, inside)).toBe('not-sealed-here');
    expect(deny({ ...edit, body } as Op, { ...inside, message: message(1) })).toBe('not-sealed-here');
    // Who may not post learns that first.
    expect(deny({ ...sendOp(1), body }, { ...inside, actor: actor({ courseRole: null }) })).toBe(
      'not-member',
    );
  },
);

test('JD-EDIT-1 the author edits, and nobody else', () => {
  expect(allow(edit, { message: message(1) })).toEqual({
    kind: 'replace',
    message: id(1),
    body: bodyFromText('better'),
  });
  expect(deny(edit, { message: message(1), actor: ben })).toBe('not-author');
  expect(deny(edit, { message: message(1), actor: { ...lecturer, user: BEN } })).toBe('not-author');
  expect(deny(edit, { message: message(1), channel: channel({ archived: true }) })).toBe('archived');
  expect(deny(edit, { message: message(1), actor: actor({ membership: row({ mayPost: false }) }) })).toBe(
    'may-not-post',
  );
});

test('JD-CALL-1 a group is called by whom the law lets call it, and kept by whoever edits', () => {
  const calling = (group: MentionGroup): Body => ({
    kind: 'plain',
    blocks: [{ t: 'p', c: [{ t: 'mention', group }] }],
  });
  const send = (group: MentionGroup) => ({ ...sendOp(1), body: calling(group) });
  const change = (group: MentionGroup) => ({ ...edit, body: calling(group) }) as Op;
  expect(deny(send('channel'), {})).toBe('may-not-call');
  expect(allow(send('tutors'), {})).toMatchObject({ kind: 'append' });
  expect(allow(send('channel'), { actor: lecturer })).toMatchObject({ kind: 'append' });
  expect(allow(send('here'), { actor: actor({ membership: row({ role: 'moderator' }) }) })).toMatchObject({
    kind: 'append',
  });
  expect(deny(change('here'), { message: message(1) })).toBe('may-not-call');
  expect(allow(change('here'), { message: message(1), actor: lecturer })).toMatchObject({ kind: 'replace' });
  const called = { ...message(1), body: calling('channel') };
  expect(allow(change('channel'), { message: called })).toMatchObject({ kind: 'replace' });
  expect(deny(change('here'), { message: called })).toBe('may-not-call');
  // Who may not post learns that first.
  expect(deny(send('channel'), { channel: channel({ archived: true }) })).toBe('archived');
});

test('JD-DELETE-1 the author, moderators and leaders delete, also in the archive', () => {
  const target = { message: message(1) };
  const gone = { kind: 'remove', message: id(1) };
  expect(allow(remove, target)).toEqual(gone);
  expect(allow(remove, { ...target, channel: channel({ archived: true }) })).toEqual(gone);
  expect(allow(remove, { ...target, actor: { ...ben, membership: row({ role: 'moderator' }) } })).toEqual(
    gone,
  );
  expect(allow(remove, { ...target, actor: { ...lecturer, user: BEN } })).toEqual(gone);
  expect(deny(remove, { ...target, actor: ben })).toBe('not-author');
  expect(deny(remove, { ...target, actor: { ...ben, courseRole: 'tutor' } })).toBe('not-author');
});

test.each([edit, remove])('JD-TARGET-1 $kind needs a living message in a channel one may read', (op) => {
  expect(deny(op, { channel: null })).toBe('unknown-channel');
  expect(deny(op, { message: null })).toBe('unknown-message');
  expect(deny(op, { message: tombstone(message(1), 2) })).toBe('already-deleted');
  expect(deny(op, { message: message(1), actor: actor({ courseRole: null }) })).toBe('not-member');
  expect(deny(op, { message: null, channel: channel({ type: 'private' }), actor: lecturer })).toBe(
    'not-member',
  );
});

test('JD-CREATE-1 a new channel needs the right, a free id and a free name', () => {
  const fresh = { channel: null, actor: lecturer };
  expect(allow(create, fresh)).toEqual({
    kind: 'create-channel',
    channel: { id: CHANNEL, course: COURSE, name: 'lab', topic: 'groups', type: 'public', archived: false },
  });
  expect(deny(create, { ...fresh, channel: channel({ course: id<CourseId>(5) }) })).toBe('id-used');
  expect(deny(create, { ...fresh, nameTaken: true })).toBe('name-taken');
  expect(deny(create, { ...fresh, actor: actor() })).toBe('not-allowed');
  expect(allow({ ...create, type: 'private' } as Op, { ...fresh, actor: actor() }).kind).toBe(
    'create-channel',
  );
  expect(deny(create, { ...fresh, actor: actor({ courseRole: null }) })).toBe('not-member');
});

test('JD-DESCRIBE-1 what is not given stays, and a new name must be free', () => {
  expect(allow(describeOp, { actor: lecturer })).toEqual({
    kind: 'describe-channel',
    name: 'general',
    topic: 'news',
  });
  const rename = { ...describeOp, name: 'lab' } as Op;
  expect(deny(rename, { actor: lecturer, nameTaken: true })).toBe('name-taken');
  expect(allow({ ...describeOp, name: 'general' } as Op, { actor: lecturer, nameTaken: true }).kind).toBe(
    'describe-channel',
  );
  expect(deny(describeOp, {})).toBe('not-allowed');
  expect(deny(describeOp, { actor: lecturer, channel: null })).toBe('unknown-channel');
});

test('JD-ARCHIVE-1 a channel comes back only while its name is free', () => {
  const archived = channel({ archived: true });
  expect(allow(archive(true), { actor: lecturer, nameTaken: true })).toEqual({
    kind: 'archive-channel',
    archived: true,
  });
  expect(allow(archive(false), { actor: lecturer, channel: archived })).toEqual({
    kind: 'archive-channel',
    archived: false,
  });
  expect(deny(archive(false), { actor: lecturer, channel: archived, nameTaken: true })).toBe('name-taken');
  expect(deny(archive(true), {})).toBe('not-allowed');
  expect(deny(archive(true), { channel: null })).toBe('unknown-channel');
});

test('JD-MEMBER-1 who goes has left, who is taken out is removed, who is let in is in', () => {
  const set = (op: Op, given: Partial<JudgeFacts>) => allow(op, given);
  const leave = member({ user: ANNA, role: null });
  const join = member({ user: ANNA });
  expect(set(leave, { subject: actor() })).toMatchObject({ user: ANNA, state: 'left', role: 'member' });
  expect(set(join, { subject: actor(), actor: actor({ membership: row({ state: 'left' }) }) })).toMatchObject(
    {
      state: 'in',
    },
  );
  expect(set(member({ role: null }), { actor: lecturer, subject: ben })).toMatchObject({
    user: BEN,
    state: 'removed',
  });
  expect(set(member({ role: 'moderator' }), { actor: lecturer, subject: ben })).toEqual({
    kind: 'set-member',
    user: BEN,
    state: 'in',
    role: 'moderator',
  });
});

test('JD-MEMBER-1 nobody from outside the course is let in, and nobody unknown', () => {
  const outsider = actor({ user: BEN, courseRole: null });
  expect(deny(member(), { actor: lecturer, subject: outsider })).toBe('unknown-person');
  expect(deny(member(), { actor: lecturer, subject: null })).toBe('unknown-person');
  expect(allow(member({ role: null }), { actor: lecturer, subject: outsider })).toMatchObject({
    state: 'removed',
  });
  expect(deny(member(), { subject: ben })).toBe('not-allowed');
  expect(deny(member(), { channel: null, subject: ben })).toBe('unknown-channel');
});

test('an op of unknown kind is refused and throws nothing', () => {
  expect(deny({ ...base, channel: id<ChannelId>(1), kind: '__proto__' } as unknown as Op, {})).toBe(
    'invalid',
  );
});

const react = (given: Partial<ReactOp> = {}): Op => ({
  ...base,
  kind: 'react',
  message: id(1),
  emoji: '👍',
  on: true,
  ...given,
});

test('JD-REPLY-1 an answer gets the place of what it answers, and stands when that is deleted meanwhile', () => {
  const answer: Op = { ...sendOp(2), reply: id(1) };
  expect(allow(answer, { answered: message(1, 9) })).toMatchObject({ reply: { id: id(1), seq: 1 } });
  expect(allow(answer, { answered: tombstone(message(1), 9) })).toMatchObject({
    reply: { id: id(1), seq: 1 },
  });
  expect(deny(answer, { answered: null })).toBe('unknown-message');
  expect(allow(sendOp(2), {})).not.toHaveProperty('reply');
});

const inThread: Op = { ...sendOp(2), thread: id(1) };
const of = (root: Message): Message => ({ ...message(9), thread: { id: root.id, seq: root.seq } });

test('JD-THREAD-1 a reply gets the place of its thread, in the channel only where it is wanted there', () => {
  const effect = allow(inThread, { root: message(1, 9) });
  expect(effect).toMatchObject({ thread: { id: id(1), seq: 1 } });
  expect(effect).not.toHaveProperty('inChannel');
  expect(allow({ ...inThread, inChannel: true }, { root: message(1) })).toMatchObject({ inChannel: true });
  expect(allow(sendOp(2), {})).not.toHaveProperty('thread');
});

test.each<[string, Op, MessageRecord | null, string]>([
  ['no message of the channel', inThread, null, 'unknown-message'],
  ['a deleted message', inThread, tombstone(message(1), 9), 'already-deleted'],
  ['a reply of a thread', inThread, of(message(4)), 'invalid'],
  ['nothing at all', { ...sendOp(2), inChannel: true }, null, 'invalid'],
])('JD-THREAD-1 no thread begins at %s', (_, op, root, reason) => {
  expect(deny(op, { root })).toBe(reason);
});

test('JD-FOLLOW-1 whoever reads a thread may follow it, though it is deleted or they may not speak', () => {
  const follow: Op = { ...base, kind: 'thread.follow', message: id(1), on: true };
  const effect = { kind: 'follow', thread: id(1), user: ANNA, on: true };
  const muted = actor({ membership: row({ mayPost: false }) });
  expect(allow(follow, { message: message(1), actor: muted })).toEqual(effect);
  expect(allow(follow, { message: tombstone(message(1), 2) })).toEqual(effect);
  expect(deny(follow, { message: null })).toBe('unknown-message');
  expect(deny(follow, { message: of(message(4)) })).toBe('invalid');
  expect(deny(follow, { message: message(1), actor: actor({ membership: row({ state: 'left' }) }) })).toBe(
    'not-member',
  );
});

test('JD-REACT-1 a reaction is the person\u2019s own, in announcement channels too', () => {
  const effect = { kind: 'react', message: id(1), user: ANNA, emoji: '👍', on: true };
  expect(allow(react(), { message: message(1) })).toEqual(effect);
  expect(allow(react(), { message: message(1), channel: channel({ type: 'announcement' }) })).toEqual(effect);
});

test.each<[string, Partial<JudgeFacts>, string]>([
  ['an unknown message', {}, 'unknown-message'],
  ['a deleted message', { message: tombstone(message(1), 2) }, 'already-deleted'],
  ['an archived channel', { message: message(1), channel: channel({ archived: true }) }, 'archived'],
  [
    'a channel one has left',
    { message: message(1), actor: actor({ membership: row({ state: 'left' }) }) },
    'not-member',
  ],
  [
    'a muted person',
    { message: message(1), actor: actor({ membership: row({ mayPost: false }) }) },
    'may-not-post',
  ],
])('JD-REACT-1 no reaction: %s', (_, given, reason) => {
  expect(deny(react(), given)).toBe(reason);
});

test('JD-REACT-1 a message that is full takes no more, and gives back what it has', () => {
  const person = (n: number) => id<UserId>(0x1000 + n);
  const crowd = Array.from({ length: MAX_REACTIONS }, (_, n) => person(n));
  const full = { ...message(1), reactions: [{ emoji: '👍', by: crowd }] };
  expect(deny(react(), { message: full })).toBe('too-many-reactions');
  expect(allow(react({ on: false }), { message: full })).toMatchObject({ on: false });
  const kinds = Array.from({ length: MAX_REACTION_KINDS }, (_, n) => ({
    emoji: String.fromCodePoint(0x1f600 + n),
    by: [BEN],
  }));
  const varied = { ...message(1), reactions: kinds };
  expect(deny(react({ emoji: '👍' }), { message: varied })).toBe('too-many-reactions');
  expect(allow(react({ emoji: kinds[0]!.emoji }), { message: varied })).toMatchObject({ on: true });
});

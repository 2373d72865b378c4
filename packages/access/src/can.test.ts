import { channelTypes, courseRoles, type UserId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import type { Actor, Membership } from './actor.ts';
import { can, whyNot } from './can.ts';
import type { Action, Things } from './things.ts';

const ME = 'me' as UserId;
const OTHER = 'other' as UserId;
const open = { type: 'public', archived: false } as const;
const announcement = { type: 'announcement', archived: false } as const;
const closed = { type: 'private', archived: false } as const;
const old = { type: 'public', archived: true } as const;

const person = (facts: Partial<Actor>): Actor => ({
  user: ME,
  siteAdmin: false,
  courseRole: null,
  membership: null,
  ...facts,
});
const row = (facts: Partial<Membership> = {}): Membership => ({
  state: 'in',
  role: 'member',
  mayPost: true,
  ...facts,
});
const student = (membership: Membership) => person({ courseRole: 'student', membership });

/** Everyone the law may meet, by the letter of their column. */
const people = {
  /** A stranger. */
  '-': person({}),
  S: person({ courseRole: 'student' }),
  T: person({ courseRole: 'tutor' }),
  L: person({ courseRole: 'lecturer' }),
  A: person({ courseRole: 'admin' }),
  /** A site admin who is not in the course. */
  X: person({ siteAdmin: true }),
  /** Students with a row: in the channel, its moderator, its admin, muted, who left, who was removed. */
  i: student(row()),
  m: student(row({ role: 'moderator' })),
  a: student(row({ role: 'admin' })),
  q: student(row({ mayPost: false })),
  l: student(row({ state: 'left', role: 'admin' })),
  r: student(row({ state: 'removed', role: 'admin' })),
  /** Out of the course, with an old row that says otherwise. */
  o: person({ membership: row({ role: 'admin' }) }),
} as const;
const ALL = Object.keys(people).join('');

/** Who may, by letter; everyone else may not. */
const law: { [A in Action]: readonly (readonly [thing: Things[A], who: string])[] } = {
  'document.open': [
    [{ kind: 'user', owner: ME }, ALL],
    [{ kind: 'inbox', owner: ME }, ALL],
    [{ kind: 'user', owner: OTHER }, ''],
    [{ kind: 'inbox', owner: OTHER }, ''],
    [{ kind: 'course' }, 'STLAimaqlr'],
    [{ kind: 'channel', channel: open }, 'STLAimaq'],
    [{ kind: 'channel', channel: announcement }, 'STLAimaq'],
    [{ kind: 'channel', channel: old }, 'STLAimaq'],
    [{ kind: 'channel', channel: closed }, 'imaq'],
    [{ kind: 'note', channel: open }, 'STLAimaq'],
    [{ kind: 'note', channel: announcement }, 'STLAimaq'],
    [{ kind: 'note', channel: old }, 'STLAimaq'],
    [{ kind: 'note', channel: closed }, 'imaq'],
  ],
  'channel.read': [
    [open, 'STLAimaq'],
    [announcement, 'STLAimaq'],
    [closed, 'imaq'],
  ],
  'channel.post': [
    [open, 'STLAima'],
    [announcement, 'TLAma'],
    [closed, 'ima'],
    [old, ''],
  ],
  'channel.create': [
    [open, 'TLAX'],
    [announcement, 'TLAX'],
    [closed, 'STLAimaqlr'],
  ],
  'channel.describe': [
    [open, 'LAXa'],
    [closed, 'LAXa'],
  ],
  'channel.archive': [
    [open, 'LAXa'],
    [closed, 'LAXa'],
  ],
  'channel.join': [
    [open, 'STLAimaql'],
    [announcement, 'STLAimaql'],
    [closed, ''],
  ],
  'channel.leave': [
    [open, 'STLAimaq'],
    [closed, 'imaq'],
  ],
  'channel.setMember': [
    [{ ...open, user: OTHER, role: 'member' }, 'LAXa'],
    [{ ...open, user: OTHER, role: 'admin' }, 'LAXa'],
    [{ ...closed, user: OTHER, role: 'member' }, 'LAXa'],
    [{ ...closed, user: OTHER, role: null }, 'LAXa'],
    // Oneself: coming and going.
    [{ ...open, user: ME, role: 'member' }, 'STLAXimaql'],
    [{ ...open, user: ME, role: null }, 'STLAimaq'],
    [{ ...closed, user: ME, role: null }, 'imaq'],
    // Nobody lets themselves into a private channel, and nobody promotes themselves.
    [{ ...closed, user: ME, role: 'member' }, 'a'],
    [{ ...closed, user: ME, role: 'admin' }, 'a'],
    [{ ...open, user: ME, role: 'admin' }, 'LAXa'],
  ],
  'message.edit': [
    [{ ...open, author: ME }, 'STLAima'],
    [{ ...open, author: OTHER }, ''],
    [{ ...announcement, author: ME }, 'TLAma'],
    [{ ...closed, author: ME }, 'ima'],
    [{ ...old, author: ME }, ''],
  ],
  'message.delete': [
    [{ ...open, author: ME }, 'STLAimaq'],
    [{ ...open, author: OTHER }, 'LAma'],
    [{ ...old, author: OTHER }, 'LAma'],
    [{ ...closed, author: ME }, 'imaq'],
    [{ ...closed, author: OTHER }, 'ma'],
  ],
  'message.call': [
    [{ ...open, group: 'channel' }, 'TLAma'],
    [{ ...open, group: 'here' }, 'TLAma'],
    [{ ...open, group: 'students' }, 'TLAma'],
    [{ ...open, group: 'tutors' }, 'STLAima'],
    [{ ...open, group: 'lecturers' }, 'STLAima'],
    [{ ...open, group: 'staff' }, 'STLAima'],
    [{ ...announcement, group: 'channel' }, 'TLAma'],
    [{ ...announcement, group: 'staff' }, 'TLAma'],
    [{ ...closed, group: 'channel' }, 'ma'],
    [{ ...closed, group: 'tutors' }, 'ima'],
    [{ ...old, group: 'channel' }, ''],
    [{ ...old, group: 'tutors' }, ''],
  ],
  'message.react': [
    [open, 'STLAima'],
    [announcement, 'STLAima'],
    [closed, 'ima'],
    [old, ''],
  ],
  'message.pin': [
    [open, 'TLAma'],
    [announcement, 'TLAma'],
    [closed, 'ma'],
    [old, ''],
  ],
  'message.question': [
    [{ ...open, author: ME }, 'STLAimaq'],
    [{ ...open, author: OTHER }, 'TLAma'],
    [{ ...closed, author: OTHER }, 'ma'],
    [{ ...old, author: ME }, ''],
  ],
  'message.endorse': [
    [open, 'TLA'],
    [closed, ''],
    [old, ''],
  ],
  'message.versions': [
    [open, 'TLAma'],
    [old, 'TLAma'],
    [closed, 'ma'],
  ],
  'note.manage': [
    [open, 'TLAma'],
    [announcement, 'TLAma'],
    [closed, 'ma'],
    [old, ''],
  ],
  'note.edit': [
    [open, 'TLAma'],
    [announcement, 'TLAma'],
    [closed, 'ma'],
    [old, ''],
  ],
  'note.versions': [
    [open, 'TLAma'],
    [old, 'TLAma'],
    [closed, 'ma'],
  ],
  'course.edit': [[null, 'LAX']],
  'course.invite': [
    [{ role: 'student' }, 'LAX'],
    [{ role: 'lecturer' }, 'LAX'],
    [{ role: 'admin' }, 'AX'],
  ],
  'course.setRole': [
    [{ from: 'student', to: 'lecturer' }, 'LAX'],
    [{ from: 'tutor', to: null }, 'LAX'],
    [{ from: 'lecturer', to: 'admin' }, 'AX'],
    [{ from: 'admin', to: 'student' }, 'AX'],
    [{ from: 'admin', to: null }, 'AX'],
  ],
  'people.resetLink': [
    [{ siteAdmin: false, courseRole: 'student' }, 'AX'],
    [{ siteAdmin: false, courseRole: 'admin' }, 'AX'],
    [{ siteAdmin: false, courseRole: null }, 'X'],
    [{ siteAdmin: true, courseRole: 'student' }, 'X'],
  ],
  'site.createCourse': [[null, 'X']],
};

const cases = (Object.keys(law) as Action[]).flatMap((action) =>
  law[action].map(([thing, who]) => [action, thing, who] as const),
);

test.each(cases)('%s to %j: exactly %s', (action, thing, who) => {
  const allowed = Object.entries(people)
    .filter(([, actor]) => can(actor, action, thing))
    .map(([letter]) => letter);
  expect(allowed.toSorted().join('')).toBe([...who].sort().join(''));
});

test('why not: the first demand that is not met', () => {
  expect(whyNot(people.S, 'channel.post', open)).toBeNull();
  expect(whyNot(people['-'], 'channel.post', old)).toBe('not-member');
  expect(whyNot(people.q, 'channel.post', old)).toBe('archived');
  expect(whyNot(people.q, 'channel.post', announcement)).toBe('may-not-post');
  expect(whyNot(people.S, 'channel.post', announcement)).toBe('staff-only');
  expect(whyNot(people.S, 'message.call', { ...open, group: 'channel' })).toBe('may-not-call');
  expect(whyNot(people.q, 'message.call', { ...open, group: 'channel' })).toBe('may-not-post');
  expect(whyNot(people.S, 'message.edit', { ...open, author: OTHER })).toBe('not-author');
  expect(whyNot(people.S, 'message.delete', { ...open, author: OTHER })).toBe('not-author');
  expect(whyNot(people['-'], 'channel.create', open)).toBe('not-member');
  expect(whyNot(people.S, 'channel.create', open)).toBe('not-allowed');
});

test('what no rule names is denied, to everyone', () => {
  for (const actor of Object.values(people))
    for (const action of ['__proto__', 'constructor', 'channel.burn', ''])
      expect(can(actor, action as Action, open as never)).toBe(false);
  const unheard = { type: 'secret', archived: false } as unknown as typeof open;
  expect(can(people.A, 'channel.create', unheard)).toBe(false);
  expect(can(people.A, 'document.open', { kind: 'secret' } as unknown as Things['document.open'])).toBe(
    false,
  );
});

test('whoever may post may read, whoever may read may leave, in every kind of channel', () => {
  for (const type of channelTypes)
    for (const actor of Object.values(people)) {
      const thing = { type, archived: false };
      if (can(actor, 'channel.post', thing)) expect(can(actor, 'channel.read', thing)).toBe(true);
      expect(can(actor, 'channel.leave', thing)).toBe(can(actor, 'channel.read', thing));
      for (const kind of ['channel', 'note'] as const)
        expect(can(actor, 'document.open', { kind, channel: thing })).toBe(can(actor, 'channel.read', thing));
    }
});

test('a lecturer never makes or unmakes an admin', () => {
  for (const role of courseRoles) {
    const touches = role === 'admin';
    expect(can(people.L, 'course.invite', { role })).toBe(!touches);
    expect(can(people.L, 'course.setRole', { from: role, to: 'student' })).toBe(!touches);
    expect(can(people.L, 'course.setRole', { from: 'student', to: role })).toBe(!touches);
  }
});

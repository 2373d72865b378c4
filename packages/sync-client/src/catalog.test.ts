import type { ChannelEntry, Op, OpId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { type Catalog, channelsOf, entryOf, isReflected, mayPostIn, withOps } from './catalog.ts';
import { makeEntry, makeMe, newChannel, newCourse } from './testing/make.ts';
import { foldSidebar } from './views/sidebar.ts';

const me = makeMe();
const course = newCourse();
const catalogOf = (
  entries: ChannelEntry[],
  channels: Catalog['inbox']['channels'] = [],
  role = 'student' as const,
) => ({
  me,
  inbox: { courses: [{ course, role, life: 1, since: 0 }], channels, threads: [], notices: [] },
  courses: { [course]: { name: 'Optics', channels: entries, people: [] } },
});
const row = (entry: ChannelEntry, state: 'in' | 'left' | 'removed', own = false) => ({
  channel: entry.id,
  course,
  state,
  role: 'member' as const,
  mayPost: true,
  ...(own ? { entry } : {}),
});
const op = <Kind extends Op['kind']>(kind: Kind, fields: object): Op =>
  ({ kind, id: crypto.randomUUID() as OpId, at: 1, ...fields }) as unknown as Op;
const sidebar = (catalog: Catalog) =>
  foldSidebar(
    catalog,
    () => ({ unread: 0, mentions: 0 }),
    () => 0,
    () => ({ level: 'all', mutedUntil: null }),
    0,
  )[0]!;

test('every course member is in open channels until they leave, and in private ones by a row only', () => {
  const [open, left, removed, hidden] = ['open', 'left', 'removed', 'hidden'].map((name) =>
    makeEntry(course, { name }),
  );
  const secret = makeEntry(course, { name: 'secret', type: 'private' });
  const catalog = catalogOf(
    [open!, left!, removed!],
    [row(left!, 'left'), row(removed!, 'removed'), row(secret, 'in', true), row(hidden!, 'removed')],
  );
  expect(channelsOf(catalog).map(({ name }) => name)).toEqual(['open', 'secret']);
  const shown = sidebar(catalog);
  expect(shown.channels.map(({ name }) => name)).toEqual(['open', 'secret']);
  expect(shown.others.map(({ name }) => name)).toEqual(['left']);
});

test('a channel made offline is there at once and belongs to its maker', () => {
  const channel = newChannel();
  const create = op('channel.create', { channel, course, name: 'new', topic: '', type: 'private' });
  const before = catalogOf([]);
  expect(isReflected(before, create)).toBe(false);
  const after = withOps(before, [create, op('channel.describe', { channel, topic: 'fresh' })]);
  expect(entryOf(after, channel)).toMatchObject({ name: 'new', topic: 'fresh' });
  expect(sidebar(after).channels[0]).toMatchObject({ role: 'admin', mayPost: true });
  expect(isReflected(after, create)).toBe(true);
});

test('leaving, joining, naming and putting away are seen at once', () => {
  const entry = makeEntry(course);
  const before = catalogOf([entry]);
  const leave = op('channel.member', { channel: entry.id, user: me.id, role: null });
  const left = withOps(before, [leave]);
  expect(channelsOf(left)).toEqual([]);
  expect(isReflected(before, leave)).toBe(false);
  expect(isReflected(left, leave)).toBe(true);
  const join = op('channel.member', { channel: entry.id, user: me.id, role: 'member' });
  expect(channelsOf(withOps(left, [join]))).toHaveLength(1);
  const renamed = withOps(before, [op('channel.describe', { channel: entry.id, name: 'lab' })]);
  expect(sidebar(renamed).channels[0]?.name).toBe('lab');
  const archived = withOps(before, [op('channel.archive', { channel: entry.id, archived: true })]);
  expect(sidebar(archived).channels).toEqual([]);
  expect(sidebar(archived).others).toHaveLength(1);
});

test('an op for a channel that nobody knows of changes nothing', () => {
  const before = catalogOf([makeEntry(course)]);
  const stray = { channel: newChannel() };
  expect(
    withOps(before, [
      op('channel.describe', { ...stray, name: 'x' }),
      op('channel.archive', { ...stray, archived: true }),
    ]),
  ).toEqual(before);
});

test('the composer is closed with a reason', () => {
  const news = makeEntry(course, { type: 'announcement' });
  const old = makeEntry(course, { archived: true });
  const quiet = makeEntry(course);
  const catalog = catalogOf([news, old, quiet], [{ ...row(quiet, 'in'), mayPost: false }]);
  expect([news, old, quiet].map((entry) => mayPostIn(catalog, entry))).toEqual([
    'staff-only',
    'archived',
    'may-not-post',
  ]);
});

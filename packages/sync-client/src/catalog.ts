import { type Actor, inChannel, whyNot } from '@lectern/access';
import type { ChannelEntry, ChannelId, CourseId, DenyReason, Me, MessageId, Op } from '@lectern/contracts';
import type { CourseFacts, Facts } from '@lectern/local-store';

/** Courses, channels and people as last known, and what follows from them for this person. Pure. */
export interface Catalog {
  readonly me: Me;
  readonly inbox: Facts['inbox'];
  readonly courses: Facts['courses'];
}

export const emptyInbox: Facts['inbox'] = { courses: [], channels: [], threads: [], notices: [] };

/** All channels that this person may know of, whether they are in them or not. */
export function entriesOf({ inbox, courses }: Catalog): readonly ChannelEntry[] {
  const entries = new Map<ChannelId, ChannelEntry>();
  for (const { course } of inbox.courses) {
    for (const entry of courses[course]?.channels ?? []) entries.set(entry.id, entry);
  }
  for (const { entry } of inbox.channels) if (entry !== undefined) entries.set(entry.id, entry);
  return [...entries.values()];
}

export function entryOf(catalog: Catalog, channel: ChannelId): ChannelEntry | null {
  const own = catalog.inbox.channels.find((row) => row.channel === channel)?.entry;
  if (own !== undefined) return own;
  for (const { course } of catalog.inbox.courses) {
    const entry = catalog.courses[course]?.channels.find(({ id }) => id === channel);
    if (entry !== undefined) return entry;
  }
  return null;
}

/** The person as the rules of access see them in a channel. */
export function actorIn({ me, inbox }: Catalog, { id, course }: Pick<ChannelEntry, 'id' | 'course'>): Actor {
  return {
    user: me.id,
    siteAdmin: me.siteAdmin,
    courseRole: inbox.courses.find((row) => row.course === course)?.role ?? null,
    membership: inbox.channels.find((row) => row.channel === id) ?? null,
  };
}

/** The channels that this person is in, and so reads. */
export const channelsOf = (catalog: Catalog): readonly ChannelEntry[] =>
  entriesOf(catalog).filter((entry) => inChannel(actorIn(catalog, entry), entry));

/** Why the composer is closed to this person, or true. */
export const mayPostIn = (catalog: Catalog, entry: ChannelEntry): true | DenyReason =>
  whyNot(actorIn(catalog, entry), 'channel.post', entry) ?? true;

/**
 * The catalog with waiting ops done to it, so that a channel made, named, left or put away is seen so at once. Ops
 * that do not fit are passed over: the server will say why.
 */
export function withOps(catalog: Catalog, ops: readonly Op[]): Catalog {
  return ops.reduce(withOp, catalog);
}

/** Whether this person follows a thread, with ops that wait done to it. */
export function followsThread({ inbox }: Catalog, ops: readonly Op[], thread: MessageId): boolean {
  const known = inbox.threads.some(({ message }) => message === thread);
  return ops.reduce((follows, op) => {
    if (op.kind === 'thread.follow' && op.message === thread) return op.on;
    return op.kind === 'send' && op.thread === thread ? true : follows;
  }, known);
}

/** Whether the catalog says already what the op says. */
export function isReflected(catalog: Catalog, op: Op): boolean {
  const entry = entryOf(catalog, op.channel);
  switch (op.kind) {
    case 'channel.create':
      return entry !== null;
    case 'channel.describe':
      return (
        entry === null ||
        ((op.name ?? entry.name) === entry.name && (op.topic ?? entry.topic) === entry.topic)
      );
    case 'channel.archive':
      return entry === null || entry.archived === op.archived;
    case 'thread.follow':
      return followsThread(catalog, [], op.message) === op.on;
    case 'channel.member':
      return (
        op.user !== catalog.me.id ||
        entry === null ||
        (op.role !== null) === inChannel(actorIn(catalog, entry), entry)
      );
    default:
      return true;
  }
}

function withOp(catalog: Catalog, op: Op): Catalog {
  const entry = entryOf(catalog, op.channel);
  switch (op.kind) {
    case 'channel.create': {
      if (entry !== null) return catalog;
      const { channel: id, course, name, topic, type } = op;
      return withNewEntry(catalog, { id, course, name, topic, type, archived: false, life: 1 });
    }
    case 'channel.describe':
      if (entry === null) return catalog;
      return withEntry(catalog, { ...entry, name: op.name ?? entry.name, topic: op.topic ?? entry.topic });
    case 'channel.archive':
      return entry === null ? catalog : withEntry(catalog, { ...entry, archived: op.archived });
    case 'channel.member': {
      if (entry === null || op.user !== catalog.me.id) return catalog;
      const before = catalog.inbox.channels.find((row) => row.channel === op.channel);
      const row = {
        channel: entry.id,
        course: entry.course,
        mayPost: true,
        ...before,
        state: op.role === null ? ('left' as const) : ('in' as const),
        role: op.role ?? before?.role ?? ('member' as const),
      };
      const others = catalog.inbox.channels.filter(({ channel }) => channel !== op.channel);
      return { ...catalog, inbox: { ...catalog.inbox, channels: [...others, row] } };
    }
    default:
      return catalog;
  }
}

/** Who makes a channel is in it and administers it. */
function withNewEntry(catalog: Catalog, entry: ChannelEntry): Catalog {
  const row = {
    channel: entry.id,
    course: entry.course,
    state: 'in',
    role: 'admin',
    mayPost: true,
    entry,
  } as const;
  return { ...catalog, inbox: { ...catalog.inbox, channels: [...catalog.inbox.channels, row] } };
}

function withEntry(catalog: Catalog, changed: ChannelEntry): Catalog {
  const channels = catalog.inbox.channels.map((row) =>
    row.entry !== undefined && row.channel === changed.id ? { ...row, entry: changed } : row,
  );
  const course: CourseFacts | undefined = catalog.courses[changed.course];
  const courses =
    course === undefined
      ? catalog.courses
      : {
          ...catalog.courses,
          [changed.course]: {
            ...course,
            channels: course.channels.map((entry) => (entry.id === changed.id ? changed : entry)),
          },
        };
  return { ...catalog, inbox: { ...catalog.inbox, channels }, courses };
}

/** The course's name and people, or null while they have not been heard of. */
export const courseOf = (catalog: Catalog, course: CourseId): CourseFacts | null =>
  catalog.courses[course] ?? null;

import { seedOf, writeNote } from '@lectern/channel-doc';
import {
  type ChannelId,
  type CourseId,
  isTombstone,
  type MessageRecord,
  type NoteId,
  type UserId,
} from '@lectern/contracts';
import { mentionsOf } from '@lectern/rich-text';
import * as Y from 'yjs';
import type { DemoChannelRows, DemoNoteRows, DemoRows } from '../database/demo-rows.ts';
import { createCalendar } from './calendar.ts';
import { channels, type DemoChannel, MESSAGES } from './channels.ts';
import { announce, type Said, talk } from './conversations.ts';
import { type DemoNote, notes } from './notes.ts';
import { type DemoPerson, LECTURER, people, STUDENT } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { recordsOf } from './records.ts';

const COURSE_NAME = 'Algorithms and Data Structures';
const DAY_MS = 86_400_000;
/** Yjs numbers its clients with 32 bits; the lowest numbers are kept for seeds. */
const MAX_CLIENT = 2 ** 32 - 1;
/** How far back those who can sign in are told that they were mentioned, in milliseconds. */
const TOLD_MS = 7 * DAY_MS;
/** The server's administrator among the people of the demonstration. */
const SITE_ADMIN = 'tomasz';

/** Everything that the demonstration holds. The same seed, time and time zone give the same. */
export function generateDemo(options: { readonly now: number; readonly seed: number }): DemoRows {
  const random = createRandom(options.seed);
  const calendar = createCalendar(options.now);
  const ids = new Map(people.map(({ handle }) => [handle, random.uuid() as UserId]));
  const said = new Map<DemoChannel, Said[]>();
  for (const channel of channels) {
    const present = peopleIn(channel);
    const chance = random.fork(channel.key);
    if (channel.type === 'announcement') said.set(channel, announce(channel, present, calendar, chance));
    else if (channel.messages !== null)
      said.set(channel, talk(channel, present, channel.messages, calendar, chance));
  }
  const rest = channels.find((channel) => !said.has(channel))!;
  const missing = MESSAGES - [...said.values()].reduce((sum, lines) => sum + lines.length, 0);
  said.set(rest, talk(rest, peopleIn(rest), missing, calendar, random.fork(rest.key)));

  const rows = channels.map((channel, index) =>
    channelRows(channel, said.get(channel)!, ids, options.now, calendar.start + index * 60_000, random),
  );
  return {
    course: {
      id: random.uuid() as CourseId,
      name: COURSE_NAME,
      createdBy: ids.get(LECTURER)!,
      at: calendar.start,
    },
    people: people.map((person, index) => ({
      id: ids.get(person.handle)!,
      name: person.name,
      handle: person.handle,
      email: emailOf(person.handle),
      role: person.role,
      siteAdmin: person.handle === SITE_ADMIN,
      joinedAt: calendar.start + index * 1_000,
      lastSeenAt: lastWords(rows, ids.get(person.handle)!) ?? calendar.start,
    })),
    channels: rows,
    notes: notes.map((note) => noteRows(note, rows, ids, random.fork(note.title))),
    mentions: rows
      .flatMap(({ id, records }) => mentionsIn(id, records, ids, options.now - TOLD_MS))
      .sort((x, y) => x.at - y.at),
  };
}

/** Written in one go, a day after its channel was made, upon what every note begins with. */
function noteRows(
  { channel, title, by, body }: DemoNote,
  rows: readonly DemoChannelRows[],
  ids: ReadonlyMap<string, UserId>,
  random: Random,
): DemoNoteRows {
  const at = rows[channels.findIndex(({ key }) => key === channel)]!;
  const doc = new Y.Doc();
  doc.clientID = random.between(2 ** 31, MAX_CLIENT);
  const seed = seedOf('blank');
  Y.applyUpdate(doc, seed);
  const before = Y.encodeStateVector(doc);
  writeNote(doc, body);
  return {
    id: random.uuid() as NoteId,
    channel: at.id,
    title,
    by: ids.get(by)!,
    at: at.at + DAY_MS,
    updates: [seed, Y.encodeStateAsUpdate(doc, before)],
    client: doc.clientID,
  };
}

/** Where a person of the demonstration signs in with. */
export const emailOf = (handle: string): string => `${handle}@uni.example`;

const peopleIn = ({ type, members }: DemoChannel): DemoPerson[] =>
  people.filter(({ handle }) => (members[handle]?.state ?? (type === 'private' ? 'left' : 'in')) === 'in');

function channelRows(
  channel: DemoChannel,
  said: readonly Said[],
  ids: ReadonlyMap<string, UserId>,
  now: number,
  at: number,
  random: Random,
): DemoChannelRows {
  const present = peopleIn(channel);
  const known = new Map(present.map(({ handle }) => [handle, ids.get(handle)!]));
  const { records, seq, rev } = recordsOf(said, known, now, random.fork(channel.key));
  return {
    id: random.uuid() as ChannelId,
    name: channel.name,
    topic: channel.topic,
    type: channel.type,
    createdBy: ids.get(channel.createdBy)!,
    at,
    members: Object.entries(channel.members).map(([handle, { state, role }]) => ({
      person: ids.get(handle)!,
      state,
      role,
    })),
    records,
    seq,
    rev,
  };
}

/** What those who can sign in have been told: where they were mentioned lately. */
function mentionsIn(
  channel: ChannelId,
  records: readonly MessageRecord[],
  ids: ReadonlyMap<string, UserId>,
  since: number,
): DemoRows['mentions'] {
  return [LECTURER, STUDENT].flatMap((handle) => {
    const person = ids.get(handle)!;
    return records
      .filter((record) => record.at > since && record.author !== person)
      .filter((record) => !isTombstone(record) && mentionsOf(record.body).includes(person))
      .map(({ id, seq, author, at }) => {
        const told = { message: id, seq, from: author, at, thread: null, group: null };
        return { channel, person, kind: 'mention' as const, ...told };
      });
  });
}

/** When a person last wrote something. */
function lastWords(rows: readonly DemoChannelRows[], person: UserId): number | undefined {
  const times = rows.flatMap(({ records }) => records.findLast(({ author }) => author === person)?.at ?? []);
  return times.length > 0 ? Math.max(...times) : undefined;
}

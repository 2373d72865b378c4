import type { ChannelFacts } from '@lectern/channel-doc';
import {
  type CourseRole,
  isTombstone,
  type MentionGroup,
  type MessageId,
  type MessageRecord,
  rolesOfGroup,
  type UserId,
} from '@lectern/contracts';
import type { Transaction } from 'kysely';
import { readersAmong } from '../database/batches.ts';
import type { Telling } from '../database/notifications.ts';
import type { Schema } from '../database/schema.ts';
import type { NewsDraft } from './news-draft.ts';

export interface TellingFacts {
  /** What the batch says that is news. */
  readonly news: NewsDraft;
  /** Who followed the thread of a new reply when it was written. */
  readonly followersOf: (reply: MessageId) => readonly UserId[];
  /** Whether any device of a person is connected. */
  readonly isHere: (person: UserId) => boolean;
  readonly now: number;
}

/**
 * Who is told of what a batch has said and done: those whom it names, those who are of a group that it calls, those who
 * follow the thread in which it was said, and whose message it has reacted to. A person who is meant twice is told once.
 * Nobody is told of their own words, or of a channel that they cannot read.
 */
export async function toldPeople(
  trx: Transaction<Schema>,
  channel: ChannelFacts,
  records: Iterable<MessageRecord>,
  { news, followersOf, isHere, now }: TellingFacts,
): Promise<Telling[]> {
  const found: Found[] = [];
  for (const record of records) {
    if (isTombstone(record)) continue;
    const { people, groups } = news.calls(record);
    const [followers, reactor] = [followersOf(record.id), news.reactionTo(record)];
    if (people.length + groups.length + followers.length > 0 || reactor !== null)
      found.push({ record, people, groups, followers, reactor });
  }
  if (found.length === 0) return [];
  const people = found.flatMap((each) => [...each.people, ...each.followers, each.record.author]);
  const roles = found.flatMap(({ groups }) => groups.flatMap((group) => rolesOfGroup[group]));
  const readers = await readersAmong(trx, channel, [...new Set(people)], [...new Set(roles)]);
  return found.flatMap((each) => tellingsOf(each, readers, isHere, now));
}

/** What is to be told of a message, and to whom, readers or not. */
interface Found {
  readonly record: Exclude<MessageRecord, { deletedAt: number }>;
  readonly people: readonly UserId[];
  readonly groups: readonly MentionGroup[];
  readonly followers: readonly UserId[];
  readonly reactor: UserId | null;
}

function tellingsOf(
  { record, people, groups, followers, reactor }: Found,
  readers: ReadonlyMap<UserId, CourseRole>,
  isHere: (person: UserId) => boolean,
  now: number,
): Telling[] {
  const { id: message, seq, author, thread, at } = record;
  const about = { message, seq, from: author, thread: thread?.id ?? null, group: null };
  const mentioned = new Map<UserId, MentionGroup | null>(people.map((person) => [person, null]));
  for (const group of groups) {
    for (const [person, role] of readers) {
      const isMeant = rolesOfGroup[group].includes(role) && (group !== 'here' || isHere(person));
      if (isMeant && !mentioned.has(person)) mentioned.set(person, group);
    }
  }
  const tellings: Telling[] = [];
  for (const [person, group] of mentioned)
    tellings.push({ ...about, kind: 'mention', person, group, at: record.editedAt ?? at });
  for (const person of followers)
    if (!mentioned.has(person)) tellings.push({ ...about, kind: 'reply', person, at });
  const told = tellings.filter(({ person }) => person !== author && readers.has(person));
  if (reactor !== null && readers.has(author))
    told.push({ ...about, kind: 'reaction', person: author, from: reactor, at: now });
  return told;
}

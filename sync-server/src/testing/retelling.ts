import { isDeepStrictEqual } from 'node:util';
import {
  type Body,
  type ChannelId,
  type CourseRole,
  type MessageId,
  type NoticeKind,
  type Op,
  rolesOfGroup,
  type UserId,
} from '@lectern/contracts';
import { groupsOf, mentionsOf } from '@lectern/rich-text';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { must } from './must-hold.ts';
import type { SimulatedDevice } from './simulated-device.ts';

/** How often people had to be told of each thing, and how often a reaction made a notice anew. */
export type Tellings = Record<NoticeKind | 'calls' | 'renewed', number>;

/**
 * Who follows which thread of a channel, and who must have been told of what was said and done there: told again from
 * the ops that were accepted, in their order, and compared with the rows. What one commit took together counts by what
 * it has left behind; the ledger says which ops these were.
 */
export async function checkTold(
  devices: readonly SimulatedDevice[],
  channel: ChannelId,
  observer: Kysely<Schema>,
): Promise<Tellings> {
  const retelling = new Retelling(await readPeople(observer, channel));
  for (const batch of await batchesOf(devices, channel, observer)) retelling.tell(batch);

  const followers = await observer
    .selectFrom('thread_follower')
    .select(['thread_id', 'person_id', 'following'])
    .where('channel_id', '=', channel)
    .execute();
  const stored = followers.map((row) => `${row.thread_id} ${row.person_id} ${row.following}`).toSorted();
  must(
    isDeepStrictEqual(stored, retelling.followers()),
    `followers ${stored}, said ${retelling.followers()}`,
  );
  const { rows } = await sql<{ key: string; sender: UserId }>`
    select concat_ws(' ', person_id, kind, message_id) as key, from_id as sender from notification
    where channel_id = ${channel}`.execute(observer);
  retelling.compare(new Map(rows.map(({ key, sender }) => [key, sender])));
  return retelling.tellings;
}

interface Did {
  readonly user: UserId;
  readonly op: Op;
}
/** A message as its history has left it so far; without a body once it is deleted. */
interface Said {
  readonly author: UserId;
  readonly body: Body | null;
  /** Emoji and person. */
  readonly reactions: ReadonlySet<string>;
}

class Retelling {
  readonly tellings: Tellings = { mention: 0, calls: 0, reply: 0, reaction: 0, renewed: 0 };
  readonly #people: ReadonlyMap<UserId, CourseRole>;
  readonly #messages = new Map<MessageId, Said>();
  readonly #following = new Map<MessageId, Map<UserId, boolean>>();
  /** Who must have been told of what, and by whom the newest reaction is. */
  readonly #told = new Map<string, UserId | null>();
  /** Who may have been told: nobody knows afterwards who was connected when `@here` was called. */
  readonly #perhaps = new Set<string>();

  constructor(people: ReadonlyMap<UserId, CourseRole>) {
    this.#people = people;
  }

  /** What one commit has done. */
  tell(batch: readonly Did[]): void {
    const before = new Map<MessageId, Said | null>();
    const followers = new Map<MessageId, readonly UserId[]>();
    const reactions: { message: MessageId; key: string; user: UserId }[] = [];
    for (const { user, op } of batch) {
      const message = ('message' in op ? op.message : op.id) as string as MessageId;
      const said = this.#messages.get(message) ?? null;
      if (!before.has(message)) before.set(message, said);
      if (op.kind === 'react' && op.on && !said!.reactions.has(`${op.emoji} ${user}`))
        reactions.push({ message, key: `${op.emoji} ${user}`, user });
      const after = afterOp(said, user, op);
      if (after !== null) this.#messages.set(message, after);
      if (op.kind === 'thread.follow') this.#followersOf(message).set(user, op.on);
      if (op.kind === 'send' && op.thread !== undefined)
        followers.set(message, this.#replied(op.thread, user, op.body));
    }
    for (const [message, was] of before) {
      const now = this.#messages.get(message);
      if (now === undefined || now.body === null) continue;
      this.#toldOfWords(message, was, { author: now.author, body: now.body });
      for (const person of followers.get(message) ?? []) this.#toldOfReply(message, now.author, person);
      const last = reactions.findLast(
        (each) => each.message === message && each.user !== now.author && now.reactions.has(each.key),
      );
      if (last !== undefined) this.#must(now.author, 'reaction', message, last.user);
    }
  }

  /** Thread, person and whether they follow it. */
  followers(): string[] {
    return [...this.#following]
      .flatMap(([thread, people]) => [...people].map(([person, on]) => `${thread} ${person} ${on}`))
      .toSorted();
  }

  compare(stored: ReadonlyMap<string, UserId>): void {
    const missing = [...this.#told.keys()].filter((key) => !stored.has(key));
    must(missing.length === 0, `people are told of ${missing}`);
    const beyond = [...stored.keys()].filter((key) => !this.#told.has(key) && !this.#perhaps.has(key));
    must(beyond.length === 0, `people are told of nothing else, such as ${beyond}`);
    for (const [key, by] of this.#told)
      must(by === null || by === stored.get(key), `the newest of ${key} is by ${by}, not ${stored.get(key)}`);
  }

  #toldOfWords(message: MessageId, was: Said | null, now: { author: UserId; body: Body }): void {
    const [names, groups] = was?.body ? [mentionsOf(was.body), groupsOf(was.body)] : [[], []];
    for (const person of mentionsOf(now.body))
      if (person !== now.author && !names.includes(person)) this.#must(person, 'mention', message);
    for (const group of groupsOf(now.body)) {
      if (groups.includes(group)) continue;
      for (const [person, role] of this.#people) {
        if (person === now.author || !rolesOfGroup[group].includes(role)) continue;
        if (group === 'here') this.#perhaps.add(keyOf(person, 'mention', message));
        else {
          this.tellings.calls += 1;
          this.#must(person, 'mention', message);
        }
      }
    }
  }

  /** Who is mentioned by it too is told of that alone. */
  #toldOfReply(message: MessageId, author: UserId, person: UserId): void {
    if (person === author || this.#told.has(keyOf(person, 'mention', message))) return;
    if (this.#perhaps.has(keyOf(person, 'mention', message)))
      this.#perhaps.add(keyOf(person, 'reply', message));
    else this.#must(person, 'reply', message);
  }

  #must(person: UserId, kind: NoticeKind, message: MessageId, by: UserId | null = null): void {
    const key = keyOf(person, kind, message);
    this.tellings[kind === 'reaction' && this.#told.has(key) ? 'renewed' : kind] += 1;
    this.#told.set(key, by);
  }

  #replied(thread: MessageId, author: UserId, body: Body): UserId[] {
    const root = this.#messages.get(thread)!;
    const known = this.#followersOf(thread);
    for (const person of [root.author, ...(root.body ? mentionsOf(root.body) : []), ...mentionsOf(body)])
      if (!known.has(person)) known.set(person, true);
    known.set(author, true);
    return [...known].flatMap(([person, follows]) => (follows ? [person] : []));
  }

  #followersOf(thread: MessageId): Map<UserId, boolean> {
    const known = this.#following.get(thread) ?? new Map<UserId, boolean>();
    this.#following.set(thread, known);
    return known;
  }
}

const keyOf = (person: UserId, kind: NoticeKind, message: MessageId): string =>
  `${person} ${kind} ${message}`;

function afterOp(said: Said | null, user: UserId, op: Op): Said | null {
  if (op.kind === 'send') return { author: user, body: op.body, reactions: new Set() };
  if (said === null) return null;
  if (op.kind === 'edit') return { ...said, body: op.body };
  if (op.kind === 'delete') return { ...said, body: null };
  if (op.kind !== 'react') return said;
  const reactions = new Set(said.reactions);
  if (op.on) reactions.add(`${op.emoji} ${user}`);
  else reactions.delete(`${op.emoji} ${user}`);
  return { ...said, reactions };
}

/** Ops that had an effect, in their order, those of one commit together. */
async function batchesOf(
  devices: readonly SimulatedDevice[],
  channel: ChannelId,
  observer: Kysely<Schema>,
): Promise<Did[][]> {
  const accepted = devices
    .flatMap(({ user, journal, outcomes }) =>
      journal.flatMap((op) => {
        const outcome = outcomes.get(op.id);
        return op.channel === channel && outcome?.ok ? [{ user, op, rev: outcome.rev }] : [];
      }),
    )
    .sort((a, b) => a.rev - b.rev);
  const { rows } = await sql<{ op: string; commit: string }>`
    select op_id as op, at::text as commit from op_ledger
    where (actor_id, op_id) in (select * from unnest(${accepted.map(({ user }) => user)}::uuid[], ${accepted.map(({ op }) => op.id)}::uuid[]))`.execute(
    observer,
  );
  const commits = new Map(rows.map(({ op, commit }) => [op, commit]));
  const batches: Did[][] = [];
  let commit: string | undefined;
  for (const did of accepted) {
    if (commits.get(did.op.id) === commit) batches.at(-1)!.push(did);
    else batches.push([did]);
    commit = commits.get(did.op.id);
  }
  return batches;
}

/** Everyone who can read the channel. */
async function readPeople(
  observer: Kysely<Schema>,
  channel: ChannelId,
): Promise<ReadonlyMap<UserId, CourseRole>> {
  const rows = await observer
    .selectFrom('course_member as m')
    .innerJoin('channel as c', 'c.course_id', 'm.course_id')
    .select(['m.person_id as person', 'm.role as role'])
    .where('c.id', '=', channel)
    .execute();
  return new Map(rows.map(({ person, role }) => [person, role]));
}

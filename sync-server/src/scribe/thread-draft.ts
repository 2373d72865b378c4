import { repliesOf, withReply } from '@lectern/channel-doc';
import {
  isTombstone,
  type MessageId,
  type MessageRecord,
  type ReplyHead,
  type UserId,
} from '@lectern/contracts';
import { mentionsOf } from '@lectern/rich-text';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { type Follower, readReplyHeads } from '../database/threads.ts';

/** What a batch does to threads: who follows them from now on, and what their first messages say of them. */
export class ThreadDraft {
  /** Thread → person → whether they follow; nobody stands here who never had anything to do with it. */
  readonly #following = new Map<MessageId, Map<UserId, boolean>>();
  readonly #changed = new Map<string, Follower>();
  readonly #followers = new Map<MessageId, readonly UserId[]>();
  readonly #added = new Map<MessageId, MessageRecord[]>();
  readonly #shrunk = new Set<MessageId>();

  constructor(followers: readonly Follower[]) {
    for (const { thread, person, following } of followers) this.#of(thread).set(person, following);
  }

  /**
   * Whoever writes in a thread follows it. So do its first message's author and everyone who is named, unless they have
   * said that they do not want to.
   */
  replied(root: MessageRecord, reply: MessageRecord): void {
    this.#added.set(root.id, [...(this.#added.get(root.id) ?? []), reply]);
    const named = [root, reply].flatMap((record) => (isTombstone(record) ? [] : mentionsOf(record.body)));
    for (const person of [root.author, ...named])
      if (!this.#of(root.id).has(person)) this.follow(root.id, person, true);
    this.follow(root.id, reply.author, true);
    const followers = [...this.#of(root.id)].flatMap(([person, following]) => (following ? [person] : []));
    this.#followers.set(reply.id, followers);
  }

  /** A reply was deleted: what its thread holds is counted anew. */
  removed(thread: MessageId): void {
    this.#shrunk.add(thread);
  }

  follow(thread: MessageId, person: UserId, following: boolean): void {
    if (this.#of(thread).get(person) === following) return;
    this.#of(thread).set(person, following);
    this.#changed.set(`${thread} ${person}`, { thread, person, following });
  }

  /** Who followed the thread of a new reply when it was written: those whom it names included, later ones not. */
  followersOf(reply: MessageId): readonly UserId[] {
    return this.#followers.get(reply) ?? [];
  }

  /** Whose following has changed in this batch. */
  get changed(): readonly Follower[] {
    return [...this.#changed.values()];
  }

  /** Threads of which the first message has to say something else now. */
  get touched(): readonly MessageId[] {
    return [...new Set([...this.#added.keys(), ...this.#shrunk])];
  }

  /**
   * What the first message of a thread says of its replies after the batch.
   * @param touched messages in the state in which the batch leaves them
   */
  async repliesOf(
    trx: Transaction<Schema>,
    root: MessageRecord,
    touched: ReadonlyMap<MessageId, MessageRecord>,
  ): Promise<MessageRecord['replies']> {
    const added = this.#added.get(root.id) ?? [];
    if (!this.#shrunk.has(root.id)) return added.reduce(withReply, root.replies);
    const stored = await readReplyHeads(trx, root.id);
    const all: (ReplyHead & { readonly id: MessageId })[] = [...stored, ...added];
    return repliesOf(all.filter(({ id }) => !isGone(touched.get(id))));
  }

  #of(thread: MessageId): Map<UserId, boolean> {
    const known = this.#following.get(thread) ?? new Map<UserId, boolean>();
    this.#following.set(thread, known);
    return known;
  }
}

const isGone = (record: MessageRecord | undefined): boolean => record !== undefined && isTombstone(record);

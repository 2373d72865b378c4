import {
  type ChannelFacts,
  type Effect,
  type JudgeFacts,
  type judge,
  type MessageEffect,
  otherEnds,
  reduceMessage,
} from '@lectern/channel-doc';
import {
  type ChannelId,
  type CourseId,
  EPOCH_SIZE,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type Outcome,
  type UserId,
} from '@lectern/contracts';
import type { Transaction } from 'kysely';
import { type BatchFacts, isNameTaken, type LockedChannel, type LostDeletion } from '../database/batches.ts';
import type { NewVersion } from '../database/message-versions.ts';
import type { Schema } from '../database/schema.ts';
import type { Follower } from '../database/threads.ts';
import type { ErasedMessage } from '../sync/erasure.ts';
import type { NoteFacts } from './batch-facts.ts';
import { NewsDraft } from './news-draft.ts';
import { NoteDraft } from './note-draft.ts';
import type { Settled, Submission } from './scribe.ts';
import { ThreadDraft } from './thread-draft.ts';

/** The state of a channel while a batch is judged: what was read, and over it what the batch has done so far. */
export class BatchDraft {
  readonly settled: Settled[] = [];
  readonly fresh: Settled[] = [];
  readonly created = new Set<MessageId>();
  readonly touched = new Map<MessageId, MessageRecord>();
  readonly versions: NewVersion[] = [];
  readonly members = new Map<UserId, Extract<Effect, { kind: 'set-member' }>>();
  readonly threads: ThreadDraft;
  readonly news = new NewsDraft();
  readonly now: number;
  readonly notes: NoteDraft;
  /** Deletions in this batch of messages that the server does not have. */
  readonly lostDeletions: LostDeletion[] = [];
  channel: ChannelFacts | null;
  newChannel: { creator: UserId } | null = null;
  described = false;
  readonly erased: ErasedMessage[] = [];
  seq: number;
  rev: number;
  readonly #id: ChannelId;
  readonly #course: CourseId | null;
  readonly #ledger: Map<string, Outcome>;
  readonly #people: Map<UserId, BatchFacts['people'][number]>;
  readonly #stored: Map<MessageId, { channel: ChannelId; record: MessageRecord }>;
  readonly #pinned: Set<MessageId>;
  readonly #isRestored: boolean;
  readonly #deletedBefore: readonly LostDeletion[];

  constructor(
    id: ChannelId,
    course: CourseId | null,
    locked: LockedChannel | null,
    facts: BatchFacts,
    beside: {
      readonly followers: readonly Follower[];
      readonly pinned: readonly MessageRecord[];
      readonly notes: NoteFacts;
      /** Messages at the other end of accepted answers. */
      readonly ends: readonly MessageRecord[];
    },
    now: number,
  ) {
    this.threads = new ThreadDraft(beside.followers);
    this.notes = new NoteDraft(beside.notes);
    this.#id = id;
    this.#course = course;
    this.now = now;
    this.channel = locked;
    const start = facts.epoch * EPOCH_SIZE;
    this.seq = Math.max(locked?.seq ?? 0, start);
    this.rev = Math.max(locked?.rev ?? 0, start);
    this.#ledger = new Map(facts.ledger.map(({ actor, outcome }) => [`${actor} ${outcome.op}`, outcome]));
    this.#people = new Map(facts.people.map((person) => [person.id, person]));
    const ends = beside.ends.map((record) => ({ channel: id, record }));
    this.#stored = new Map([...facts.messages, ...ends].map((message) => [message.record.id, message]));
    this.#isRestored = facts.epoch > 0;
    this.#deletedBefore = facts.lostDeletions;
    this.#pinned = new Set(beside.pinned.map((record) => record.id));
  }

  /** The outcome that this op has had before, in the ledger or earlier in this batch. */
  answered({ actor, op }: Submission): Outcome | null {
    return this.#ledger.get(`${actor} ${op.id}`) ?? null;
  }

  async nameTaken(trx: Transaction<Schema>, { op }: Submission): Promise<boolean> {
    const name = op.kind === 'channel.create' || op.kind === 'channel.describe' ? op.name : undefined;
    const unarchived = op.kind === 'channel.archive' && !op.archived ? this.channel?.name : undefined;
    const wanted = name ?? unarchived;
    const course = this.channel?.course ?? (op.kind === 'channel.create' ? op.course : null);
    return wanted !== undefined && course !== null && (await isNameTaken(trx, course, wanted, this.#id));
  }

  factsFor({ actor, op }: Submission, nameTaken: boolean): JudgeFacts {
    const target = op.kind === 'send' ? op.id : 'message' in op ? op.message : null;
    const answered = op.kind === 'send' && op.reply !== undefined ? this.#message(op.reply, false) : null;
    const root = op.kind === 'send' && op.thread !== undefined ? this.#message(op.thread, false) : null;
    // Roles were read for one course: a creation that names another one finds nobody in it.
    const elsewhere = op.kind === 'channel.create' && op.course !== this.#course;
    return {
      actor: elsewhere ? { ...this.#standingOf(actor), courseRole: null } : this.#standingOf(actor),
      channel: this.channel,
      message: target === null ? null : this.#message(target as string as MessageId, op.kind === 'send'),
      answered,
      root,
      answer: op.kind === 'accept' && op.answer !== null ? this.#message(op.answer, false) : null,
      isRestored: this.#isRestored,
      pins: this.#pinned.size,
      notes: this.notes.entries,
      noteElsewhere: op.kind === 'note.create' && this.notes.isKnown(op.note),
      nameTaken,
      subject: op.kind === 'channel.member' && this.#people.has(op.user) ? this.#standingOf(op.user) : null,
    };
  }

  settle({ actor, op }: Submission, verdict: ReturnType<typeof judge>): void {
    const outcome: Outcome =
      'deny' in verdict
        ? { op: op.id, ok: false, reason: verdict.deny }
        : this.#apply(op.id, actor, verdict.allow);
    this.#ledger.set(`${actor} ${op.id}`, outcome);
    this.settled.push({ actor, outcome });
    this.fresh.push({ actor, outcome });
  }

  #apply(op: Outcome['op'], actor: UserId, effect: Effect): Outcome {
    this.rev += 1;
    const rev = this.rev;
    switch (effect.kind) {
      case 'append': {
        this.seq += 1;
        const record = reduceMessage(null, effect, { seq: this.seq, rev, at: this.now });
        this.created.add(record.id);
        this.news.said(record.id, null);
        this.touched.set(record.id, record);
        if (record.thread !== undefined)
          this.threads.replied(this.#message(record.thread.id, false)!, record);
        if (this.#isDeletedBefore(record)) {
          this.rev += 1;
          this.#change({ kind: 'remove', message: record.id }, this.rev);
        }
        return { op, ok: true, rev: this.rev, seq: record.seq };
      }
      case 'replace':
      case 'remove':
      case 'react':
      case 'pin':
      case 'question':
      case 'accept':
      case 'answer':
      case 'endorse': {
        // The outcome names the last of an op's changes, so that whoever has come so far has seen all of them.
        const ends = otherEnds(effect, (id) => this.#message(id, false));
        ends.forEach((end, n) => void this.#change(end, rev + n));
        this.rev += ends.length;
        const record = this.#change(effect, this.rev);
        return { op, ok: true, rev: this.rev, seq: record.seq };
      }
      case 'remember-deletion':
        this.lostDeletions.push({ message: effect.message, actor, ofAnybody: effect.ofAnybody });
        return { op, ok: true, rev };
      case 'follow':
        this.threads.follow(effect.thread, effect.user, effect.on);
        return { op, ok: true, rev };
      case 'create-note':
      case 'change-note':
        this.notes.apply(effect, this.now);
        return { op, ok: true, rev };
      case 'create-channel':
        this.channel = effect.channel;
        this.newChannel = { creator: actor };
        this.#enter(actor, { kind: 'set-member', user: actor, state: 'in', role: 'admin' });
        return { op, ok: true, rev };
      case 'describe-channel':
        this.channel = { ...this.channel!, name: effect.name, topic: effect.topic };
        this.described = true;
        return { op, ok: true, rev };
      case 'archive-channel':
        this.channel = { ...this.channel!, archived: effect.archived };
        this.described = true;
        return { op, ok: true, rev };
      case 'set-member':
        this.#enter(effect.user, effect);
        return { op, ok: true, rev };
    }
  }

  /** The first messages of threads say what the batch has left of them: one change each, however many replies. */
  async countReplies(trx: Transaction<Schema>): Promise<void> {
    for (const thread of this.threads.touched) {
      const root = this.#message(thread, false);
      if (root === null) continue;
      const replies = await this.threads.repliesOf(trx, root, this.touched);
      const { replies: _, ...before } = root;
      this.rev += 1;
      this.touched.set(thread, { ...before, rev: this.rev, ...(replies === undefined ? {} : { replies }) });
    }
  }

  /** The server had lost the message when somebody deleted it who may. */
  #isDeletedBefore({ id, author }: MessageRecord): boolean {
    return [...this.#deletedBefore, ...this.lostDeletions].some(
      ({ message, actor, ofAnybody }) => message === id && (ofAnybody || actor === author),
    );
  }

  #change(effect: MessageEffect, rev: number): MessageRecord {
    const before = this.#message(effect.message, false)!;
    const record = reduceMessage(before, effect, { seq: before.seq, rev, at: this.now });
    this.touched.set(record.id, record);
    if (isTombstone(record)) this.erased.push({ message: record.id, author: record.author });
    if (isTombstone(record) && record.thread !== undefined) this.threads.removed(record.thread.id);
    if (!isTombstone(record) && record.pinned !== undefined) this.#pinned.add(record.id);
    else this.#pinned.delete(record.id);
    if (effect.kind === 'react') this.news.reacted(before, effect);
    if (effect.kind === 'replace') this.news.said(record.id, before);
    if (effect.kind === 'replace' && !isTombstone(before)) {
      const { id, rev, body, editedAt, at } = before;
      this.versions.push({ message: id, rev, body, at: editedAt ?? at });
    }
    return record;
  }

  #enter(user: UserId, effect: Extract<Effect, { kind: 'set-member' }>): void {
    this.members.set(user, effect);
    const person = this.#people.get(user);
    if (person !== undefined) {
      const mayPost = person.membership?.mayPost ?? true;
      this.#people.set(user, { ...person, membership: { state: effect.state, role: effect.role, mayPost } });
    }
  }

  #standingOf(user: UserId): JudgeFacts['actor'] {
    const person = this.#people.get(user);
    return {
      user,
      siteAdmin: person?.siteAdmin ?? false,
      courseRole: person?.courseRole ?? null,
      membership: person?.membership ?? null,
    };
  }

  /** A message of this channel; for a send, any message that has the id already, wherever it stands. */
  #message(id: MessageId, anywhere: boolean): MessageRecord | null {
    const touched = this.touched.get(id);
    if (touched !== undefined) return touched;
    const stored = this.#stored.get(id);
    return stored !== undefined && (anywhere || stored.channel === this.#id) ? stored.record : null;
  }
}

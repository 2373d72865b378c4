import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChannelId, Op, Outcome, UserId } from '@lectern/contracts';
import type { Logger } from 'pino';
import { isConflict, isPoison } from './database-faults.ts';

/** Ops of one transaction at most: bounds how long a channel's row stays locked. */
const MAX_OPS_PER_BATCH = 256;
/** Waits between attempts while the database does not answer, in milliseconds; the last one repeats. */
const RETRY_DELAYS_MS = [50, 100, 250, 500, 1_000, 2_000];
/** A batch that has lost so many races for an id or a name is split: one of its ops can never win. */
const MAX_CONFLICTS = 3;

/**
 * Channels in which the ops of one person are in hand at a time. A backlog of thousands of ops for as many channels
 * would otherwise take every connection to the database from all others.
 */
const MAX_CHANNELS_A_PERSON = 4;

/** An op of a person, as it came out of the outbox and through its contract. */
export interface Submission {
  readonly actor: UserId;
  readonly op: Op;
}

export interface Settled {
  readonly actor: UserId;
  readonly outcome: Outcome;
}

/** What was committed and is still to be shown. */
export interface Committed {
  readonly settled: readonly Settled[];
  /** The next batch of the channel must not begin before this one is published. */
  readonly holdsUp: boolean;
  /** Shows it to whoever has the channel open. Never rejects: what is committed is read again where this fails. */
  readonly publish: () => Promise<void>;
}

export interface ScribeDeps {
  /** Judges and commits ops of one channel in one transaction. All or nothing. */
  readonly commit: (channel: ChannelId, ops: readonly Submission[]) => Promise<Committed>;
  /** Writes down that an op was refused because the database cannot hold what it says. */
  readonly refusePoison: (submission: Submission) => Promise<Settled>;
  /** Tells the people what became of their ops. */
  readonly announce: (settled: readonly Settled[]) => void;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: Logger;
}

/**
 * The only writer of channels. It keeps one queue a channel, in the order in which ops arrived, and commits what
 * waits while a transaction runs as the next one together. A failing batch is split until the op that spoils it
 * stands alone; a database that does not answer is waited for, and nothing is dropped.
 */
export class Scribe {
  readonly #deps: ScribeDeps;
  readonly #queues = new Map<ChannelId, Submission[]>();
  readonly #inFlight = new Set<string>();
  readonly #people = new Map<UserId, InHand>();
  /** Work on a channel that is no batch of ops. */
  readonly #alone = new Map<ChannelId, (() => Promise<void>)[]>();
  readonly #running = new Map<ChannelId, Promise<void>>();
  /** What is being published, in the order of the commits. */
  readonly #publishing = new Map<ChannelId, Promise<void>>();
  #stopped = false;

  constructor(deps: ScribeDeps) {
    this.#deps = deps;
  }

  /** Takes an op on. An op that is in hand already is not taken twice; one that was committed before is answered. */
  submit(submission: Submission): void {
    const key = keyOf(submission);
    if (this.#stopped || this.#inFlight.has(key)) return;
    this.#inFlight.add(key);
    const { actor } = submission;
    const inHand: InHand = this.#people.get(actor) ?? { channels: new Map(), waiting: [] };
    this.#people.set(actor, inHand);
    inHand.waiting.push(submission);
    this.#admit(inHand);
  }

  /** Queues what waits of a person, in its order, as far as their share goes. */
  #admit({ channels, waiting }: InHand): void {
    let admitted = 0;
    for (const submission of waiting) {
      const { channel } = submission.op;
      const ops = channels.get(channel) ?? 0;
      if (ops === 0 && channels.size >= MAX_CHANNELS_A_PERSON) break;
      channels.set(channel, ops + 1);
      this.#enqueue(channel, submission);
      admitted += 1;
    }
    waiting.splice(0, admitted);
  }

  #enqueue(channel: ChannelId, submission: Submission): void {
    const queue = this.#queues.get(channel);
    if (queue === undefined) this.#queues.set(channel, [submission]);
    else queue.push(submission);
    this.#start(channel);
  }

  /**
   * Does work on a channel while no batch of it is under way and all that was committed is shown. Ends as the work does.
   */
  alone(channel: ChannelId, work: () => Promise<void>): Promise<void> {
    if (this.#stopped) return Promise.reject(new Error('the scribe has stopped'));
    return new Promise((resolve, reject) => {
      const waiting = this.#alone.get(channel) ?? [];
      waiting.push(() => work().then(resolve, reject));
      this.#alone.set(channel, waiting);
      this.#start(channel);
    });
  }

  #start(channel: ChannelId): void {
    if (!this.#running.has(channel)) this.#running.set(channel, this.#run(channel));
  }

  /** Resolves when no op is in hand. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Takes nothing on any more and resolves when the transactions that run have ended. What waits stays in outboxes. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#queues.clear();
    this.#people.clear();
    await this.idle();
  }

  async #run(channel: ChannelId): Promise<void> {
    // One turn of the loop gathers what arrives together, so that the first op of a burst does not go alone.
    await nextTurn();
    for (;;) {
      const work = this.#alone.get(channel)?.shift();
      if (work !== undefined) {
        await this.#publishing.get(channel);
        await work();
        continue;
      }
      const queue = this.#queues.get(channel);
      const batch = queue?.splice(0, MAX_OPS_PER_BATCH) ?? [];
      if (batch.length > 0) {
        await this.#settle(channel, batch, 0);
        continue;
      }
      await this.#publishing.get(channel);
      if ((this.#queues.get(channel)?.length ?? 0) + (this.#alone.get(channel)?.length ?? 0) === 0) break;
    }
    this.#publishing.delete(channel);
    this.#queues.delete(channel);
    this.#alone.delete(channel);
    this.#running.delete(channel);
  }

  async #settle(channel: ChannelId, batch: readonly Submission[], attempt: number): Promise<void> {
    if (this.#stopped && attempt > 0) return;
    try {
      const committed = await this.#deps.commit(channel, batch);
      this.#publish(channel, batch, committed);
      if (committed.holdsUp) await this.#publishing.get(channel);
    } catch (error) {
      if (!isPoison(error) || (isConflict(error) && attempt < MAX_CONFLICTS)) {
        this.#deps.log.error(
          { err: error, channel, ops: batch.length, attempt },
          'a batch waits for the database',
        );
        await this.#deps.wait(RETRY_DELAYS_MS[Math.min(attempt, RETRY_DELAYS_MS.length - 1)]!);
        return this.#settle(channel, batch, attempt + 1);
      }
      if (batch.length > 1) {
        const half = batch.length >> 1;
        await this.#settle(channel, batch.slice(0, half), 0);
        return this.#settle(channel, batch.slice(half), 0);
      }
      const only = batch[0]!;
      this.#deps.log.error(
        { err: error, channel, op: only.op.id, kind: only.op.kind },
        'an op cannot be committed',
      );
      await this.#refuse(only, 0);
    }
  }

  async #refuse(submission: Submission, attempt: number): Promise<void> {
    if (this.#stopped && attempt > 0) return;
    try {
      this.#done([submission], [await this.#deps.refusePoison(submission)]);
    } catch (error) {
      this.#deps.log.error({ err: error, op: submission.op.id }, 'a refusal waits for the database');
      await this.#deps.wait(RETRY_DELAYS_MS[Math.min(attempt, RETRY_DELAYS_MS.length - 1)]!);
      return this.#refuse(submission, attempt + 1);
    }
  }

  /** Publishes while Postgres is busy with the batch that comes next: that is asked for in this turn. */
  #publish(channel: ChannelId, batch: readonly Submission[], { settled, publish }: Committed): void {
    const before = this.#publishing.get(channel);
    const after = async (): Promise<void> => {
      await before;
      await nextTurn();
      await publish();
      this.#done(batch, settled);
    };
    this.#publishing.set(channel, after());
  }

  #done(batch: readonly Submission[], settled: readonly Settled[]): void {
    for (const submission of batch) {
      this.#inFlight.delete(keyOf(submission));
      this.#leave(submission);
    }
    this.#deps.announce(settled);
  }

  #leave({ actor, op }: Submission): void {
    const inHand = this.#people.get(actor);
    if (inHand === undefined) return;
    const left = (inHand.channels.get(op.channel) ?? 1) - 1;
    if (left > 0) inHand.channels.set(op.channel, left);
    else inHand.channels.delete(op.channel);
    if (inHand.waiting.length > 0) this.#admit(inHand);
    else if (inHand.channels.size === 0) this.#people.delete(actor);
  }
}

/** What is in hand of one person: ops in queues by their channel, and those that wait for a share. */
interface InHand {
  readonly channels: Map<ChannelId, number>;
  readonly waiting: Submission[];
}

const keyOf = ({ actor, op }: Submission): string => `${actor} ${op.id}`;

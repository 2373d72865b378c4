import { type ChannelId, MAX_OUTBOX_BYTES, type OpId, type UserId } from '@lectern/contracts';
import type { Submission } from '../scribe/scribe.ts';
import type { Clock } from './clock.ts';
import { ForgetfulMap } from './forgetful-map.ts';
import { type OpRateKind, rateOf, sayingOf } from './op-rates.ts';
import type { Rates } from './rates.ts';
import { TokenBucket } from './token-bucket.ts';

/** What waits of one person in memory, in bytes: as much as an honest device puts into its outbox at a time. */
const MOST_WAITING_BYTES = MAX_OUTBOX_BYTES;
/** Bytes that an op takes beside its JSON. */
const OVERHEAD_BYTES = 256;
/** Messages of a person that the next one is compared with: whoever pastes two texts in turn repeats themselves too. */
const REMEMBERED_SAYINGS = 8;
/** Ops of a person that are known to have paid: more than any outbox holds that comes again with a new connection. */
const MOST_PAID = 2_000;

export interface OpPacerDeps {
  readonly rates: Pick<Rates, OpRateKind>;
  readonly clock: Clock;
  /** Takes an op whose turn has come. */
  readonly release: (submission: Submission) => void;
  /** There is room again for a person of whom there was too much. */
  readonly onRoom: (actor: UserId) => void;
  /** Told of each op that has to wait. */
  readonly slowed?: (kind: OpRateKind) => void;
}

/**
 * Lets the ops of each person through to the scribe at the rates of their kinds. Those within the rates pass at once;
 * the others wait here in their order, and none is dropped. Ops of one person and channel never overtake each other,
 * of whatever kind they are; in other channels, and for other people, one that waits holds nothing up.
 */
export class OpPacer {
  readonly #deps: OpPacerDeps;
  readonly #people: ForgetfulMap<UserId, Person>;
  #waiting = 0;
  #stopped = false;

  constructor(deps: OpPacerDeps) {
    this.#deps = deps;
    const { rates, clock } = deps;
    this.#people = new ForgetfulMap<UserId, Person>(
      () => newPerson(rates, clock.now()),
      ({ lanes, buckets }) =>
        lanes.size === 0 && Object.values(buckets).every((bucket) => bucket.isFull(clock.now())),
    );
  }

  /** Ops that wait, of all people. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether more of a person may wait. Who is told no hears by `onRoom` when to come again. */
  hasRoom(actor: UserId): boolean {
    const person = this.#people.peek(actor);
    if (person === undefined || person.bytes < MOST_WAITING_BYTES) return true;
    person.isAskedFor = true;
    return false;
  }

  /** Takes an op on. One that waits is not taken twice; one that has paid passes again, for it may want its answer. */
  submit(submission: Submission): void {
    const { actor, op } = submission;
    const person = this.#people.get(actor);
    if (this.#stopped || person.queued.has(op.id)) return;
    if (person.paid.has(op.id)) {
      this.#deps.release(submission);
      return;
    }
    // Those that have waited until now go first.
    if (person.lanes.size > 0) this.#letThrough(actor, person);
    const lane = person.lanes.get(op.channel);
    const short = lane === undefined ? this.#pay(person, op) : { of: rateOf(op) };
    if (short === null) this.#deps.release(submission);
    else this.#keep(actor, person, submission, short.of);
  }

  /** Lets nothing through any more. What waits stays in outboxes. */
  stop(): void {
    this.#stopped = true;
    for (const person of this.#people.values()) person.cancel?.();
  }

  /** Puts an op behind those of its channel that wait. */
  #keep(actor: UserId, person: Person, submission: Submission, shortOf: OpRateKind): void {
    const { op } = submission;
    const waiting = { submission, bytes: JSON.stringify(op).length + OVERHEAD_BYTES };
    const lane = person.lanes.get(op.channel);
    if (lane === undefined) person.lanes.set(op.channel, [waiting]);
    else lane.push(waiting);
    person.queued.add(op.id);
    person.bytes += waiting.bytes;
    this.#waiting += 1;
    this.#deps.slowed?.(shortOf);
    if (person.cancel === null) this.#letThrough(actor, person);
  }

  /** Releases what its turn has come of; of channels that wait for the same rate, one op each in turn. */
  #letThrough(actor: UserId, person: Person): void {
    person.cancel?.();
    person.cancel = null;
    let soonest = this.#oneOfEach(person);
    while (soonest === 0) soonest = this.#oneOfEach(person);
    if (person.lanes.size > 0)
      person.cancel = this.#deps.clock.after(soonest, () => this.#letThrough(actor, person));
    if (person.isAskedFor && person.bytes < MOST_WAITING_BYTES / 2) {
      person.isAskedFor = false;
      this.#deps.onRoom(actor);
    }
  }

  /** Releases the first op of each channel that may go; answers 0 if there was one, or when to look again. */
  #oneOfEach(person: Person): number {
    let soonest = Number.POSITIVE_INFINITY;
    let released = 0;
    const short = new Set<OpRateKind>();
    for (const [channel, lane] of [...person.lanes]) {
      const [first] = lane as [Waiting];
      const { op } = first.submission;
      // Whoever stands before it waits for the same.
      if (short.has(rateOf(op))) continue;
      const lacks = this.#pay(person, op);
      if (lacks !== null) {
        short.add(lacks.of);
        soonest = Math.min(soonest, lacks.forMs);
        continue;
      }
      released += 1;
      lane.shift();
      // Behind the others.
      person.lanes.delete(channel);
      if (lane.length > 0) person.lanes.set(channel, lane);
      person.queued.delete(op.id);
      person.bytes -= first.bytes;
      this.#waiting -= 1;
      this.#deps.release(first.submission);
    }
    return released > 0 ? 0 : soonest;
  }

  /** Takes what an op costs and answers null; or takes nothing, and answers of which rate it is short, and how long. */
  #pay(person: Person, op: Op): { readonly of: OpRateKind; readonly forMs: number } | null {
    const { buckets, sayings, paid } = person;
    const now = this.#deps.clock.now();
    const own = rateOf(op);
    const saying = sayingOf(op);
    const isRepeat = saying !== null && sayings.has(saying);
    const forMs = buckets[own].waitMs(now);
    const repeatForMs = isRepeat ? buckets.repeats.waitMs(now) : 0;
    if (repeatForMs > forMs) return { of: 'repeats', forMs: repeatForMs };
    if (forMs > 0) return { of: own, forMs };
    buckets[own].take(now);
    if (isRepeat) buckets.repeats.take(now);
    if (saying !== null) remember(sayings, saying, REMEMBERED_SAYINGS);
    remember(paid, op.id, MOST_PAID);
    return null;
  }
}

type Op = Submission['op'];

interface Waiting {
  readonly submission: Submission;
  readonly bytes: number;
}

interface Person {
  readonly buckets: Readonly<Record<OpRateKind, TokenBucket>>;
  /** What waits, by channel, in its order. A channel of which nothing waits has no lane. */
  readonly lanes: Map<ChannelId, Waiting[]>;
  readonly queued: Set<OpId>;
  bytes: number;
  /** The last ops that were let through, the newest last. */
  readonly paid: Set<OpId>;
  /** What the last messages said. */
  readonly sayings: Set<string>;
  /** Somebody was told that there is no room. */
  isAskedFor: boolean;
  cancel: (() => void) | null;
}

const newPerson = (rates: OpPacerDeps['rates'], now: number): Person => ({
  buckets: {
    send: new TokenBucket(rates.send, now),
    edit: new TokenBucket(rates.edit, now),
    react: new TokenBucket(rates.react, now),
    otherOps: new TokenBucket(rates.otherOps, now),
    repeats: new TokenBucket(rates.repeats, now),
  },
  lanes: new Map(),
  queued: new Set(),
  bytes: 0,
  paid: new Set(),
  sayings: new Set(),
  isAskedFor: false,
  cancel: null,
});

/** Puts a value last into a set that keeps the last `most`. */
function remember<T>(values: Set<T>, value: T, most: number): void {
  values.delete(value);
  values.add(value);
  if (values.size > most) values.delete(values.values().next().value as T);
}

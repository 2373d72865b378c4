import type { Random } from './random.ts';

/**
 * A network in memory. Nothing moves until the test moves it: `tick` lets one unit of time pass and delivers what is
 * due, `settle` goes on until all is quiet. Messages are cloned on their way, as on a real one.
 */
export interface Network {
  /** A two-way link between two fresh ends. */
  link<Message>(faults?: LinkFaults): Link<Message>;
  /** Lets one unit of time pass and delivers what is due. Answers how many messages were delivered. */
  tick(): number;
  /** Ticks until nothing is under way; throws when that does not come about within `limit` ticks. */
  settle(limit?: number): void;
  /** Messages under way. */
  readonly inFlight: number;
  /** How often each fault has really happened to a message. */
  readonly happened: {
    readonly dropped: number;
    readonly duplicated: number;
    readonly overtaken: number;
    /** Under way when their link was cut or swallowed, or sent while it was cut. */
    readonly lostToCuts: number;
    /** Sent into a link that swallows everything. */
    readonly swallowed: number;
  };
}

/** What may happen to a message. Without any, each arrives at the next tick, once, in order. */
export interface LinkFaults {
  /** Probability that a message is lost. */
  readonly drop?: number;
  /** Probability that a message arrives twice. */
  readonly duplicate?: number;
  /** Least and most ticks that a message takes; with unequal times order is still kept, unless `reorder` breaks it. */
  readonly delay?: readonly [number, number];
  /** Probability that a message may overtake or be overtaken. */
  readonly reorder?: number;
}

export interface LinkEnd<Message> {
  send(message: Message): void;
  /** Called with each message that arrives. One listener; a later one takes its place. */
  onMessage(listener: (message: Message) => void): void;
  /** Called when the link is cut and when it is mended. */
  onChange(listener: (up: boolean) => void): void;
}

export interface Link<Message> {
  readonly a: LinkEnd<Message>;
  readonly b: LinkEnd<Message>;
  readonly up: boolean;
  /** Cuts the link: what is under way is lost, and so is what is sent meanwhile. */
  cut(): void;
  mend(): void;
  /** Swallows everything without telling anybody, until it is mended. */
  blackHole(): void;
  setFaults(faults: LinkFaults): void;
}

interface Flight {
  readonly due: number;
  readonly link: object;
  deliver(): void;
}

/** Ticks after which a network that is still busy is thought to be busy for ever. */
const SETTLE_LIMIT = 10_000;

export function createNetwork(random: Random): Network {
  let now = 0;
  let flights: Flight[] = [];
  const happened = { dropped: 0, duplicated: 0, overtaken: 0, lostToCuts: 0, swallowed: 0 };

  const network: Network = {
    link: <Message>(faults: LinkFaults = {}) =>
      createLink<Message>(faults, random, {
        now: () => now,
        launch: (flight) => void flights.push(flight),
        lose: (link) => {
          const left = flights.filter((flight) => flight.link !== link);
          happened.lostToCuts += flights.length - left.length;
          flights = left;
        },
        count: (fault) => {
          happened[fault] += 1;
        },
      }),
    happened,
    tick() {
      now++;
      let delivered = 0;
      // What is sent while delivering falls due at the next tick at the earliest; a cut takes flights away.
      const due = flights.filter((flight) => flight.due <= now).sort((x, y) => x.due - y.due);
      for (const flight of due) {
        const place = flights.indexOf(flight);
        if (place < 0) continue;
        flights.splice(place, 1);
        flight.deliver();
        delivered++;
      }
      return delivered;
    },
    settle(limit = SETTLE_LIMIT) {
      for (let ticks = 0; flights.length > 0; ticks++) {
        if (ticks === limit) throw new Error(`the network must come to rest within ${limit} ticks`);
        network.tick();
      }
    },
    get inFlight() {
      return flights.length;
    },
  };
  return network;
}

interface Air {
  now(): number;
  launch(flight: Flight): void;
  lose(link: object): void;
  count(fault: keyof Network['happened']): void;
}

function createLink<Message>(first: LinkFaults, random: Random, air: Air): Link<Message> {
  let faults = first;
  let state: 'up' | 'cut' | 'black-hole' = 'up';
  const self = {};
  const changeListeners: ((up: boolean) => void)[] = [];

  const turn = (next: typeof state) => {
    if (state === next) return;
    const told = state !== 'black-hole' || next === 'cut';
    state = next;
    if (next !== 'up') air.lose(self);
    if (told && next !== 'black-hole') for (const listener of changeListeners) listener(next === 'up');
  };

  const direction = () => {
    let listener: (message: Message) => void = () => {};
    let lastDue = 0;
    const launch = (message: Message) => {
      const [least, most] = faults.delay ?? [1, 1];
      let due = air.now() + Math.max(1, random.int(least, most));
      if (!random.chance(faults.reorder ?? 0)) due = Math.max(due, lastDue);
      else if (due < lastDue) air.count('overtaken');
      lastDue = Math.max(lastDue, due);
      const copy = structuredClone(message);
      air.launch({ due, link: self, deliver: () => listener(copy) });
    };
    return {
      send(message: Message) {
        if (state !== 'up') return air.count(state === 'cut' ? 'lostToCuts' : 'swallowed');
        if (random.chance(faults.drop ?? 0)) return air.count('dropped');
        launch(message);
        if (!random.chance(faults.duplicate ?? 0)) return;
        air.count('duplicated');
        launch(message);
      },
      listen(next: (message: Message) => void) {
        listener = next;
      },
    };
  };
  const toB = direction();
  const toA = direction();
  const onChange = (listener: (up: boolean) => void) => void changeListeners.push(listener);

  return {
    a: { send: toB.send, onMessage: toA.listen, onChange },
    b: { send: toA.send, onMessage: toB.listen, onChange },
    get up() {
      return state === 'up';
    },
    cut: () => turn('cut'),
    mend: () => turn('up'),
    blackHole: () => turn('black-hole'),
    setFaults(next) {
      faults = next;
    },
  };
}

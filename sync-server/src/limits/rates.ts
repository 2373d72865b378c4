/** How much one person, or one address, may do: `burst` at once, and `perSecond` in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Every rate of this server, each with its reason. What a person wrote is never dropped or refused for a rate: it waits.
 * Whoever only asks for something is told when to ask again. All are counted in memory, for each server on its own: a
 * restart forgives.
 */
export const defaultRates = {
  /**
   * Messages. Two hours offline with one every ten seconds go at once; the fastest typist writes one in two seconds, and
   * goes on for as long as they like.
   */
  send: { burst: 720, perSecond: 2 },
  /** Edits: of half of those messages, and one a second in the long run. */
  edit: { burst: 360, perSecond: 1 },
  /** Reactions: a click takes a quarter of a second. */
  react: { burst: 720, perSecond: 4 },
  /** All other ops: marks, deletions, notes, channels. Somebody who tidies up clicks twice a second. */
  otherOps: { burst: 720, perSecond: 2 },
  /**
   * Messages that say what the same person has said just before: a lecture's worth of "yes" goes at once; who pastes one
   * text over and over is slowed to one in four seconds.
   */
  repeats: { burst: 20, perSecond: 0.25 },
  /**
   * Updates of notes, in `updateCost`. A key that is held down writes thirty a second. All that a note may hold (8 MB) goes
   * at once, twice what a device keeps of one that was written offline.
   */
  noteUpdates: { burst: 10_000, perSecond: 60 },
  /** Updates of a person's own document: ops, drafts, read positions. All that it may hold (8 MB) goes at once. */
  ownUpdates: { burst: 10_000, perSecond: 60 },
  /** Documents that are opened: three devices with 500 channels each come back at once, and again soon after. */
  opens: { burst: 4_000, perSecond: 40 },
  /** Signs of life, typing, cursors: three devices of which each moves a cursor as often as it is told to others. */
  stateless: { burst: 300, perSecond: 60 },
  /** Requests that read: a device that was away for a week asks for the changes of 500 channels, some in pages. */
  read: { burst: 2_000, perSecond: 20 },
  /** Requests that write, among them a ticket for every socket: a network that comes and goes on several devices. */
  write: { burst: 300, perSecond: 5 },
  /** Searches, the costliest of what can be asked. The page asks while one types, whenever the fingers rest. */
  search: { burst: 120, perSecond: 4 },
  /** Requests of an address by people who have not signed in: the three with which a hall of 1,000 laptops opens. */
  anonymous: { burst: 3_000, perSecond: 50 },
  /** Files for an address: the app for each of those laptops, once. Afterwards it comes from their own disks. */
  files: { burst: 100_000, perSecond: 400 },
} as const satisfies Record<string, Rate>;

export type RateKind = keyof typeof defaultRates;
export type Rates = Readonly<Record<RateKind, Rate>>;

/** All rates, so many times as wide: for what stands in for many people at once, as a benchmark does. */
export const widened = (rates: Rates, times: number): Rates =>
  Object.fromEntries(
    Object.entries(rates).map(([kind, { burst, perSecond }]) => [
      kind,
      { burst: burst * times, perSecond: perSecond * times },
    ]),
  ) as Rates;

/** What an update of a document costs: one, and one more for each kibibyte. */
export const updateCost = (update: Uint8Array): number => 1 + Math.floor(update.length / 1024);

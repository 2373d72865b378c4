import type { MessageId, UserId } from './ids.ts';

/** Where another message of the same channel stands. It may have been deleted. */
export interface MessagePlace {
  readonly id: MessageId;
  readonly seq: number;
}

/** A message that a channel keeps in sight. */
export interface Pin {
  readonly by: UserId;
  /** Server clock when it was pinned. */
  readonly at: number;
  /** Its place among the channel's pins, the lowest first. Between two places there is room for others. */
  readonly order: number;
}

/** A message that waits for an answer, until one is accepted. */
export interface Question {
  /** Its answer, a living message. Left out while there is none. */
  readonly accepted?: MessagePlace;
  /** The channel's change that accepted it. */
  readonly acceptedRev?: number;
}

/** Staff stand behind what a message says. */
export interface Endorsement {
  readonly by: UserId;
  /** Server clock. */
  readonly at: number;
}

/** What people have made of a message, beside its words. A deleted message has none of it. */
export interface MessageMarks {
  readonly pinned?: Pin;
  readonly question?: Question;
  /** The question whose accepted answer this message is: the two name each other. */
  readonly answers?: MessagePlace;
  readonly endorsed?: Endorsement;
}

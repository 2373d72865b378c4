import type { UserId } from './ids.ts';

/** Faces that stand beside a count of replies: as many as a line shows. */
export const MAX_REPLY_FACES = 5;

/**
 * What the first message of a thread says of its replies, so that a list of messages shows a thread without having
 * any of it. Kept by the scribe with every reply; left out when no reply is left.
 */
export interface Replies {
  /** Replies that are not deleted. */
  readonly count: number;
  /** The newest of them. */
  readonly last: ReplyHead;
  /** The first who replied, each once, at most `MAX_REPLY_FACES`. */
  readonly people: readonly UserId[];
}

/** What of a reply the first message of its thread is told. */
export interface ReplyHead {
  readonly seq: number;
  readonly at: number;
  readonly author: UserId;
}

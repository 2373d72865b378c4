import {
  isTombstone,
  type Message,
  type MessageRecord,
  type Reaction,
  type Tombstone,
  type UserId,
} from '@lectern/contracts';
import type { Effect } from './judge.ts';
import type { MarkEffect } from './judge-marks.ts';
import { reduceMark } from './reduce-marks.ts';
import { threadingOf } from './threads.ts';

export { otherEnds } from './reduce-marks.ts';

/** The effects that change a message; the others change a channel or who is in it. */
export type MessageEffect = Extract<Effect, { kind: 'append' | 'replace' | 'remove' | 'react' }> | MarkEffect;

/** The numbers and the time that a change gets: from the scribe at commit, provisional ones in an optimistic view. */
export interface Stamp {
  readonly seq: number;
  readonly rev: number;
  readonly at: number;
}

/**
 * What a message is after an effect: the one reducer for what the scribe commits and for what a device shows before
 * it is committed. An effect that no longer fits leaves the record as it is: a device may fold an op that has
 * meanwhile been committed, or an edit of a message that has meanwhile been deleted.
 * Throws when there is no message to replace or remove.
 */
export function reduceMessage(
  before: MessageRecord | null,
  effect: MessageEffect,
  stamp: Stamp,
): MessageRecord {
  if (effect.kind === 'append') return before ?? appended(effect, stamp);
  if (before === null) throw new Error(`a message must exist before it can be changed (${effect.kind})`);
  if (isTombstone(before)) return before;
  switch (effect.kind) {
    case 'replace':
      return replaced(before, effect.body, stamp);
    case 'remove':
      return removed(before, stamp);
    case 'react':
      return reacted(before, effect, stamp);
    default:
      return reduceMark(before, effect, stamp);
  }
}

const appended = (effect: Extract<Effect, { kind: 'append' }>, { seq, rev, at }: Stamp): Message => ({
  id: effect.message,
  seq,
  rev,
  author: effect.author,
  at,
  sentAt: effect.sentAt,
  body: effect.body,
  ...(effect.reply === undefined ? {} : { reply: effect.reply }),
  ...(effect.thread === undefined ? {} : { thread: effect.thread }),
  ...(effect.inChannel ? { inChannel: true } : {}),
  ...(effect.question ? { question: {} } : {}),
  ...(effect.anchor === undefined ? {} : { anchor: effect.anchor }),
});

/** Who endorsed a message stands behind its words, and these are other ones. */
const replaced = (
  { endorsed: _, ...before }: Message,
  body: Message['body'],
  { rev, at }: Stamp,
): Message => ({
  ...before,
  rev,
  editedAt: at,
  editedRev: rev,
  body,
});

const removed = (before: Message, stamp: Stamp): Tombstone => ({
  id: before.id,
  seq: before.seq,
  rev: stamp.rev,
  author: before.author,
  at: before.at,
  deletedAt: stamp.at,
  ...threadingOf(before),
});

/** A reaction that stands already, or is gone already, changes nothing but the number: its op has had its effect. */
function reacted(
  { reactions = [], ...before }: Message,
  { user, emoji, on }: Extract<Effect, { kind: 'react' }>,
  { rev }: Stamp,
): Message {
  const after = on ? withReaction(reactions, emoji, user) : withoutReaction(reactions, emoji, user);
  return { ...before, rev, ...(after.length === 0 ? {} : { reactions: after }) };
}

function withReaction(reactions: readonly Reaction[], emoji: string, user: UserId): readonly Reaction[] {
  if (!reactions.some((reaction) => reaction.emoji === emoji)) return [...reactions, { emoji, by: [user] }];
  return reactions.map((reaction) =>
    reaction.emoji === emoji && !reaction.by.includes(user)
      ? { emoji, by: [...reaction.by, user] }
      : reaction,
  );
}

const withoutReaction = (reactions: readonly Reaction[], emoji: string, user: UserId): readonly Reaction[] =>
  reactions
    .map((reaction) =>
      reaction.emoji === emoji ? { emoji, by: reaction.by.filter((each) => each !== user) } : reaction,
    )
    .filter(({ by }) => by.length > 0);

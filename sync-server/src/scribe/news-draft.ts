import {
  type Body,
  isTombstone,
  type MentionGroup,
  type Message,
  type MessageId,
  type MessageRecord,
  type UserId,
} from '@lectern/contracts';
import { groupsOf, mentionsOf } from '@lectern/rich-text';

/**
 * What a batch says that is news to somebody. Only what it leaves behind counts: who was offline and thought better of it
 * has told nobody.
 */
export class NewsDraft {
  /** Messages with new words, and what they said before the batch; null for those that it has added. */
  readonly #before = new Map<MessageId, Body | null>();
  /** Reactions that came with the batch, in order. */
  readonly #reacted = new Map<MessageId, { readonly user: UserId; readonly emoji: string }[]>();

  said(message: MessageId, before: MessageRecord | null): void {
    if (this.#before.has(message)) return;
    this.#before.set(message, before === null || isTombstone(before) ? null : before.body);
  }

  reacted(before: MessageRecord, { user, emoji, on }: { user: UserId; emoji: string; on: boolean }): void {
    if (!on || isTombstone(before) || before.author === user || hasReacted(before, user, emoji)) return;
    this.#reacted.set(before.id, [...(this.#reacted.get(before.id) ?? []), { user, emoji }]);
  }

  /** Whom a message names and which groups it calls, and did not before. */
  calls({ id, body }: Message): {
    readonly people: readonly UserId[];
    readonly groups: readonly MentionGroup[];
  } {
    const before = this.#before.get(id);
    if (before === undefined) return { people: [], groups: [] };
    const [people, groups] = before === null ? [[], []] : [mentionsOf(before), groupsOf(before)];
    return {
      people: mentionsOf(body).filter((person) => !people.includes(person)),
      groups: groupsOf(body).filter((group) => !groups.includes(group)),
    };
  }

  /** Who of others has reacted to a message last, if that still stands. */
  reactionTo(message: Message): UserId | null {
    const standing = this.#reacted
      .get(message.id)
      ?.findLast(({ user, emoji }) => hasReacted(message, user, emoji));
    return standing?.user ?? null;
  }
}

const hasReacted = ({ reactions = [] }: Message, user: UserId, emoji: string): boolean =>
  reactions.some((reaction) => reaction.emoji === emoji && reaction.by.includes(user));

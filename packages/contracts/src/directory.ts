import type { ChannelId, CourseId, MessageId, UserId } from './ids.ts';
import type { MentionGroup } from './mention-group.ts';
import type { ChannelRole, ChannelType, CourseRole } from './roles.ts';

/** A channel as the course's directory (public, announcement) or an inbox (private) lists it. */
export interface ChannelEntry {
  readonly id: ChannelId;
  readonly course: CourseId;
  readonly name: string;
  readonly topic: string;
  readonly type: ChannelType;
  readonly archived: boolean;
  /** The channel document's present life. */
  readonly life: number;
}

/** A member of a course as its document lists them. */
export interface PersonEntry {
  readonly id: UserId;
  readonly name: string;
  readonly handle: string;
  readonly role: CourseRole;
}

/** A person's own standing in a course, as their inbox lists it. */
export interface CourseMembership {
  readonly course: CourseId;
  readonly role: CourseRole;
  readonly life: number;
  /** Server clock when the person came into the course: what was said before is not unread to them. */
  readonly since: number;
}

/**
 * A person's own standing in a channel where it differs from the rule "every course member is a plain member of
 * every public and announcement channel": private channels, roles, left channels, lost rights to post.
 */
export interface ChannelMembership {
  readonly channel: ChannelId;
  readonly course: CourseId;
  readonly state: 'in' | 'left' | 'removed';
  readonly role: ChannelRole;
  readonly mayPost: boolean;
  /** The entry of a private channel, which no directory lists. */
  readonly entry?: ChannelEntry;
}

/** A thread that a person follows. */
export interface FollowedThread {
  readonly channel: ChannelId;
  /** Its first message. */
  readonly message: MessageId;
}

/**
 * Why a person was told of a message: it names them or a group that they are of, it was said in a thread that they
 * follow, or it is their own and somebody has reacted to it.
 */
export const noticeKinds = ['mention', 'reply', 'reaction'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/**
 * Something that was said to a person. Of the reactions to one message there is one notice, that of the newest, with an
 * id as new.
 */
export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  readonly channel: ChannelId;
  /** The first message of the thread in which it was said. */
  readonly thread?: MessageId;
  readonly message: MessageId;
  readonly seq: number;
  /** The group that was called, where the message does not name the person alone. */
  readonly group?: MentionGroup;
  readonly from: UserId;
  readonly at: number;
}

/** A channel's name as one word, which is how it is written after `in:`. */
export const channelWord = (name: string): string => name.toLowerCase().replace(/\s+/gu, '-');

import type { ChannelRole, ChannelType, CourseRole, MentionGroup, UserId } from '@lectern/contracts';

/** What the rules need to know of a thing, and nothing more. */
export interface ChannelTypeThing {
  readonly type: ChannelType;
}
export interface ChannelThing extends ChannelTypeThing {
  readonly archived: boolean;
}
export interface MessageThing extends ChannelThing {
  readonly author: UserId;
}
/** Many people of a channel who are called as one. */
export interface CallThing extends ChannelThing {
  readonly group: MentionGroup;
}
/** A change of one person's standing in a channel; `role: null` takes them out. */
export interface MemberThing extends ChannelThing {
  readonly user: UserId;
  readonly role: ChannelRole | null;
}
export type DocumentThing =
  | { readonly kind: 'user' | 'inbox'; readonly owner: UserId }
  | { readonly kind: 'course' }
  /** A note is its channel's: `channel` is the one that it stands in. */
  | { readonly kind: 'channel' | 'note'; readonly channel: ChannelTypeThing };
export interface InviteThing {
  /** What the invited become. */
  readonly role: CourseRole;
}
/** A change of one person's role in a course; null stands for not being in it. */
export interface RoleChangeThing {
  readonly from: CourseRole | null;
  readonly to: CourseRole | null;
}
/** A person seen from a course: the actor's `courseRole` is meant in the same course. */
export interface PersonThing {
  readonly siteAdmin: boolean;
  readonly courseRole: CourseRole | null;
}

/** Every action and the thing it is done to. */
export interface Things {
  'document.open': DocumentThing;
  'channel.read': ChannelTypeThing;
  'channel.post': ChannelThing;
  'channel.create': ChannelTypeThing;
  'channel.describe': ChannelTypeThing;
  'channel.archive': ChannelTypeThing;
  'channel.join': ChannelTypeThing;
  'channel.leave': ChannelTypeThing;
  /** Join and leave of oneself included. */
  'channel.setMember': MemberThing;
  'message.edit': MessageThing;
  'message.delete': MessageThing;
  /** Says something to a group of people. */
  'message.call': CallThing;
  'message.react': ChannelThing;
  'message.pin': ChannelThing;
  /** Says that a message is a question or is none, and which answer it takes. */
  'message.question': MessageThing;
  'message.endorse': ChannelThing;
  /** Reads what a message said before it was edited. */
  'message.versions': ChannelTypeThing;
  /** Makes notes of a channel, names, orders, pins and archives them. */
  'note.manage': ChannelThing;
  /** Writes in them. */
  'note.edit': ChannelThing;
  /** Reads, keeps and names what they said at other times. */
  'note.versions': ChannelTypeThing;
  'course.edit': null;
  'course.invite': InviteThing;
  'course.setRole': RoleChangeThing;
  'people.resetLink': PersonThing;
  'site.createCourse': null;
}
export type Action = keyof Things;

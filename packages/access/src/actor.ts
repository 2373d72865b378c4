import type { ChannelRole, CourseRole, UserId } from '@lectern/contracts';
import type { ChannelTypeThing } from './things.ts';

/** What a row says of a person in a channel. Without a row the rule of the channel's type holds. */
export interface Membership {
  readonly state: 'in' | 'left' | 'removed';
  readonly role: ChannelRole;
  readonly mayPost: boolean;
}

/** A person who wants to do something, seen from the course and the channel in which they want to do it. */
export interface Actor {
  readonly user: UserId;
  readonly siteAdmin: boolean;
  /** Their role in the course that the thing belongs to; null when they are not in it or there is no course. */
  readonly courseRole: CourseRole | null;
  /** Their row in the channel in question; null when there is none or the thing is no channel. */
  readonly membership: Membership | null;
}

/** Course staff: whom announcement channels hear. */
export const isStaff = (actor: Actor): boolean =>
  actor.courseRole === 'tutor' || actor.courseRole === 'lecturer' || actor.courseRole === 'admin';

/** Those who answer for the course. */
export const leadsCourse = (actor: Actor): boolean =>
  actor.courseRole === 'lecturer' || actor.courseRole === 'admin';

/**
 * Whether a person is in a channel: every course member is in every public and announcement channel until a row
 * says otherwise, and in a private one only by a row. Being in the course comes first in any case.
 */
export function inChannel(actor: Actor, channel: ChannelTypeThing): boolean {
  if (actor.courseRole === null) return false;
  if (channel.type === 'private') return actor.membership?.state === 'in';
  return actor.membership === null || actor.membership.state === 'in';
}

/** A person's role in a channel, or null when they are not in it. Who is in without a row is a plain member. */
export const asChannelRole = (actor: Actor, channel: ChannelTypeThing): ChannelRole | null =>
  inChannel(actor, channel) ? (actor.membership?.role ?? 'member') : null;

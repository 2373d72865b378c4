import type { DenyReason } from '@lectern/contracts';
import { type Actor, asChannelRole, inChannel, isStaff, leadsCourse } from './actor.ts';
import type {
  Action,
  CallThing,
  ChannelThing,
  ChannelTypeThing,
  DocumentThing,
  InviteThing,
  MemberThing,
  MessageThing,
  PersonThing,
  RoleChangeThing,
  Things,
} from './things.ts';

/** Whether an actor may do an action to a thing. What no rule allows is denied. */
export const can = <A extends Action>(actor: Actor, action: A, thing: Things[A]): boolean =>
  whyNot(actor, action, thing) === null;

/** The first demand of the law that is not met, as the reason the person is shown; null when all are met. */
export function whyNot<A extends Action>(actor: Actor, action: A, thing: Things[A]): DenyReason | null {
  if (!Object.hasOwn(law, action)) return 'not-allowed';
  for (const demand of law[action]) {
    const reason = demand(actor, thing);
    if (reason !== null) return reason;
  }
  return null;
}

/** A demand is met (null) or names why it is not. */
type Demand<Thing> = (actor: Actor, thing: Thing) => DenyReason | null;

const demand =
  <Thing>(holds: (actor: Actor, thing: Thing) => boolean, otherwise: DenyReason): Demand<Thing> =>
  (actor, thing) =>
    holds(actor, thing) ? null : otherwise;

const siteAdmin = demand((actor: Actor) => actor.siteAdmin, 'not-allowed');
const inTheCourse = demand((actor: Actor) => actor.courseRole !== null, 'not-member');
const inOrOverTheCourse = demand(
  (actor: Actor) => actor.courseRole !== null || actor.siteAdmin,
  'not-member',
);
const inTheChannel = demand(inChannel, 'not-member');
const notArchived = demand((_: Actor, channel: ChannelThing) => !channel.archived, 'archived');
const notMuted = demand((actor: Actor) => actor.membership?.mayPost !== false, 'may-not-post');
const heardHere = demand(
  (actor: Actor, channel: ChannelTypeThing) =>
    channel.type !== 'announcement' || isStaff(actor) || moderates(actor, channel),
  'staff-only',
);
const author = demand((actor: Actor, message: MessageThing) => message.author === actor.user, 'not-author');
const authorOrModerator = demand(
  (actor: Actor, message: MessageThing) =>
    message.author === actor.user || moderates(actor, message) || leadsCourse(actor) || actor.siteAdmin,
  'not-author',
);
const authorOrStaff = demand(
  (actor: Actor, message: MessageThing) => message.author === actor.user || keepsOrder(actor, message),
  'not-author',
);
const keepsOrderHere = demand(keepsOrder, 'not-allowed');
const mayCall = demand(calls, 'may-not-call');
const staff = demand((actor: Actor) => isStaff(actor), 'not-allowed');
const administersChannel = demand(administers, 'not-allowed');
const leadsTheCourse = demand((actor: Actor) => leadsCourse(actor) || actor.siteAdmin, 'not-allowed');
const mayOpen = demand(opens, 'not-allowed');
const mayCreate = demand(creates, 'not-allowed');
const mayJoin = demand(joins, 'not-allowed');
const maySetMember = demand(setsMember, 'not-allowed');
const onlyAdminsMakeAdmins = demand(
  (actor: Actor, { role }: InviteThing) => role !== 'admin' || ranksAsAdmin(actor),
  'not-allowed',
);
const onlyAdminsTouchAdmins = demand(
  (actor: Actor, { from, to }: RoleChangeThing) =>
    (from !== 'admin' && to !== 'admin') || ranksAsAdmin(actor),
  'not-allowed',
);
const mayResetPassword = demand(
  (actor: Actor, person: PersonThing) =>
    actor.siteAdmin || (actor.courseRole === 'admin' && person.courseRole !== null && !person.siteAdmin),
  'not-allowed',
);

/** The law: an action is allowed when every demand of its line is met. */
const law: { readonly [A in Action]: readonly Demand<Things[A]>[] } = {
  'document.open': [mayOpen],
  'channel.read': [inTheChannel],
  'channel.post': [inTheChannel, notArchived, notMuted, heardHere],
  'channel.create': [inOrOverTheCourse, mayCreate],
  'channel.describe': [administersChannel],
  'channel.archive': [administersChannel],
  'channel.join': [inTheCourse, mayJoin],
  'channel.leave': [inTheChannel],
  'channel.setMember': [maySetMember],
  // An edit says something anew, so it needs what posting needs; taking back one's own words needs only presence.
  'message.edit': [inTheChannel, notArchived, notMuted, heardHere, author],
  'message.delete': [inTheChannel, authorOrModerator],
  'message.call': [inTheChannel, notArchived, notMuted, heardHere, mayCall],
  // Everybody answers an announcement with a nod, also those who may not speak there.
  'message.react': [inTheChannel, notArchived, notMuted],
  'message.pin': [inTheChannel, notArchived, keepsOrderHere],
  'message.question': [inTheChannel, notArchived, authorOrStaff],
  // The course speaks through its staff, whoever moderates the channel.
  'message.endorse': [inTheChannel, notArchived, staff],
  'message.versions': [inTheChannel, keepsOrderHere],
  'note.manage': [inTheChannel, notArchived, keepsOrderHere],
  'note.edit': [inTheChannel, notArchived, keepsOrderHere],
  'note.versions': [inTheChannel, keepsOrderHere],
  'course.edit': [leadsTheCourse],
  'course.invite': [leadsTheCourse, onlyAdminsMakeAdmins],
  'course.setRole': [leadsTheCourse, onlyAdminsTouchAdmins],
  'people.resetLink': [mayResetPassword],
  'site.createCourse': [siteAdmin],
};

const ranksAsAdmin = (actor: Actor): boolean => actor.courseRole === 'admin' || actor.siteAdmin;

function moderates(actor: Actor, channel: ChannelTypeThing): boolean {
  const role = asChannelRole(actor, channel);
  return role === 'moderator' || role === 'admin';
}

/** Those who look after what is said in a channel: its moderators and the course's staff. */
function keepsOrder(actor: Actor, channel: ChannelTypeThing): boolean {
  return isStaff(actor) || moderates(actor, channel) || actor.siteAdmin;
}

function administers(actor: Actor, channel: ChannelTypeThing): boolean {
  return asChannelRole(actor, channel) === 'admin' || leadsCourse(actor) || actor.siteAdmin;
}

function opens(actor: Actor, document: DocumentThing): boolean {
  switch (document.kind) {
    case 'user':
    case 'inbox':
      return document.owner === actor.user;
    case 'course':
      return actor.courseRole !== null;
    case 'channel':
    case 'note':
      return inChannel(actor, document.channel);
    default:
      return false;
  }
}

/** Whoever may speak calls those who teach; many people at once are called by those who look after the channel. */
function calls(actor: Actor, call: CallThing): boolean {
  switch (call.group) {
    case 'tutors':
    case 'lecturers':
    case 'staff':
      return true;
    case 'channel':
    case 'here':
    case 'students':
      return keepsOrder(actor, call);
    default:
      return false;
  }
}

/** Open channels are made by staff, private ones by anyone who is in the course. */
function creates(actor: Actor, { type }: ChannelTypeThing): boolean {
  switch (type) {
    case 'public':
    case 'announcement':
      return isStaff(actor) || actor.siteAdmin;
    case 'private':
      return actor.courseRole !== null;
    default:
      return false;
  }
}

/** One comes back to an open channel as one left it; who was removed, and who wants into a private one, must be let in. */
function joins(actor: Actor, { type }: ChannelTypeThing): boolean {
  return type !== 'private' && actor.membership?.state !== 'removed';
}

/**
 * Nobody lets themselves into a private channel, whatever their office: an office administers, and only being in a
 * channel reads it.
 */
function setsMember(actor: Actor, change: MemberThing): boolean {
  const oneself = change.user === actor.user;
  if (oneself && change.role === null) return can(actor, 'channel.leave', change);
  if (oneself && change.role === 'member' && can(actor, 'channel.join', change)) return true;
  if (oneself && change.type === 'private' && !inChannel(actor, change)) return false;
  return administers(actor, change);
}

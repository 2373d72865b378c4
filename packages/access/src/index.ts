/** Access: who may do what. One table of rules that HTTP, sockets, the scribe and the screens all ask. Pure. */
export type { Actor, Membership } from './actor.ts';
export { asChannelRole, inChannel, isStaff } from './actor.ts';
export { can, whyNot } from './can.ts';
export type {
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

import { type Actor, type ChannelThing, type Things, whyNot } from '@lectern/access';
import {
  type ArchiveChannelOp,
  type Body,
  type ChannelId,
  type ChannelRole,
  type ChannelType,
  type CourseId,
  type CreateChannelOp,
  type DeleteOp,
  type DenyReason,
  type DescribeChannelOp,
  type EditOp,
  type FollowThreadOp,
  isMarkOp,
  isTombstone,
  LAST_MOMENT,
  MAX_REACTION_KINDS,
  MAX_REACTIONS,
  type MarkOp,
  type MemberOp,
  type MentionGroup,
  type Message,
  type MessageId,
  type MessagePlace,
  type MessageRecord,
  type NoteAnchor,
  type NoteEntry,
  type NoteOp,
  type Op,
  type ReactOp,
  type SendOp,
  type UserId,
} from '@lectern/contracts';
import { checkBody, groupsOf } from '@lectern/rich-text';
import { judgeMark, type MarkEffect } from './judge-marks.ts';
import { judgeNote, whyNotAnchor } from './judge-notes.ts';
import type { NoteEffect } from './reduce-notes.ts';

/** Who did the op, seen from its channel and that channel's course (for `channel.create`: from the op's course). */
export type ActorFacts = Actor;

export interface ChannelFacts {
  readonly id: ChannelId;
  readonly course: CourseId;
  readonly name: string;
  readonly topic: string;
  readonly type: ChannelType;
  readonly archived: boolean;
}

/** An author who is nobody that asks. */
const NOBODY = '00000000-0000-4000-8000-000000000000' as UserId;

/** All that a judgement rests on, read under the channel's lock. */
export interface JudgeFacts {
  readonly actor: ActorFacts;
  /** The op's channel; for `channel.create` a channel that already has its id. */
  readonly channel: ChannelFacts | null;
  /** For send: any message with its id, anywhere. For other ops: their message, if it stands in this channel. */
  readonly message: MessageRecord | null;
  /** For a send that answers a message: that one, if it stands in this channel. */
  readonly answered: MessageRecord | null;
  /** For a reply of a thread: the thread's first message, if it stands in this channel. */
  readonly root: MessageRecord | null;
  /** For the acceptance of an answer: that one, if it stands in this channel. */
  readonly answer: MessageRecord | null;
  /** The server goes on from an earlier copy: it may lack what devices have. */
  readonly isRestored: boolean;
  /** For a pin: how many the channel has. */
  readonly pins: number;
  /** For what concerns notes: all that the channel has. */
  readonly notes: readonly NoteEntry[];
  /** For `note.create`: another channel has a note with its id. */
  readonly noteElsewhere: boolean;
  /** Another living channel of the course has the name that this one would have. */
  readonly nameTaken: boolean;
  /** For `channel.member`: the person it is about, seen as the actor is; null when there is no such person. */
  readonly subject: ActorFacts | null;
}

/** What an allowed op does. */
export type Effect =
  | {
      readonly kind: 'append';
      readonly message: MessageId;
      readonly author: UserId;
      readonly body: Body;
      readonly sentAt: number;
      readonly reply?: MessagePlace;
      readonly thread?: MessagePlace;
      readonly inChannel?: true;
      readonly question?: true;
      readonly anchor?: NoteAnchor;
    }
  | { readonly kind: 'replace'; readonly message: MessageId; readonly body: Body }
  | { readonly kind: 'remove'; readonly message: MessageId }
  /** The deletion of a message that the server has lost: should it come back, it is deleted at once. */
  | { readonly kind: 'remember-deletion'; readonly message: MessageId; readonly ofAnybody: boolean }
  | {
      readonly kind: 'react';
      readonly message: MessageId;
      readonly user: UserId;
      readonly emoji: string;
      readonly on: boolean;
    }
  | { readonly kind: 'follow'; readonly thread: MessageId; readonly user: UserId; readonly on: boolean }
  | MarkEffect
  | NoteEffect
  | { readonly kind: 'create-channel'; readonly channel: ChannelFacts }
  | { readonly kind: 'describe-channel'; readonly name: string; readonly topic: string }
  | { readonly kind: 'archive-channel'; readonly archived: boolean }
  | {
      readonly kind: 'set-member';
      readonly user: UserId;
      readonly state: 'in' | 'left' | 'removed';
      readonly role: ChannelRole;
    };

export type Verdict = { readonly allow: Effect } | { readonly deny: DenyReason };

/** Judges one op by the facts. The op has its contract's shape; everything else is decided here. */
export function judge(op: Op, facts: JudgeFacts): Verdict {
  switch (op.kind) {
    case 'send':
      return judgeSend(op, facts);
    case 'edit':
      return judgeEdit(op, facts);
    case 'delete':
      return judgeDelete(op, facts);
    case 'react':
      return judgeReact(op, facts);
    case 'thread.follow':
      return judgeFollow(op, facts);
    case 'channel.create':
      return judgeCreate(op, facts);
    case 'channel.describe':
      return judgeDescribe(op, facts);
    case 'channel.archive':
      return judgeArchive(op, facts);
    case 'channel.member':
      return judgeMember(op, facts);
    case 'note.create':
    case 'note.change':
      return judgeNoteOp(op, facts);
    default:
      return isMarkOp(op) ? judgeMarkOp(op, facts) : deny('invalid');
  }
}

function judgeSend(op: SendOp, { actor, channel, message, answered, root, notes }: JudgeFacts): Verdict {
  if (channel === null) return deny('unknown-channel');
  return decide(
    whyNot(actor, 'channel.post', channel) ??
      whyNotSay(op.body) ??
      whyNotCall(actor, channel, groupsOf(op.body)) ??
      (message === null ? null : 'id-used') ??
      // What was answered may have been deleted meanwhile: the answer stands all the same.
      (op.reply === undefined || answered !== null ? null : 'unknown-message') ??
      whyNotInThread(op, root) ??
      whyNotAnchor(op, notes),
    {
      kind: 'append',
      message: messageIdOf(op),
      author: actor.user,
      body: op.body,
      sentAt: Math.min(op.at, LAST_MOMENT),
      ...(answered === null ? {} : { reply: placeOf(answered) }),
      ...(root === null ? {} : { thread: placeOf(root) }),
      ...(op.inChannel ? { inChannel: true } : {}),
      ...(op.question ? { question: true } : {}),
      ...(op.anchor === undefined ? {} : { anchor: op.anchor }),
    },
  );
}

function judgeEdit(op: EditOp, { actor, channel, message }: JudgeFacts): Verdict {
  const target = targetOf(actor, channel, message);
  if ('deny' in target) return target;
  const before = groupsOf((message as Message).body);
  const called = groupsOf(op.body).filter((group) => !before.includes(group));
  return decide(
    whyNot(actor, 'message.edit', target.thing) ??
      whyNotSay(op.body) ??
      whyNotCall(actor, target.thing, called),
    { kind: 'replace', message: op.message, body: op.body },
  );
}

function judgeDelete(op: DeleteOp, { actor, channel, message, isRestored }: JudgeFacts): Verdict {
  if (channel !== null && message === null && isRestored) return judgeLostDeletion(op, actor, channel);
  const target = targetOf(actor, channel, message);
  if ('deny' in target) return target;
  return decide(whyNot(actor, 'message.delete', target.thing), { kind: 'remove', message: op.message });
}

/** Who said the message is not known: a person may always have meant their own. */
function judgeLostDeletion({ message }: DeleteOp, actor: Actor, { type, archived }: ChannelFacts): Verdict {
  const why = (author: UserId): DenyReason | null =>
    whyNot(actor, 'message.delete', { type, archived, author });
  const ofAnybody = why(NOBODY) === null;
  return decide(ofAnybody ? null : why(actor.user), { kind: 'remember-deletion', message, ofAnybody });
}

function judgeReact(op: ReactOp, { actor, channel, message }: JudgeFacts): Verdict {
  const target = targetOf(actor, channel, message);
  if ('deny' in target) return target;
  return decide(
    whyNot(actor, 'message.react', target.thing) ?? (op.on ? whyNotReact(op.emoji, message) : null),
    { kind: 'react', message: op.message, user: actor.user, emoji: op.emoji, on: op.on },
  );
}

/** Whoever may read a thread may follow it, also one whose first message is deleted. */
function judgeFollow(op: FollowThreadOp, { actor, channel, message }: JudgeFacts): Verdict {
  if (channel === null) return deny('unknown-channel');
  return decide(
    whyNot(actor, 'channel.read', channel) ??
      (message === null ? 'unknown-message' : message.thread === undefined ? null : 'invalid'),
    { kind: 'follow', thread: op.message, user: actor.user, on: op.on },
  );
}

function judgeMarkOp(op: MarkOp, { actor, channel, message, answer, pins }: JudgeFacts): Verdict {
  const target = targetOf(actor, channel, message);
  if ('deny' in target) return target;
  return judgeMark(op, { actor, thing: target.thing, message: message as Message, answer, pins });
}

function judgeNoteOp(op: NoteOp, { channel, ...facts }: JudgeFacts): Verdict {
  return channel === null ? deny('unknown-channel') : judgeNote(op, { ...facts, channel });
}

function judgeCreate(op: CreateChannelOp, { actor, channel, nameTaken }: JudgeFacts): Verdict {
  return decide(
    whyNot(actor, 'channel.create', op) ??
      (channel === null ? null : 'id-used') ??
      (nameTaken ? 'name-taken' : null),
    {
      kind: 'create-channel',
      channel: {
        id: op.channel,
        course: op.course,
        name: op.name,
        topic: op.topic,
        type: op.type,
        archived: false,
      },
    },
  );
}

function judgeDescribe(op: DescribeChannelOp, { actor, channel, nameTaken }: JudgeFacts): Verdict {
  if (channel === null) return deny('unknown-channel');
  const name = op.name ?? channel.name;
  const clash = name !== channel.name && nameTaken;
  return decide(whyNot(actor, 'channel.describe', channel) ?? (clash ? 'name-taken' : null), {
    kind: 'describe-channel',
    name,
    topic: op.topic ?? channel.topic,
  });
}

/** An archived channel gives its name free, so that it may have to be renamed before it comes back. */
function judgeArchive(op: ArchiveChannelOp, { actor, channel, nameTaken }: JudgeFacts): Verdict {
  if (channel === null) return deny('unknown-channel');
  const clash = channel.archived && !op.archived && nameTaken;
  return decide(whyNot(actor, 'channel.archive', channel) ?? (clash ? 'name-taken' : null), {
    kind: 'archive-channel',
    archived: op.archived,
  });
}

function judgeMember(op: MemberOp, { actor, channel, subject }: JudgeFacts): Verdict {
  if (channel === null) return deny('unknown-channel');
  const change = { type: channel.type, archived: channel.archived, user: op.user, role: op.role };
  const reason = whyNot(actor, 'channel.setMember', change);
  if (reason !== null) return deny(reason);
  // Whoever is not in the course is not let into its channels; taking such a person out is always right.
  if (subject === null || (op.role !== null && subject.courseRole === null)) return deny('unknown-person');
  const out = op.user === actor.user ? 'left' : 'removed';
  return {
    allow: {
      kind: 'set-member',
      user: op.user,
      state: op.role === null ? out : 'in',
      role: op.role ?? 'member',
    },
  };
}

const deny = (reason: DenyReason): Verdict => ({ deny: reason });
const decide = (reason: DenyReason | null, effect: Effect): Verdict =>
  reason === null ? { allow: effect } : deny(reason);

/**
 * What a channel does not have said in it. Sealed bodies are for direct messages: in a channel nobody holds a key to
 * them, and neither search, mentions nor those who moderate would see what they say.
 */
const whyNotSay = (body: Body): DenyReason | null =>
  body.kind === 'sealed' ? 'not-sealed-here' : checkBody(body);

/** Why one of these groups may not be called here. One that a message called before it was edited is told nothing anew. */
function whyNotCall(actor: Actor, channel: ChannelThing, groups: readonly MentionGroup[]): DenyReason | null {
  for (const group of groups) {
    const reason = whyNot(actor, 'message.call', { type: channel.type, archived: channel.archived, group });
    if (reason !== null) return reason;
  }
  return null;
}

/** A thread begins at a living message of the channel that is no reply of a thread itself. */
function whyNotInThread({ thread, inChannel }: SendOp, root: MessageRecord | null): DenyReason | null {
  if (thread === undefined) return inChannel ? 'invalid' : null;
  if (root === null) return 'unknown-message';
  if (isTombstone(root)) return 'already-deleted';
  return root.thread === undefined ? null : 'invalid';
}

const placeOf = ({ id, seq }: MessageRecord): MessagePlace => ({ id, seq });

/** A message that has all the reactions it can hold takes no more. */
function whyNotReact(emoji: string, message: MessageRecord | null): DenyReason | null {
  const reactions = (message !== null && !isTombstone(message) && message.reactions) || [];
  const isNewKind = !reactions.some((reaction) => reaction.emoji === emoji);
  const count = reactions.reduce((sum, { by }) => sum + by.length, 0);
  const isFull = (isNewKind && reactions.length >= MAX_REACTION_KINDS) || count >= MAX_REACTIONS;
  return isFull ? 'too-many-reactions' : null;
}

/** For a sent message the id of the op is the id of the message. */
const messageIdOf = (op: SendOp): MessageId => op.id as string as MessageId;

type Target = { readonly thing: Things['message.edit'] } | { readonly deny: DenyReason };

/** The message an op is about, once the actor may read the channel it stands in. */
function targetOf(actor: Actor, channel: ChannelFacts | null, message: MessageRecord | null): Target {
  if (channel === null) return { deny: 'unknown-channel' };
  const reason = whyNot(actor, 'channel.read', channel);
  if (reason !== null) return { deny: reason };
  if (message === null) return { deny: 'unknown-message' };
  if (isTombstone(message)) return { deny: 'already-deleted' };
  return { thing: { type: channel.type, archived: channel.archived, author: message.author } };
}

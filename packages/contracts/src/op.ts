import * as v from 'valibot';
import { BodySchema } from './body.ts';
import {
  ChannelIdSchema,
  CourseIdSchema,
  MessageIdSchema,
  NoteIdSchema,
  OpIdSchema,
  UserIdSchema,
} from './id-schemas.ts';
import {
  MAX_ANCHOR_QUOTE_LENGTH,
  MAX_NAME_LENGTH,
  MAX_NOTE_TITLE_LENGTH,
  MAX_PIN_ORDER,
  MAX_TOPIC_LENGTH,
} from './limits.ts';
import { noteTemplates } from './note.ts';
import { EmojiSchema } from './reaction.ts';
import { ChannelRoleSchema, ChannelTypeSchema } from './roles.ts';
import { hidesSomething, namesSomething } from './visible-text.ts';

/**
 * An op is what a person did, as it stands in the outbox of that person's document. It states a result, never a
 * toggle, and concerns one channel. Its author is whoever owns the document; nothing in an op can say otherwise.
 */
const base = {
  id: OpIdSchema,
  channel: ChannelIdSchema,
  /** The device's clock when the person did it, in milliseconds since 1970. */
  at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
};

/** One line of visible text, composed: no control characters, no line breaks, nothing unseen, not only spaces. */
const oneLine = (max: number) =>
  v.pipe(
    v.string(),
    v.normalize('NFC'),
    v.maxLength(max, `must have at most ${max} characters`),
    v.regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, 'must not contain control characters or line breaks'),
    v.check((text) => text.trim() === text, 'must not begin or end with a space'),
    v.check(
      (text) => !hidesSomething(text),
      'must not contain invisible characters; type it instead of pasting it',
    ),
  );
/** What names something to people: one visible line. */
export const lineName = (max: number) =>
  v.pipe(
    oneLine(max),
    v.minLength(1, 'must not be empty'),
    v.check(namesSomething, 'must contain a letter, a number or a symbol'),
  );
export const NameSchema = lineName(MAX_NAME_LENGTH);
export const TopicSchema = oneLine(MAX_TOPIC_LENGTH);

export const NoteTitleSchema = lineName(MAX_NOTE_TITLE_LENGTH);

/** A place in an order that others have a place in, too. */
const order = v.pipe(v.number(), v.minValue(-MAX_PIN_ORDER), v.maxValue(MAX_PIN_ORDER));

/** A relative position of Yjs, in base64: some ten bytes, or the name of a root. */
const relativePosition = v.pipe(v.string(), v.maxLength(64), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));
export const NoteAnchorSchema = v.strictObject({
  note: NoteIdSchema,
  from: relativePosition,
  to: relativePosition,
  quote: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ANCHOR_QUOTE_LENGTH)),
});

export const SendOpSchema = v.strictObject({
  ...base,
  kind: v.literal('send'),
  body: BodySchema,
  /** The message that this one answers. */
  reply: v.optional(MessageIdSchema),
  /** The first message of the thread that this one belongs to. */
  thread: v.optional(MessageIdSchema),
  /** A reply of a thread that is shown in the channel too. */
  inChannel: v.optional(v.literal(true)),
  /** It waits for an answer. */
  question: v.optional(v.literal(true)),
  /** The passage of a note that it is about; a reply of a thread has none. */
  anchor: v.optional(NoteAnchorSchema),
});
export const EditOpSchema = v.strictObject({
  ...base,
  kind: v.literal('edit'),
  message: MessageIdSchema,
  body: BodySchema,
});
export const DeleteOpSchema = v.strictObject({
  ...base,
  kind: v.literal('delete'),
  message: MessageIdSchema,
});
/** Puts an emoji under a message, or takes one's own away. */
export const ReactOpSchema = v.strictObject({
  ...base,
  kind: v.literal('react'),
  message: MessageIdSchema,
  emoji: EmojiSchema,
  on: v.boolean(),
});
/** Wants to hear of what is said in the thread of a message, or no more of it. */
export const FollowThreadOpSchema = v.strictObject({
  ...base,
  kind: v.literal('thread.follow'),
  message: MessageIdSchema,
  on: v.boolean(),
});
/** Keeps a message in sight, at a place among the channel's pins, or no longer (`order: null`). */
export const PinOpSchema = v.strictObject({
  ...base,
  kind: v.literal('pin'),
  message: MessageIdSchema,
  order: v.nullable(order),
});
/** Says that a message waits for an answer, or that it does not. */
export const QuestionOpSchema = v.strictObject({
  ...base,
  kind: v.literal('question'),
  message: MessageIdSchema,
  on: v.boolean(),
});
/** Takes a message as the answer to a question, in place of an earlier one; null takes none. */
export const AcceptOpSchema = v.strictObject({
  ...base,
  kind: v.literal('accept'),
  /** The question. */
  message: MessageIdSchema,
  answer: v.nullable(MessageIdSchema),
});
/** Stands behind what a message says, or no longer. */
export const EndorseOpSchema = v.strictObject({
  ...base,
  kind: v.literal('endorse'),
  message: MessageIdSchema,
  on: v.boolean(),
});
/** Creates `channel`, whose id the device chose. */
export const CreateChannelOpSchema = v.strictObject({
  ...base,
  kind: v.literal('channel.create'),
  course: CourseIdSchema,
  name: NameSchema,
  topic: TopicSchema,
  type: ChannelTypeSchema,
});
/** Renames or describes the channel: the fields that are given become so. */
export const DescribeChannelOpSchema = v.strictObject({
  ...base,
  kind: v.literal('channel.describe'),
  name: v.optional(NameSchema),
  topic: v.optional(TopicSchema),
});
export const ArchiveChannelOpSchema = v.strictObject({
  ...base,
  kind: v.literal('channel.archive'),
  archived: v.boolean(),
});
/** Puts a person into the channel with a role, or out of it (`role: null`). On oneself: join and leave. */
export const MemberOpSchema = v.strictObject({
  ...base,
  kind: v.literal('channel.member'),
  user: UserIdSchema,
  role: v.nullable(ChannelRoleSchema),
});
/** Creates the note `note`, whose id the device chose. What it says is written in its own document. */
export const CreateNoteOpSchema = v.strictObject({
  ...base,
  kind: v.literal('note.create'),
  note: NoteIdSchema,
  title: NoteTitleSchema,
  order,
  template: v.picklist(noteTemplates),
});
/** Renames, moves, pins or archives a note: the fields that are given become so. */
export const ChangeNoteOpSchema = v.strictObject({
  ...base,
  kind: v.literal('note.change'),
  note: NoteIdSchema,
  title: v.optional(NoteTitleSchema),
  order: v.optional(order),
  pinned: v.optional(v.boolean()),
  archived: v.optional(v.boolean()),
});

export const OpSchema = v.variant('kind', [
  SendOpSchema,
  EditOpSchema,
  DeleteOpSchema,
  ReactOpSchema,
  FollowThreadOpSchema,
  PinOpSchema,
  QuestionOpSchema,
  AcceptOpSchema,
  EndorseOpSchema,
  CreateChannelOpSchema,
  DescribeChannelOpSchema,
  ArchiveChannelOpSchema,
  MemberOpSchema,
  CreateNoteOpSchema,
  ChangeNoteOpSchema,
]);

export type SendOp = v.InferOutput<typeof SendOpSchema>;
export type EditOp = v.InferOutput<typeof EditOpSchema>;
export type DeleteOp = v.InferOutput<typeof DeleteOpSchema>;
export type ReactOp = v.InferOutput<typeof ReactOpSchema>;
export type FollowThreadOp = v.InferOutput<typeof FollowThreadOpSchema>;
export type PinOp = v.InferOutput<typeof PinOpSchema>;
export type QuestionOp = v.InferOutput<typeof QuestionOpSchema>;
export type AcceptOp = v.InferOutput<typeof AcceptOpSchema>;
export type EndorseOp = v.InferOutput<typeof EndorseOpSchema>;
export type CreateChannelOp = v.InferOutput<typeof CreateChannelOpSchema>;
export type DescribeChannelOp = v.InferOutput<typeof DescribeChannelOpSchema>;
export type ArchiveChannelOp = v.InferOutput<typeof ArchiveChannelOpSchema>;
export type MemberOp = v.InferOutput<typeof MemberOpSchema>;
export type CreateNoteOp = v.InferOutput<typeof CreateNoteOpSchema>;
export type ChangeNoteOp = v.InferOutput<typeof ChangeNoteOpSchema>;
export type Op = v.InferOutput<typeof OpSchema>;

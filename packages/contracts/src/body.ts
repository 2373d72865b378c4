import * as v from 'valibot';
import { CODE_LANGUAGE } from './code-language.ts';
import { UserIdSchema } from './id-schemas.ts';
import type { UserId } from './ids.ts';
import { MAX_BODY_BYTES, MAX_LIST_DEPTH, MAX_MATH_BYTES } from './limits.ts';
import { isLinkTarget } from './link-target.ts';
import { type MentionGroup, mentionGroups } from './mention-group.ts';
import { textMarks } from './text-marks.ts';

/** All marks that a run of text can have. */
const ALL_MARKS = Object.values(textMarks).reduce((all, mark) => all | mark, 0);

/** Blocks of one body, and items of one list: a page has fewer lines. */
const MAX_BLOCKS = 2_000;

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BODY_BYTES));

const TextNodeSchema = v.strictObject({
  t: v.literal('text'),
  s: text,
  /** Bit set of `textMarks`; left out when zero. */
  m: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(ALL_MARKS))),
});
const PersonMentionSchema = v.strictObject({ t: v.literal('mention'), user: UserIdSchema });
/** Here, and not with the groups: pages name those from their first moment on and check none. */
export const MentionGroupSchema = v.picklist(mentionGroups);
const GroupMentionSchema = v.strictObject({ t: v.literal('mention'), group: MentionGroupSchema });
const BreakNodeSchema = v.strictObject({ t: v.literal('break') });
const LinkNodeSchema = v.strictObject({
  t: v.literal('link'),
  href: v.pipe(v.string(), v.check(isLinkTarget, 'must be an address of the web or of a mailbox')),
  /** What is shown of it. */
  c: v.pipe(v.array(TextNodeSchema), v.minLength(1)),
});
/** A formula in LaTeX, in a line or as a block of its own. */
const MathNodeSchema = v.strictObject({
  t: v.literal('math'),
  s: v.pipe(v.string(), v.minLength(1), v.maxBytes(MAX_MATH_BYTES)),
});
const InlineNodeSchema = v.variant('t', [
  TextNodeSchema,
  PersonMentionSchema,
  GroupMentionSchema,
  BreakNodeSchema,
  LinkNodeSchema,
  MathNodeSchema,
]);
const inline = v.array(InlineNodeSchema);

const ParagraphNodeSchema = v.strictObject({ t: v.literal('p'), c: inline });
const QuoteNodeSchema = v.strictObject({ t: v.literal('quote'), c: inline });
const CodeNodeSchema = v.strictObject({
  t: v.literal('code'),
  s: text,
  /** Its language as it was named, in lower case; left out where nobody said. */
  lang: v.optional(v.pipe(v.string(), v.regex(CODE_LANGUAGE))),
});
/** Items stand one after another with their depth, not inside each other: so nothing can be nested without end. */
const ListItemSchema = v.strictObject({
  c: inline,
  /** How far it stands in; left out when not at all. */
  d: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_LIST_DEPTH))),
  /** It has a number in place of a bullet. */
  n: v.optional(v.literal(true)),
});
const ListNodeSchema = v.strictObject({
  t: v.literal('list'),
  items: v.pipe(v.array(ListItemSchema), v.minLength(1), v.maxLength(MAX_BLOCKS)),
});
const BlockNodeSchema = v.variant('t', [
  ParagraphNodeSchema,
  QuoteNodeSchema,
  CodeNodeSchema,
  ListNodeSchema,
  MathNodeSchema,
]);

/**
 * What a message says, as typed nodes. Nothing in Lectern stores or renders HTML strings.
 */
const PlainBodySchema = v.strictObject({
  kind: v.literal('plain'),
  blocks: v.pipe(v.array(BlockNodeSchema), v.minLength(1), v.maxLength(MAX_BLOCKS)),
});
/**
 * A body sealed on the device; the server keeps it and cannot read it. Kept for direct messages: no client writes one
 * yet, and in a channel it is refused.
 */
const SealedBodySchema = v.strictObject({
  kind: v.literal('sealed'),
  v: v.literal(1),
  keyId: v.pipe(v.string(), v.maxLength(64)),
  bytes: v.pipe(v.string(), v.maxLength(2 * MAX_BODY_BYTES)),
});
export const BodySchema: v.GenericSchema<Body> = v.variant('kind', [PlainBodySchema, SealedBodySchema]);

// Written out and not inferred: types that are made of these would be too deep for the compiler, and for a reader.
export interface TextNode {
  t: 'text';
  s: string;
  m?: number | undefined;
}
export interface LinkNode {
  t: 'link';
  href: string;
  c: TextNode[];
}
export interface MathNode {
  t: 'math';
  s: string;
}
/** A person, or many people as one. */
export type MentionNode = { t: 'mention'; user: UserId } | { t: 'mention'; group: MentionGroup };
export type InlineNode = TextNode | MentionNode | { t: 'break' } | LinkNode | MathNode;
export interface ListItem {
  c: InlineNode[];
  d?: number | undefined;
  n?: true | undefined;
}
export type BlockNode =
  | { t: 'p'; c: InlineNode[] }
  | { t: 'quote'; c: InlineNode[] }
  | { t: 'code'; s: string; lang?: string | undefined }
  | { t: 'list'; items: ListItem[] }
  | MathNode
  | NewerBlock;
/**
 * Stands for a block that this version does not know, because a newer one wrote it. Nobody sends one: no schema has it.
 */
export interface NewerBlock {
  t: 'newer';
}
export interface PlainBody {
  kind: 'plain';
  blocks: BlockNode[];
}
export type Body = PlainBody | v.InferOutput<typeof SealedBodySchema>;

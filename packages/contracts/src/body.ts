import * as v from 'valibot';
import { UserIdSchema } from './id-schemas.ts';
import { MAX_BODY_BYTES } from './limits.ts';
import { textMarks } from './text-marks.ts';

/**
 * What a message says, as typed nodes. Nothing in Lectern stores or renders HTML strings.
 */
const ALL_MARKS = Object.values(textMarks).reduce((all, mark) => all | mark, 0);

const TextNodeSchema = v.strictObject({
  t: v.literal('text'),
  s: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BODY_BYTES)),
  /** Bit set of `textMarks`; left out when zero. */
  m: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(ALL_MARKS))),
});
const MentionNodeSchema = v.strictObject({ t: v.literal('mention'), user: UserIdSchema });
const BreakNodeSchema = v.strictObject({ t: v.literal('break') });
const InlineNodeSchema = v.variant('t', [TextNodeSchema, MentionNodeSchema, BreakNodeSchema]);
const ParagraphNodeSchema = v.strictObject({ t: v.literal('p'), c: v.array(InlineNodeSchema) });

export const PlainBodySchema = v.strictObject({
  kind: v.literal('plain'),
  blocks: v.pipe(v.array(ParagraphNodeSchema), v.minLength(1), v.maxLength(2_000)),
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
export const BodySchema = v.variant('kind', [PlainBodySchema, SealedBodySchema]);

export type TextNode = v.InferOutput<typeof TextNodeSchema>;
export type MentionNode = v.InferOutput<typeof MentionNodeSchema>;
export type InlineNode = v.InferOutput<typeof InlineNodeSchema>;
export type ParagraphNode = v.InferOutput<typeof ParagraphNodeSchema>;
export type PlainBody = v.InferOutput<typeof PlainBodySchema>;
export type Body = v.InferOutput<typeof BodySchema>;

import * as v from 'valibot';
import { UserIdSchema } from './id-schemas.ts';

/**
 * Where people are in a note: small messages beside its document, in JSON text. They are never stored, and end with the
 * socket that they came on. Readers neither send nor get them.
 */

/** An end of a selection: a Yjs relative position as bytes, in base64. They name an item, its type, or a root. */
const MAX_POSITION_LENGTH = 120;
/** One of a person's open editors: an id of any kind that is new with each. */
const MAX_EDITOR_LENGTH = 40;

const PositionSchema = v.pipe(v.string(), v.base64(), v.maxLength(MAX_POSITION_LENGTH));
const EditorSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_EDITOR_LENGTH));
/** `caret`: here, and not in the text. `editor`: not here any more. */
const NoneSchema = v.picklist(['caret', 'editor']);

/** From a client, on the note's document. */
export const ClientCursorSchema = v.union([
  v.strictObject({
    t: v.literal('cursor'),
    editor: EditorSchema,
    anchor: PositionSchema,
    focus: PositionSchema,
  }),
  v.strictObject({ t: v.literal('cursor'), editor: EditorSchema, none: NoneSchema }),
]);
export type ClientCursor = v.InferOutput<typeof ClientCursorSchema>;

export const PersonCursorSchema = v.union([
  v.strictObject({
    user: UserIdSchema,
    editor: EditorSchema,
    anchor: PositionSchema,
    focus: PositionSchema,
  }),
  v.strictObject({ user: UserIdSchema, editor: EditorSchema, none: NoneSchema }),
]);
export type PersonCursor = v.InferOutput<typeof PersonCursorSchema>;

/** From the server, on the note's document. `whole`: these are all others who are here; otherwise a difference. */
export const ServerCursorsSchema = v.strictObject({
  t: v.literal('cursors'),
  whole: v.boolean(),
  cursors: v.array(PersonCursorSchema),
});
export type ServerCursors = v.InferOutput<typeof ServerCursorsSchema>;

import {
  ChannelIdSchema,
  CourseIdSchema,
  NoteIdSchema,
  PersonCursorSchema,
  presenceStates,
  UserIdSchema,
} from '@lectern/contracts';
import * as v from 'valibot';

/**
 * What instances of one Lectern say to each other. All of it may be lost, doubled or late: it says where to look, or
 * tells of what is never stored. Whatever must be true stands in Postgres.
 */
export const InstanceMessageSchema = v.variant('t', [
  /** The logs of these documents, by wire name, have grown. */
  v.strictObject({ t: v.literal('logged'), documents: v.array(v.string()) }),
  /** These documents go on under these names. */
  v.strictObject({ t: v.literal('moved'), documents: v.array(v.string()) }),
  /** What somebody may open has changed, or a session has ended. */
  v.strictObject({ t: v.literal('access') }),
  /** An instance is new, or was cut off: the others tell it whole what they have told. */
  v.strictObject({ t: v.literal('joined') }),
  /** People with devices there. `whole`: these are all; otherwise a difference. Said now and then as a sign of life. */
  v.strictObject({
    t: v.literal('presence'),
    whole: v.boolean(),
    people: v.array(
      v.strictObject({
        user: UserIdSchema,
        state: v.picklist(presenceStates),
        courses: v.pipe(v.array(CourseIdSchema), v.readonly()),
      }),
    ),
  }),
  v.strictObject({ t: v.literal('typing'), channel: ChannelIdSchema, user: UserIdSchema }),
  /** Editors of a note there. `whole`: these are all; otherwise a difference. */
  v.strictObject({
    t: v.literal('cursors'),
    note: NoteIdSchema,
    whole: v.boolean(),
    cursors: v.array(PersonCursorSchema),
  }),
  /** Somebody has opened this note in an editor and wants to know who else has. */
  v.strictObject({ t: v.literal('note-opened'), note: NoteIdSchema }),
]);
export type InstanceMessage = v.InferOutput<typeof InstanceMessageSchema>;

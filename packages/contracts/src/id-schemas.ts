import * as v from 'valibot';
import { type Branded, isUuid } from './ids.ts';

/** Apart from the ids themselves: pages make ids from their first moment on and check none. */
const idSchema = <Name extends string>() => v.custom<Branded<Name>>(isUuid, 'must be a lower-case UUID');

export const UserIdSchema = idSchema<'UserId'>();
export const CourseIdSchema = idSchema<'CourseId'>();
export const ChannelIdSchema = idSchema<'ChannelId'>();
export const MessageIdSchema = idSchema<'MessageId'>();
export const OpIdSchema = idSchema<'OpId'>();
export const DeviceIdSchema = idSchema<'DeviceId'>();
export const InviteIdSchema = idSchema<'InviteId'>();
export const NoteIdSchema = idSchema<'NoteId'>();
export const NoteVersionIdSchema = idSchema<'NoteVersionId'>();

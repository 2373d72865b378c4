import * as v from 'valibot';

/**
 * Ids are branded strings made by one constructor each. All of them are random UUIDs (version 4): an id that is
 * ordered in time would carry the device's clock and betray who wrote an anonymous post.
 */
export type Branded<Name extends string> = string & { readonly __brand: Name };

export type UserId = Branded<'UserId'>;
export type CourseId = Branded<'CourseId'>;
export type ChannelId = Branded<'ChannelId'>;
/** For a sent message the id of the op is the id of the message. */
export type MessageId = Branded<'MessageId'>;
export type OpId = Branded<'OpId'>;
export type DeviceId = Branded<'DeviceId'>;
export type InviteId = Branded<'InviteId'>;
export type NoteId = Branded<'NoteId'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for the lower-case text form of a UUID, the only form that Lectern writes. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

const idSchema = <Name extends string>() => v.custom<Branded<Name>>(isUuid, 'must be a lower-case UUID');

export const UserIdSchema = idSchema<'UserId'>();
export const CourseIdSchema = idSchema<'CourseId'>();
export const ChannelIdSchema = idSchema<'ChannelId'>();
export const MessageIdSchema = idSchema<'MessageId'>();
export const OpIdSchema = idSchema<'OpId'>();
export const DeviceIdSchema = idSchema<'DeviceId'>();
export const InviteIdSchema = idSchema<'InviteId'>();

/** A fresh random id. The caller names the kind: `newId<MessageId>()`. */
export const newId = <Id extends Branded<string>>(): Id => crypto.randomUUID() as string as Id;

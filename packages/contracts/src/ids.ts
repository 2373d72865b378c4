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
export type NoteVersionId = Branded<'NoteVersionId'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for the lower-case text form of a UUID, the only form that Lectern writes. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

/** A fresh random id. The caller names the kind: `newId<MessageId>()`. */
export const newId = <Id extends Branded<string>>(): Id => randomUuid() as Id;

/**
 * A version 4 UUID (RFC 9562, section 5.4). Browsers offer `randomUUID` only to pages that came over https; on plain
 * http Lectern still works online, and its ids come from the same source of chance.
 */
function randomUuid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

import * as v from 'valibot';
import { ChannelIdSchema, UserIdSchema } from './id-schemas.ts';

/**
 * Small messages beside the documents: who is here, who types, signs of life. They are JSON text, they are never
 * stored, and losing any of them loses nothing that a person wrote.
 */
export const presenceStates = ['online', 'away', 'busy', 'offline'] as const;
export type PresenceState = (typeof presenceStates)[number];

/** From a client, on its own user document. */
export const ClientStatelessSchema = v.variant('t', [
  /** Asks for a `pong`; any byte in return proves that the link lives. */
  v.strictObject({ t: v.literal('ping') }),
  /** What this device says of its person; `busy` is chosen, `away` follows from idleness. */
  v.strictObject({ t: v.literal('here'), state: v.picklist(['online', 'away', 'busy']) }),
  /** The channel that is on screen, or null; typing goes only to those who have it open. */
  v.strictObject({ t: v.literal('view'), channel: v.nullable(ChannelIdSchema) }),
  v.strictObject({ t: v.literal('typing'), channel: ChannelIdSchema }),
]);
export type ClientStateless = v.InferOutput<typeof ClientStatelessSchema>;

const PresenceEntrySchema = v.strictObject({
  user: UserIdSchema,
  state: v.picklist(presenceStates),
  /** Server clock when an offline person was last connected; null when never or not told. */
  lastSeen: v.nullable(v.number()),
});
export type PresenceEntry = v.InferOutput<typeof PresenceEntrySchema>;

/** From the server. `presence` comes on a course document, the others on the person's own document. */
export const ServerStatelessSchema = v.variant('t', [
  v.strictObject({ t: v.literal('pong'), now: v.number() }),
  /** `whole`: these are all who are not offline, and everyone else is; otherwise a difference. */
  v.strictObject({ t: v.literal('presence'), whole: v.boolean(), people: v.array(PresenceEntrySchema) }),
  v.strictObject({ t: v.literal('typing'), channel: ChannelIdSchema, user: UserIdSchema }),
]);
export type ServerStateless = v.InferOutput<typeof ServerStatelessSchema>;

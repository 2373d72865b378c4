import { needsNewLife, rebased } from '@lectern/channel-doc';
import type { ChannelId } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { readCourseOfChannel } from '../database/channels.ts';
import { compactDocument, renewDocument } from '../database/documents.ts';
import type { Schema } from '../database/schema.ts';
import { encodeState } from '../sync/encode-state.ts';
import type { LiveDocuments } from '../sync/live-documents.ts';
import type { ServerDocuments } from '../sync/server-documents.ts';
import type { WriterCopies } from '../sync/writer-copies.ts';

/** Logged updates of a channel after which they are folded into its state. */
const COMPACT_EVERY = 256;

export interface TidyDeps {
  readonly db: Kysely<Schema>;
  readonly copies: WriterCopies;
  readonly live: LiveDocuments;
  readonly documents: ServerDocuments;
  readonly log: Logger;
}

/** Whether a channel's document is to be tidied after the update at this position. */
export const isDue = (position: number): boolean => position % COMPACT_EVERY === 0;

/**
 * Folds the log into the state, or begins a new life when the document has outgrown its bounds. The writer's copy is
 * folded as it is now: nobody may write to it before this has ended.
 */
export async function tidyChannel(deps: TidyDeps, channel: ChannelId, life: number): Promise<void> {
  const writer = deps.copies.get('channel', channel);
  const doc = writer.doc;
  if (doc === null) return;
  try {
    const state = encodeState(doc);
    if (needsNewLife(doc, state.length)) await renew(deps, channel, life, rebased('channel', doc));
    else await compactDocument(deps.db, writer, life, writer.position, state);
  } catch (error) {
    deps.log.warn({ err: error, channel }, 'a channel could not be compacted; its log stays');
  }
}

async function renew(
  { db, copies, live, documents }: TidyDeps,
  channel: ChannelId,
  life: number,
  state: Uint8Array,
): Promise<void> {
  const head = copies.get('channel', channel).position;
  const next = await renewDocument(db, { kind: 'channel', id: channel }, { life, head }, state);
  if (next === null) return;
  copies.discard('channel', channel);
  live.endLives('channel', channel, next);
  const course = await readCourseOfChannel(db, channel);
  if (course !== null) documents.projectCourse(course);
}

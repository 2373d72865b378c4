import { needsNewLife, rebased } from '@lectern/channel-doc';
import type { ChannelId, DenyReason, OpId, UserId } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import { readCourseOfChannel } from '../database/channels.ts';
import { compactDocument, renewDocument } from '../database/documents.ts';
import { refuseOp } from '../database/ledger.ts';
import { inTransaction } from '../database/pipelined-transaction.ts';
import type { Schema } from '../database/schema.ts';
import { encodeState } from '../sync/encode-state.ts';
import type { Erasure } from '../sync/erasure.ts';
import type { LiveDocuments } from '../sync/live-documents.ts';
import type { ServerDocuments } from '../sync/server-documents.ts';
import type { WriterCopies } from '../sync/writer-copies.ts';
import { type CommittedBatch, commitBatch } from './commit-batch.ts';
import { type Committed, Scribe, type Settled, type Submission } from './scribe.ts';

/** Logged updates of a channel after which they are folded into its state. */
const COMPACT_EVERY = 256;

export interface ChannelScribeDeps {
  readonly db: Kysely<Schema>;
  readonly pool: pg.Pool;
  readonly copies: WriterCopies;
  readonly live: LiveDocuments;
  readonly documents: ServerDocuments;
  readonly erasure: Erasure;
  /** Told after a commit that changed who may open what. */
  readonly accessChanged: (people: readonly UserId[]) => void;
  /** Whether any device of a person is connected here. */
  readonly isHere: (person: UserId) => boolean;
  readonly log: Logger;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** Puts the scribe on Postgres and on the open documents: commit first, then publish, then tell. */
export function createChannelScribe(deps: ChannelScribeDeps): Scribe {
  const { db, documents, log, wait } = deps;
  return new Scribe({
    commit: (channel, batch) => commit(deps, channel, batch),
    refusePoison: ({ actor, op }) => refuse(db, actor, op.id, 'invalid'),
    announce: (settled) => {
      for (const { actor, outcome } of settled) documents.addOutcome(actor, outcome);
    },
    wait,
    log,
  });
}

/** Refuses an op outside of any channel's transaction. The first outcome stands, whatever it was. */
export async function refuse(
  db: Kysely<Schema>,
  actor: UserId,
  op: OpId,
  reason: DenyReason,
): Promise<Settled> {
  return { actor, outcome: await refuseOp(db, actor, { op, ok: false, reason }) };
}

async function commit(
  deps: ChannelScribeDeps,
  channel: ChannelId,
  batch: readonly Submission[],
): Promise<Committed> {
  const { pool, copies, now, isHere } = deps;
  const writer = copies.get('channel', channel);
  let committed: CommittedBatch;
  try {
    committed = await inTransaction(pool, (trx, last) =>
      commitBatch(trx, last, writer, channel, batch, { now: now(), isHere }),
    );
  } catch (error) {
    // Rolled back, or committed without an answer: the copy may hold what Postgres does not, or the reverse.
    copies.discard('channel', channel);
    throw error;
  }
  const { settled, update, erased } = committed;
  const isTidied = update !== null && (erased.length > 0 || update.position % COMPACT_EVERY === 0);
  return {
    settled,
    // The writer's copy is folded as it is now: nobody may write to it before.
    holdsUp: isTidied,
    async publish() {
      try {
        await show(deps, channel, committed);
      } catch (error) {
        deps.log.warn({ err: error, channel }, 'a committed batch is shown by the next look at the log');
      }
      deps.erasure.erase(erased);
      if (isTidied) await tidy(deps, channel, update.life);
    },
  };
}

async function show(
  { live, documents, accessChanged }: ChannelScribeDeps,
  channel: ChannelId,
  committed: CommittedBatch,
): Promise<void> {
  const { update } = committed;
  if (update !== null) await live.publish('channel', channel, update.life, update.position, update.bytes);
  if (committed.directory !== null) documents.projectCourse(committed.directory);
  for (const person of [...committed.members, ...committed.followers]) documents.projectInbox(person);
  if (committed.members.length > 0) accessChanged(committed.members);
  for (const { person, notice } of await committed.notices) documents.addNotice(person, notice);
}

/** Folds the log into the state, or begins a new life when the document has outgrown its bounds. */
async function tidy(deps: ChannelScribeDeps, channel: ChannelId, life: number): Promise<void> {
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
  { db, copies, live, documents }: ChannelScribeDeps,
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

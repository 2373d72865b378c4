import type { ChannelId, DenyReason, OpId, UserId } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { refuseOp } from '../database/ledger.ts';
import { inTransaction } from '../database/pipelined-transaction.ts';
import type { Schema } from '../database/schema.ts';
import { CARRIED_OUT, type ServerMetrics } from '../metrics/server-metrics.ts';
import type { Erasure } from '../sync/erasure.ts';
import { type CommittedBatch, commitBatch } from './commit-batch.ts';
import { type Committed, Scribe, type Settled, type Submission } from './scribe.ts';
import { isDue, type TidyDeps, tidyChannel } from './tidy-channel.ts';

export interface ChannelScribeDeps extends TidyDeps {
  readonly pool: pg.Pool;
  readonly erasure: Erasure;
  /** Told after a commit that changed who may open what. */
  readonly accessChanged: (people: readonly UserId[]) => void;
  /** Whether any device of a person is connected here. */
  readonly isHere: (person: UserId) => boolean;
  /** Told after a commit that described the channel anew or archived it. */
  readonly channelChanged: (channel: ChannelId) => void;
  readonly metrics: Pick<ServerMetrics, 'ops' | 'batchOps' | 'batchSeconds'>;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** Puts the scribe on Postgres and on the open documents: commit first, then publish, then tell. */
export function createChannelScribe(deps: ChannelScribeDeps): Scribe {
  const { db, documents, metrics, log, wait } = deps;
  return new Scribe({
    commit: (channel, batch) => commit(deps, channel, batch),
    refusePoison: ({ actor, op }) => refuse(db, actor, op.id, 'invalid'),
    announce: (settled) => {
      for (const { actor, outcome } of settled) {
        metrics.ops.add({ outcome: outcome.ok ? CARRIED_OUT : outcome.reason });
        documents.addOutcome(actor, outcome);
      }
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
  const { pool, copies, metrics, now, isHere } = deps;
  const began = performance.now();
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
  metrics.batchOps.observe({}, batch.length);
  metrics.batchSeconds.observe({}, (performance.now() - began) / 1000);
  const { settled, update, erased } = committed;
  const isTidied = update !== null && (erased.length > 0 || isDue(update.position));
  return {
    settled,
    holdsUp: isTidied,
    async publish() {
      try {
        await show(deps, channel, committed);
      } catch (error) {
        deps.log.warn({ err: error, channel }, 'a committed batch is shown by the next look at the log');
      }
      deps.erasure.erase(erased);
      if (isTidied) await tidyChannel(deps, channel, update.life);
    },
  };
}

async function show(
  { live, documents, accessChanged, channelChanged }: ChannelScribeDeps,
  channel: ChannelId,
  committed: CommittedBatch,
): Promise<void> {
  const { update } = committed;
  if (update !== null) await live.publish('channel', channel, update.life, update.position, update.bytes);
  if (committed.directory !== null) {
    documents.projectCourse(committed.directory);
    channelChanged(channel);
  }
  for (const person of [...committed.members, ...committed.followers]) documents.projectInbox(person);
  if (committed.members.length > 0) accessChanged(committed.members);
  for (const { person, notice } of await committed.notices) documents.addNotice(person, notice);
}

import { judge, writeMeta, writeNotes, writeRecords } from '@lectern/channel-doc';
import {
  type ChannelId,
  type CourseId,
  firstLife,
  isTombstone,
  type MessageRecord,
  type Notice,
  type UserId,
} from '@lectern/contracts';
import type { Transaction } from 'kysely';
import {
  type BatchFacts,
  type LockedChannel,
  lockChannel,
  readBatchFacts,
  writeBatch,
  writeLostDeletions,
} from '../database/batches.ts';
import { insertChannel, setMember, updateChannel } from '../database/channels.ts';
import { ensureDocuments } from '../database/documents.ts';
import { readPinned } from '../database/message-marks.ts';
import type { Telling } from '../database/notifications.ts';
import type { LastWrite } from '../database/pipelined-transaction.ts';
import type { Schema } from '../database/schema.ts';
import { readFollowers, writeFollowers } from '../database/threads.ts';
import type { DocumentWriter } from '../sync/document-writer.ts';
import type { ErasedMessage } from '../sync/erasure.ts';
import { BatchDraft } from './batch-draft.ts';
import { courseOfCreation, messagesOf, peopleOf, readEnds, readNoteFacts, threadsOf } from './batch-facts.ts';
import { fillDocument, readFill } from './fill-document.ts';
import type { Settled, Submission } from './scribe.ts';
import { toldPeople } from './told-people.ts';

/** What a committed batch asks for afterwards. */
export interface CommittedBatch {
  readonly settled: readonly Settled[];
  /** The logged channel update, to be published; null when no message, no description and no list of notes changed. */
  readonly update: { readonly life: number; readonly position: number; readonly bytes: Uint8Array } | null;
  /** Known once the transaction has ended. */
  readonly notices: Promise<readonly { readonly person: UserId; readonly notice: Notice }[]>;
  /** The course whose directory shows the channel, when that has changed. */
  readonly directory: CourseId | null;
  /** People whose standing in the channel has changed. */
  readonly members: readonly UserId[];
  /** People who follow other threads now. */
  readonly followers: readonly UserId[];
  /** What was deleted: the logs still hold its words until they are compacted. */
  readonly erased: readonly ErasedMessage[];
}

/**
 * One transaction: lock the channel, read every fact under the lock, judge each op in order, each seeing what the
 * ones before it did, write rows, ledger, document and notifications together.
 */
export async function commitBatch(
  trx: Transaction<Schema>,
  last: LastWrite,
  writer: DocumentWriter,
  channelId: ChannelId,
  batch: readonly Submission[],
  { now, isHere }: { readonly now: number; readonly isHere: (person: UserId) => boolean },
): Promise<CommittedBatch> {
  const creation = courseOfCreation(batch);
  const locking = lockChannel(trx, channelId);
  // Sent at once behind the lock, and so read under it.
  const reading = readBatchFacts(trx, {
    channel: channelId,
    courseIfNew: creation,
    ops: batch.map(({ actor, op }) => ({ actor, op: op.id })),
    people: [...new Set(batch.flatMap(peopleOf))],
    messages: [...new Set(batch.flatMap(messagesOf))],
    withRoot: batch.flatMap(({ op }) => (op.kind === 'delete' ? [op.message] : [])),
  });
  const threads = [...new Set(batch.flatMap(threadsOf))];
  const [locked, facts, followers, pinned, notes] = await Promise.all([
    locking,
    reading,
    threads.length === 0 ? [] : readFollowers(trx, threads),
    batch.some(({ op }) => op.kind === 'pin') ? readPinned(trx, channelId) : [],
    readNoteFacts(trx, channelId, batch),
  ]);
  const ends = await readEnds(trx, channelId, batch, facts);
  const course = locked?.course ?? creation;
  const draft = new BatchDraft(channelId, course, locked, facts, { followers, pinned, notes, ends }, now);
  for (const submission of batch) {
    const before = draft.answered(submission);
    if (before !== null) draft.settled.push({ actor: submission.actor, outcome: before });
    else
      draft.settle(
        submission,
        judge(submission.op, draft.factsFor(submission, await draft.nameTaken(trx, submission))),
      );
  }
  return write(trx, last, writer, draft, locked, facts, isHere);
}

async function write(
  trx: Transaction<Schema>,
  last: LastWrite,
  writer: DocumentWriter,
  draft: BatchDraft,
  locked: LockedChannel | null,
  facts: BatchFacts,
  isHere: (person: UserId) => boolean,
): Promise<CommittedBatch> {
  const { channel } = draft;
  if (channel !== null && draft.newChannel !== null)
    await insertChannel(trx, channel, draft.newChannel.creator);
  else if (channel !== null && draft.described) await updateChannel(trx, channel);
  // In the order of the people: batches of other channels may concern the same ones.
  for (const [, effect] of [...draft.members].sort(([one], [other]) => (one < other ? -1 : 1)))
    await setMember(trx, channel!.id, effect);

  await draft.countReplies(trx);
  const records = [...draft.touched.values()].sort((a, b) => a.rev - b.rev);
  const { threads, news, notes, now } = draft;
  if (notes.touched) await notes.write(trx, channel!.id);
  if (draft.lostDeletions.length > 0) await writeLostDeletions(trx, channel!.id, draft.lostDeletions);
  if (threads.changed.length > 0) await writeFollowers(trx, channel!.id, threads.changed);
  const tellings =
    channel === null
      ? []
      : await toldPeople(trx, channel, records, {
          news,
          followersOf: (reply) => threads.followersOf(reply),
          isHere,
          now,
        });
  const changesDocument = records.length > 0 || draft.described || draft.newChannel !== null || notes.touched;
  const update = changesDocument ? await writeDocument(trx, writer, draft, records, facts) : null;
  const statement = writeBatch({
    channel: writer.id as ChannelId,
    seq: draft.seq,
    rev: draft.rev,
    added: records.filter((record) => draft.created.has(record.id)),
    changed: records.filter((record) => !draft.created.has(record.id)),
    versions: draft.versions.filter(({ message }) => !isTombstone(draft.touched.get(message)!)),
    outcomes: draft.fresh,
    tellings,
    update,
  });
  const known = new Map(tellings.map((telling) => [keyOf(telling), telling]));
  const notices = last(statement).then((rows) =>
    rows.flatMap((row) => {
      const telling = known.get(keyOf(row));
      if (telling === undefined) return [];
      const { person, thread, group, ...told } = telling;
      const notice: Notice = {
        id: row.id,
        channel: writer.id as ChannelId,
        ...told,
        ...(thread === null ? {} : { thread }),
        ...(group === null ? {} : { group }),
      };
      return [{ person, notice }];
    }),
  );
  notices.catch(() => {});
  const listed = draft.newChannel !== null || draft.described;
  return {
    settled: draft.settled,
    update,
    notices,
    directory: listed ? (channel?.course ?? locked?.course ?? null) : null,
    members: [...draft.members.keys()],
    followers: [...new Set(threads.changed.map(({ person }) => person))],
    erased: draft.erased,
  };
}

async function writeDocument(
  trx: Transaction<Schema>,
  writer: DocumentWriter,
  { channel: after, notes }: BatchDraft,
  records: readonly MessageRecord[],
  facts: BatchFacts,
) {
  const channel = after!;
  const head = facts.document ?? { life: firstLife(facts.epoch), head: 0, blank: true };
  if (facts.document === null) await ensureDocuments(trx, [writer]);
  const fill = head.blank ? await readFill(trx, channel.id) : null;
  return writer.write(trx, head, (doc) => {
    if (fill !== null) fillDocument(doc, fill);
    writeMeta(doc, channel);
    writeRecords(doc, records);
    if (notes.touched) writeNotes(doc, notes.entries);
  });
}

/** A person is told of a message once for each reason. */
const keyOf = ({ person, kind, message }: Pick<Telling, 'person' | 'kind' | 'message'>): string =>
  `${person} ${kind} ${message}`;

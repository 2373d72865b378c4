import { endsOf } from '@lectern/channel-doc';
import {
  type ChannelId,
  type CourseId,
  isNoteOp,
  type MessageId,
  type MessageRecord,
  type NoteEntry,
  type NoteId,
  type UserId,
} from '@lectern/contracts';
import type { Transaction } from 'kysely';
import type { BatchFacts } from '../database/batches.ts';
import { readMessages } from '../database/message-marks.ts';
import { readKnownNotes, readNotes } from '../database/notes.ts';
import type { Schema } from '../database/schema.ts';
import type { Submission } from './scribe.ts';

/** What has to be read before the ops of a batch can be judged. */

/** Messages at the other end of an accepted answer, where the batch may let go of it. Mostly there are none. */
export async function readEnds(
  trx: Transaction<Schema>,
  channel: ChannelId,
  batch: readonly Submission[],
  { messages }: BatchFacts,
): Promise<readonly MessageRecord[]> {
  if (!batch.some(({ op }) => op.kind === 'delete' || op.kind === 'question' || op.kind === 'accept'))
    return [];
  const known = new Set(messages.map(({ record }) => record.id));
  const ends = messages.flatMap(({ record }) => endsOf(record)).filter((id) => !known.has(id));
  return ends.length === 0 ? [] : readMessages(trx, channel, ends);
}

export interface NoteFacts {
  /** All notes of the channel. */
  readonly entries: readonly NoteEntry[];
  /** Ids that the batch wants for new notes and that notes have already, in whatever channel. */
  readonly known: readonly NoteId[];
}

/** The notes of the channel, for batches that concern them. */
export async function readNoteFacts(
  trx: Transaction<Schema>,
  channel: ChannelId,
  batch: readonly Submission[],
): Promise<NoteFacts> {
  const concerned = batch.some(({ op }) => isNoteOp(op) || (op.kind === 'send' && op.anchor !== undefined));
  if (!concerned) return { entries: [], known: [] };
  const wanted = batch.flatMap(({ op }) => (op.kind === 'note.create' ? [op.note] : []));
  const [entries, known] = await Promise.all([
    readNotes(trx, channel),
    wanted.length === 0 ? [] : readKnownNotes(trx, wanted),
  ]);
  return { entries, known };
}

export const courseOfCreation = (batch: readonly Submission[]): CourseId | null => {
  for (const { op } of batch) if (op.kind === 'channel.create') return op.course;
  return null;
};

export const peopleOf = ({ actor, op }: Submission): UserId[] =>
  op.kind === 'channel.member' ? [actor, op.user] : [actor];

export const messagesOf = ({ op }: Submission): MessageId[] => {
  switch (op.kind) {
    case 'send':
      return [op.id as string as MessageId, op.reply, op.thread].filter((id) => id !== undefined);
    case 'accept':
      return [op.message, ...(op.answer === null ? [] : [op.answer])];
    case 'thread.follow':
    case 'edit':
    case 'delete':
    case 'react':
    case 'pin':
    case 'question':
    case 'endorse':
      return [op.message];
    default:
      return [];
  }
};

/** Threads that an op writes in or follows. */
export const threadsOf = ({ op }: Submission): MessageId[] => {
  if (op.kind === 'thread.follow') return [op.message];
  return op.kind === 'send' && op.thread !== undefined ? [op.thread] : [];
};

import { writeNotes } from '@lectern/channel-doc';
import type { ChannelId, NoteEntry, NoteId, UserId } from '@lectern/contracts';
import type { Transaction } from 'kysely';
import type pg from 'pg';
import { lockChannel } from '../database/batches.ts';
import { appendUpdates, type LoggedUpdate, lockDocuments } from '../database/documents.ts';
import { channelOfNote, readNotes, setNoteEdited } from '../database/notes.ts';
import { inTransaction } from '../database/pipelined-transaction.ts';
import type { Schema } from '../database/schema.ts';
import type { DocumentWriter } from '../sync/document-writer.ts';
import type { Scribe } from './scribe.ts';
import { isDue, type TidyDeps, tidyChannel } from './tidy-channel.ts';

export interface NoteListDeps extends TidyDeps {
  /** The pool that `db` uses, in pipeline mode. */
  readonly pool: pg.Pool;
  readonly scribe: Pick<Scribe, 'alone'>;
}

/**
 * What the list of a channel's notes says of their documents: who wrote in one last, and which life it is in. Ops never
 * say that, because the text of a note is written straight into its document. A note that is gone is passed over.
 */
export interface NoteList {
  /** A person has written in a note; `at` is the server's clock. Whoever calls this gathers what follows closely. */
  noteEdited(note: NoteId, by: UserId, at: number): Promise<void>;
  /** A note's document goes on under another life. */
  noteMoved(note: NoteId): Promise<void>;
}

export function createNoteList(deps: NoteListDeps): NoteList {
  return {
    noteEdited: (note, by, at) => show(deps, note, { by, at }),
    noteMoved: (note) => show(deps, note, null),
  };
}

/** Commit first, then publish; between two batches of the scribe, because both write with one copy of the document. */
async function show(deps: NoteListDeps, note: NoteId, edited: NoteEntry['edited'] | null): Promise<void> {
  const { db, pool, copies, live, scribe, log } = deps;
  const channel = await channelOfNote(db, note);
  if (channel === null) return;
  await scribe.alone(channel, async () => {
    const writer = copies.get('channel', channel);
    let update: LoggedUpdate | null;
    try {
      update = await inTransaction(pool, (trx) => write(trx, writer, channel, note, edited));
    } catch (error) {
      // Rolled back, or committed without an answer: the copy may hold what Postgres does not, or the reverse.
      copies.discard('channel', channel);
      throw error;
    }
    if (update === null) return;
    await live
      .publish('channel', channel, update.life, update.position, update.bytes)
      .catch((error: unknown) =>
        log.warn({ err: error, channel }, 'a note is shown by the next look at the log'),
      );
    if (isDue(update.position)) await tidyChannel(deps, channel, update.life);
  });
}

async function write(
  trx: Transaction<Schema>,
  writer: DocumentWriter,
  channel: ChannelId,
  note: NoteId,
  edited: NoteEntry['edited'] | null,
): Promise<LoggedUpdate | null> {
  if ((await lockChannel(trx, channel)) === null) return null;
  if (edited) await setNoteEdited(trx, note, edited);
  const head = (await lockDocuments(trx, 'channel', [channel])).get(channel);
  // A blank document is filled from the rows, these among them, when it is first opened or written.
  if (head === undefined || head.blank) return null;
  const entries = await readNotes(trx, channel);
  const update = await writer.write(trx, head, (doc) => writeNotes(doc, entries));
  if (update !== null) await appendUpdates([update]).execute(trx);
  return update;
}

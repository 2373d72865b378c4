import {
  type EpochStart,
  raiseFloor,
  TAIL_LENGTH,
  writeEpochs,
  writeMeta,
  writeNotes,
  writePins,
  writeRecords,
} from '@lectern/channel-doc';
import type { ChannelId, MessageRecord, NoteEntry } from '@lectern/contracts';
import type { Kysely, Transaction } from 'kysely';
import type * as Y from 'yjs';
import { lockChannel, readNewest } from '../database/batches.ts';
import {
  appendUpdates,
  ensureDocuments,
  type LoggedUpdate,
  lockDocuments,
  readDocument,
} from '../database/documents.ts';
import { readEpochStarts } from '../database/epoch.ts';
import { readPinned } from '../database/message-marks.ts';
import { readNotes } from '../database/notes.ts';
import type { Schema } from '../database/schema.ts';
import type { DocumentWriter } from '../sync/document-writer.ts';

/** The living end of a channel as its rows have it, for a document that was never written. */
export interface Fill {
  readonly records: readonly MessageRecord[];
  readonly olderRev: number;
  /** Wherever they stand. */
  readonly pinned: readonly MessageRecord[];
  readonly notes: readonly NoteEntry[];
  readonly epochs: readonly EpochStart[];
}

export async function readFill(db: Kysely<Schema> | Transaction<Schema>, channel: ChannelId): Promise<Fill> {
  const [newest, pinned, notes, epochs] = await Promise.all([
    readNewest(db, channel, TAIL_LENGTH),
    readPinned(db, channel),
    readNotes(db, channel),
    readEpochStarts(db, channel),
  ]);
  return { ...newest, pinned, notes, epochs };
}

/** Writes the living end into a blank document. What is older was never in it, so the floor stands above it. */
export function fillDocument(doc: Y.Doc, fill: Fill): void {
  if (fill.olderRev > 0) raiseFloor(doc, fill.olderRev);
  writeRecords(doc, fill.records);
  writePins(doc, fill.pinned);
  writeNotes(doc, fill.notes);
  writeEpochs(doc, fill.epochs);
}

/**
 * Writes a channel's document from its rows when it is blank: rows may have come by import. Answers the logged
 * update, or null when the document stands already or there is no such channel.
 */
export async function fillBlankChannel(
  db: Kysely<Schema>,
  writer: DocumentWriter,
  channel: ChannelId,
): Promise<LoggedUpdate | null> {
  const stored = await readDocument(db, { kind: 'channel', id: channel });
  if (stored.head > 0 || stored.state !== null) return null;
  return db.transaction().execute(async (trx) => {
    const locked = await lockChannel(trx, channel);
    if (locked === null) return null;
    await ensureDocuments(trx, [writer]);
    const head = (await lockDocuments(trx, 'channel', [channel])).get(channel)!;
    if (head.head > 0) return null;
    const fill = await readFill(trx, channel);
    const update = await writer.write(trx, head, (doc) => {
      writeMeta(doc, locked);
      fillDocument(doc, fill);
    });
    if (update !== null) await appendUpdates([update]).execute(trx);
    return update;
  });
}

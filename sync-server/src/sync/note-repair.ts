import { noteClocks, noteFault, seedOf, writeNote } from '@lectern/channel-doc';
import type { NoteId } from '@lectern/contracts';
import type { Kysely, Transaction } from 'kysely';
import * as Y from 'yjs';
import { keepBroken } from '../database/broken-documents.ts';
import { beginLife, lockDocuments, nextLife, readDocument } from '../database/documents.ts';
import { addNoteClient } from '../database/note-clients.ts';
import { readNewestVersion } from '../database/note-versions.ts';
import { templateOfNote } from '../database/notes.ts';
import type { Schema } from '../database/schema.ts';

export interface Repaired {
  readonly life: number;
  /** What is wrong with what was stored. */
  readonly fault: string;
  /** Updates that the new life holds, the compacted state among them, and those that it does not. */
  readonly kept: number;
  readonly lost: number;
  /** When the version was kept whose words the new life has, because less than them could be read; null: no version's. */
  readonly version: number | null;
}

/**
 * Gives a note whose stored bytes cannot be read a new life: with the compacted state and as many of the logged updates
 * as make a note in good order; with what its newest version says, where that is more; or else as new. All of the bytes are kept aside as they were, for an operator. Answers
 * null when they can be read after all: somebody else has repaired the note meanwhile.
 */
export async function repairNote(db: Kysely<Schema>, note: NoteId): Promise<Repaired | null> {
  const key = { kind: 'note', id: note } as const;
  return db.transaction().execute(async (trx) => {
    const head = (await lockDocuments(trx, 'note', [note])).get(note);
    if (head === undefined) return null;
    const { state, updates, head: last } = await readDocument(trx, key);
    const firstPosition = last - updates.length + 1;
    const parts = [
      ...(state === null ? [] : [{ position: 0, bytes: state }]),
      ...updates.map((bytes, i) => ({ position: firstPosition + i, bytes })),
    ];
    const { good, kept, fault } = goodPartOf(parts.map(({ bytes }) => bytes));
    if (fault === null) return null;
    await keepBroken(
      trx,
      { ...key, life: head.life },
      parts.map((part, i) => ({ ...part, kept: i < kept })),
      fault,
    );
    const life = await nextLife(trx, head.life);
    const version = await takeVersion(trx, note, good);
    const blank = () => templateOfNote(trx, note).then((template) => seedOf(template ?? 'blank'));
    const begins = kept > 0 || version !== null ? Y.encodeStateAsUpdate(good) : await blank();
    await beginLife(trx, key, life, begins);
    return { life, fault, kept, lost: parts.length - kept, version };
  });
}

/** Makes the document say what the newest version says when it has nothing that the version has not; tells of when it is. */
async function takeVersion(trx: Transaction<Schema>, note: NoteId, good: Y.Doc): Promise<number | null> {
  const newest = await readNewestVersion(trx, note);
  if (newest === null) return null;
  const clocks = noteClocks(good);
  const hasMore = [...clocks].some(([client, clock]) => clock > (newest.clocks[client] ?? 0));
  const lacks = Object.entries(newest.clocks).some(
    ([client, clock]) => clock > (clocks.get(Number(client)) ?? 0),
  );
  if (hasMore || !lacks) return null;
  writeNote(good, newest.body);
  await addNoteClient(trx, note, good.clientID, null);
  return newest.at;
}

/** The longest beginning that makes a note in good order, and why the rest does not. */
function goodPartOf(parts: readonly Uint8Array[]): { good: Y.Doc; kept: number; fault: string | null } {
  const doc = new Y.Doc();
  for (const [i, part] of parts.entries()) {
    const fault = faultAfter(doc, part);
    if (fault !== null) return { good: documentOf(parts.slice(0, i)), kept: i, fault };
  }
  return { good: doc, kept: parts.length, fault: null };
}

function faultAfter(doc: Y.Doc, update: Uint8Array): string | null {
  try {
    Y.applyUpdate(doc, update);
    return noteFault(doc);
  } catch (error) {
    return error instanceof Error ? error.message : 'unreadable';
  }
}

function documentOf(parts: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const part of parts) Y.applyUpdate(doc, part);
  return doc;
}

import { isDeepStrictEqual } from 'node:util';
import { noteClocks, readWrittenNote, type WrittenNote } from '@lectern/channel-doc';
import type { AuthorRun, NoteBody, NoteId, NoteVersion, UserId } from '@lectern/contracts';
import type { Kysely, Transaction } from 'kysely';
import * as Y from 'yjs';
import { readDocument } from '../database/documents.ts';
import { readNoteClients } from '../database/note-clients.ts';
import {
  deleteNoteVersions,
  insertNoteVersion,
  lockNote,
  lockUnversionedNote,
  nameNoteVersion,
  readClock,
  readNewestVersion,
  readVersionSizes,
  setVersioned,
} from '../database/note-versions.ts';
import type { Schema } from '../database/schema.ts';
import { hasRoom, thinnedOut } from './version-thinning.ts';

/** Versions that one look keeps at most, so that a server that was away for long does not do it all at once. */
const AT_ONCE = 50;

/**
 * Keeps versions of notes whose stretch of work has ended. What is due stands in the notes' rows, so that no server has
 * to remember it, and none keeps one twice. Answers how many notes were looked at.
 * @throws AggregateError when some could not be read, after all others had their turn
 */
export async function keepDueVersions(db: Kysely<Schema>): Promise<number> {
  const failed: { note: NoteId; error: unknown }[] = [];
  let looked = 0;
  for (let found: NoteId | null; looked < AT_ONCE; looked++) {
    found = null;
    try {
      await db.transaction().execute(async (trx) => {
        found = await lockUnversionedNote(
          trx,
          failed.map(({ note }) => note),
        );
        if (found !== null) await keepStored(trx, found, null, null);
      });
    } catch (error) {
      // One that cannot be read must not keep the others from having theirs.
      if (found === null) throw error;
      failed.push({ note: found, error });
    }
    if (found === null) break;
  }
  if (failed.length > 0)
    throw new AggregateError(
      failed.map(({ error }) => error),
      `no version could be kept of ${failed.map(({ note }) => note).join(', ')}`,
    );
  return looked;
}

/**
 * Keeps what a note says now, by somebody's wish. When it says what its newest version says, that one is answered, with
 * the name if one is given. Null when there is no such note.
 * @throws NoRoomForVersion when those that last would be too large with it; then nothing is changed
 */
export async function keepVersion(
  db: Kysely<Schema>,
  note: NoteId,
  by: UserId,
  name: string | null,
): Promise<NoteVersion | null> {
  return db.transaction().execute(async (trx) => {
    if (!(await lockNote(trx, note))) return null;
    const kept = await keepStored(trx, note, by, name);
    if (name === null || kept.name === name) return kept;
    await nameNoteVersion(trx, note, kept.id, name);
    return { ...kept, name };
  });
}

async function keepStored(
  trx: Transaction<Schema>,
  note: NoteId,
  by: UserId | null,
  name: string | null,
): Promise<NoteVersion> {
  // Read before the document: what is written meanwhile is due again.
  const now = await readClock(trx);
  const doc = await readStoredNote(trx, note);
  const kept = await keepOf(trx, { note, doc, now }, by, name);
  doc.destroy();
  return kept;
}

/**
 * Keeps what a note's document says as a version, or answers the newest one, if that says it. The note is locked, and
 * `now` lies before the document was read.
 * @throws NoRoomForVersion when it is kept by somebody, and those that last would be too large with it
 */
export async function keepOf(
  trx: Transaction<Schema>,
  { note, doc, now }: { readonly note: NoteId; readonly doc: Y.Doc; readonly now: Date },
  by: UserId | null,
  name: string | null,
): Promise<NoteVersion> {
  const newest = await readNewestVersion(trx, note);
  const clients = await readNoteClients(trx, note);
  const { body, runs } = readWrittenNote(doc);
  await setVersioned(trx, note, now);
  if (newest !== null && isDeepStrictEqual(said(newest.body), said(body))) return versionOf(newest);
  const clocks = noteClocks(doc);
  const kept = await insertNoteVersion(trx, {
    ...{ note, by, name, clocks, body },
    writers: writersSince(newest?.clocks ?? {}, clocks, clients),
    runs: runsOf(runs, clients),
  });
  const all = await readVersionSizes(trx, note);
  if (by !== null && !hasRoom(all)) throw new NoRoomForVersion();
  await deleteNoteVersions(trx, note, thinnedOut(all, now.getTime()));
  return kept;
}

/** The versions of a note that last leave no room for another one: somebody has to delete some first. */
export class NoRoomForVersion extends Error {}

/** A note's document as the log has it. */
export async function readStoredNote(trx: Transaction<Schema>, note: NoteId): Promise<Y.Doc> {
  const { state, updates } = await readDocument(trx, { kind: 'note', id: note });
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of [...(state === null ? [] : [state]), ...updates]) Y.applyUpdate(doc, update);
  });
  return doc;
}

/** Ids of blocks stay out of it: a text that was taken out and put back says the same. */
const said = ({ blocks }: NoteBody): unknown[] => blocks.map(({ id: _, ...block }) => block);

const versionOf = ({ id, at, by, name, writers }: NoteVersion): NoteVersion => ({
  id,
  at,
  by,
  name,
  writers,
});

/** Who wrote since: the persons of those clients that have gone on. */
function writersSince(
  before: Readonly<Record<string, number>>,
  now: ReadonlyMap<number, number>,
  clients: ReadonlyMap<number, UserId | null>,
): UserId[] {
  const writers = new Set<UserId>();
  for (const [client, clock] of now) {
    const by = clients.get(client);
    if (by && clock > (before[client] ?? 0)) writers.add(by);
  }
  return [...writers];
}

/** Runs of persons instead of clients: neighbours that somebody wrote under several are one. */
function runsOf(
  byClient: WrittenNote['runs'],
  clients: ReadonlyMap<number, UserId | null>,
): Record<string, readonly AuthorRun[]> {
  const byPerson: Record<string, readonly AuthorRun[]> = {};
  for (const [block, runs] of byClient) {
    const joined: [number, UserId | null][] = [];
    for (const [length, client] of runs) {
      const by = clients.get(client) ?? null;
      const last = joined.at(-1);
      if (last?.[1] === by) last[0] += length;
      else joined.push([length, by]);
    }
    byPerson[block] = joined;
  }
  return byPerson;
}

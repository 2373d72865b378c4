import type { NoteId } from '@lectern/contracts';
import { appendUpdates, readDocument } from '../database/documents.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLog } from '../log.ts';

/**
 * `damage-note.ts DATA_DIR NOTE`: puts bytes that nobody can read behind everything that is stored of a note, as a failing
 * disk would, and prints the life in which it has the note. A process of its own, because journeys know the server from
 * outside alone.
 */
const [dataDir, note] = process.argv.slice(2);
if (!dataDir || !note) throw new Error('damage-note.ts needs the folder of the data, and a note');
const database = await openDatabase({ databaseUrl: null, dataDir }, createLog({ logLevel: 'error' }));
const key = { kind: 'note', id: note as NoteId } as const;
const { life, head } = await readDocument(database.db, key);
const bytes = Uint8Array.of(1, 2, 3, 255, 255, 255);
await appendUpdates([{ ...key, life, position: head + 1, bytes }]).execute(database.db);
await database.close();
process.stdout.write(`${life}`);

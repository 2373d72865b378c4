import { setNoticesRead, setRead } from '@lectern/channel-doc';
import { type ChannelId, type DeviceId, newId, type UserId } from '@lectern/contracts';
import * as Y from 'yjs';
import { ensureDocuments, logClientUpdates } from '../database/documents.ts';
import { readHeads } from '../database/heads.ts';
import type { Database } from '../database/open-database.ts';

/** How much of the newest is unread, channel by channel: a few here, nothing there, as after a morning away. */
const UNREAD = [1, 4, 12, 0, 3, 0, 6, 0];
/** The newest notices that have not been looked at. */
const UNREAD_NOTICES = 2;

/** Gives people a document in which they have read nearly everything, as a device of theirs would have left it. */
export async function readAlmostAll(
  { db, pool }: Pick<Database, 'db' | 'pool'>,
  people: readonly UserId[],
): Promise<void> {
  const keys = people.map((id) => ({ kind: 'user' as const, id }));
  await ensureDocuments(db, keys);
  for (const key of keys) {
    const { channels, notice } = await readHeads(db, key.id);
    const places = channels.map(({ id, seq }, index) => [id, seq - UNREAD[index % UNREAD.length]!] as const);
    await logClientUpdates(pool, db, [
      { ...key, life: 1, bytes: documentOf(places, notice - UNREAD_NOTICES) },
    ]);
  }
}

function documentOf(places: readonly (readonly [ChannelId, number])[], noticesUpTo: number): Uint8Array {
  const doc = new Y.Doc();
  const device = newId<DeviceId>();
  doc.transact(() => {
    for (const [channel, seq] of places) if (seq > 0) setRead(doc, device, channel, { turn: 0, seq });
    if (noticesUpTo > 0) setNoticesRead(doc, noticesUpTo);
  });
  return Y.encodeStateAsUpdate(doc);
}

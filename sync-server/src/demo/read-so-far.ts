import { setNoticesRead, setRead } from '@lectern/channel-doc';
import { type ChannelId, type DeviceId, newId } from '@lectern/contracts';
import * as Y from 'yjs';

/** The document of somebody who has read these channels up to these places, and notices up to this one. */
export function documentOfReader(places: ReadonlyMap<ChannelId, number>, noticesUpTo: number): Uint8Array {
  const doc = new Y.Doc();
  const device = newId<DeviceId>();
  doc.transact(() => {
    for (const [channel, seq] of places) if (seq > 0) setRead(doc, device, channel, { turn: 0, seq });
    setNoticesRead(doc, noticesUpTo);
  });
  return Y.encodeStateAsUpdate(doc);
}

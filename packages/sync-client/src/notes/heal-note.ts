import type { WrittenInNote } from '@lectern/local-store';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/**
 * What of an older copy of a note is missing in the note since the server went back: what was written and taken out on
 * this device can be brought again by it, in an update that has all it builds on; `isWhole` says that nothing that the
 * copy says is missing, whoever wrote it.
 *
 * What others have taken out is left to them: it is mostly in exchange for what they wrote, and that is not here yet.
 */
export function healed(
  note: Y.Doc,
  copy: Uint8Array,
  { clients, deleted }: WrittenInNote,
): { readonly own: Uint8Array | null; readonly isWhole: boolean } {
  const old = new Y.Doc();
  Y.applyUpdate(old, copy);
  const after = new Y.Doc();
  Y.applyUpdate(after, Y.encodeStateAsUpdate(note));
  const before = Y.snapshot(after);
  // What others wrote counts as known, so that it is left out.
  const known = new Map<number, number>();
  for (const client of old.store.clients.keys())
    known.set(client, Y.getState((clients.includes(client) ? after : old).store, client));
  Y.applyUpdate(after, structsAlone(Y.encodeStateAsUpdate(old, Y.encodeStateVector(known))));
  Y.applyUpdate(after, deletionOf(deleted));
  // What builds on something that is missing stays out.
  after.store.pendingStructs = null;
  after.store.pendingDs = null;
  const isNews = !Y.equalSnapshots(before, Y.snapshot(after));
  const own = isNews ? Y.encodeStateAsUpdate(after, Y.encodeStateVector(note)) : null;
  return { own, isWhole: !isNews && !says(old, after) };
}

/** Whether a document holds something living that another does not. */
function says(doc: Y.Doc, other: Y.Doc): boolean {
  for (const [client, structs] of doc.store.clients) {
    const end = Y.getState(other.store, client);
    if (structs.some((struct) => !struct.deleted && struct.id.clock + struct.length > end)) return true;
  }
  return false;
}

/** An update without its deletions. */
function structsAlone(update: Uint8Array): Uint8Array {
  const byClient = Map.groupBy(Y.decodeUpdate(update).structs, ({ id }) => id.client);
  const encoder = new Y.UpdateEncoderV1();
  encoding.writeVarUint(encoder.restEncoder, byClient.size);
  for (const [client, structs] of byClient) {
    encoding.writeVarUint(encoder.restEncoder, structs.length);
    encoder.writeClient(client);
    encoding.writeVarUint(encoder.restEncoder, structs[0]!.id.clock);
    for (const struct of structs) struct.write(encoder, 0);
  }
  encoding.writeVarUint(encoder.restEncoder, 0);
  return encoder.toUint8Array();
}

/** An update that takes these runs out and says nothing else. */
function deletionOf(runs: WrittenInNote['deleted']): Uint8Array {
  const byClient = Map.groupBy(runs, ([client]) => client);
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, byClient.size);
  for (const [client, ofClient] of byClient) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ofClient.length);
    for (const [, clock, length] of ofClient) {
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, length);
    }
  }
  return encoding.toUint8Array(encoder);
}

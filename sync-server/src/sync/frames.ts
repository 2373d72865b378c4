import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** Frames of the Hocuspocus protocol that this server reads or writes itself: `[address][type]…`. */
const SYNC = 0;
const AWARENESS = 1;
const QUERY_AWARENESS = 3;
const SYNC_STATUS = 8;
/** Steps of the Yjs sync protocol inside a sync frame. */
export const syncSteps = { stateVector: 0, wholeState: 1, update: 2 } as const;

/** The update in a frame and the document that it is addressed to, as a view; null for any other frame. */
export function updateIn(
  frame: Uint8Array,
): { readonly address: string; readonly update: Uint8Array } | null {
  const decoder = decoding.createDecoder(frame);
  try {
    const address = decoding.readVarString(decoder);
    if (decoding.readVarUint(decoder) !== SYNC) return null;
    if (decoding.readVarUint(decoder) !== syncSteps.update) return null;
    return { address, update: decoding.readVarUint8Array(decoder) };
  } catch {
    return null;
  }
}

/**
 * Whether a frame is for the awareness of a document. Whoever may read one may write that, whatever it says, and it is
 * kept in memory and sent to all who have the document open: a short script had the server send 40 MB a second to each.
 */
export function isAwareness(frame: Uint8Array): boolean {
  const decoder = decoding.createDecoder(frame);
  try {
    decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    return type === AWARENESS || type === QUERY_AWARENESS;
  } catch {
    return false;
  }
}

/** Whether a frame is the answer to a state vector: what one client lacks, sent to it alone. */
export function isWholeState(frame: Uint8Array): boolean {
  // Names are below 128 bytes, so that their length is one byte.
  const at = (frame[0] ?? 0) + 1;
  return frame[0]! < 128 && frame[at] === SYNC && frame[at + 1] === syncSteps.wholeState;
}

/** What the provider counts as the answer to its update. */
export const statusFrame = (address: string): Uint8Array =>
  frameOf(address, (encoder) => {
    encoding.writeVarUint(encoder, SYNC_STATUS);
    encoding.writeVarUint(encoder, 1);
  });

/** Says what this side has; the other answers with everything that is missing here. */
export const stateVectorFrame = (address: string, stateVector: Uint8Array): Uint8Array =>
  frameOf(address, (encoder) => {
    encoding.writeVarUint(encoder, SYNC);
    encoding.writeVarUint(encoder, syncSteps.stateVector);
    encoding.writeVarUint8Array(encoder, stateVector);
  });

function frameOf(address: string, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, address);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

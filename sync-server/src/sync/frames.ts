import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** Frames of the Hocuspocus protocol that this server reads or writes itself: `[address][type]…`. */
const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const QUERY_AWARENESS = 3;
const CLOSE = 7;
const SYNC_STATUS = 8;
/** First word of an auth frame: the client shows its ticket; the server turns it away. */
const SHOWN_TICKET = 0;
const TURNED_AWAY = 1;
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

/** What a client says first on a document. */
export const ticketFrame = (address: string, ticket: string): Uint8Array =>
  frameOf(address, (encoder) => {
    encoding.writeVarUint(encoder, AUTH);
    encoding.writeVarUint(encoder, SHOWN_TICKET);
    encoding.writeVarString(encoder, ticket);
  });

/** Whether a message without an address is one of the Yjs sync protocol, or of its awareness. */
export const isSync = (message: Uint8Array): boolean => message[0] === SYNC;
export const isPresence = (message: Uint8Array): boolean => message[0] === AWARENESS;

/** Puts the address in front of a message of the Yjs sync protocol. */
export const addressed = (address: string, message: Uint8Array): Uint8Array =>
  frameOf(address, (encoder) => encoding.writeUint8Array(encoder, message));

/** A frame of the server without its address: a message of the Yjs sync protocol, or why the document closes. */
export function unaddressed(
  frame: Uint8Array,
): { readonly sync: Uint8Array } | { readonly closes: string } | null {
  const decoder = decoding.createDecoder(frame);
  decoding.readVarString(decoder);
  const message = frame.subarray(decoder.pos);
  switch (decoding.readVarUint(decoder)) {
    case SYNC:
      return { sync: message };
    case CLOSE:
      return { closes: decoding.readVarString(decoder) };
    case AUTH:
      return decoding.readVarUint(decoder) === TURNED_AWAY
        ? { closes: decoding.readVarString(decoder) }
        : null;
    default:
      return null;
  }
}

function frameOf(address: string, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, address);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

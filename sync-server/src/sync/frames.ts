import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** Frames of the Hocuspocus protocol that this server reads or writes itself: `[address][type]…`. */
const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const QUERY_AWARENESS = 3;
const STATELESS = 5;
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

/** To which document a frame is addressed and what it is; null when it is none. */
export function headOf(
  frame: Uint8Array,
): { readonly address: string; readonly is: 'awareness' | 'stateless' | 'other' } | null {
  const decoder = decoding.createDecoder(frame);
  try {
    const address = decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    const isAwareness = type === AWARENESS || type === QUERY_AWARENESS;
    return { address, is: isAwareness ? 'awareness' : type === STATELESS ? 'stateless' : 'other' };
  } catch {
    return null;
  }
}

/**
 * Bytes of an address: the longest name, and behind it the few by which a client tells its openings of it apart. Below
 * 128, so that a frame's first byte is the length.
 */
const MAX_ADDRESS_BYTES = 127;

/** Whether a frame begins with an address that can be one of ours. */
export const isShortlyAddressed = (frame: Uint8Array): boolean =>
  frame.length > 0 && frame[0]! <= MAX_ADDRESS_BYTES;

/** Whether a frame is the answer to a state vector: what one client lacks, sent to it alone. */
export function isWholeState(frame: Uint8Array): boolean {
  const at = (frame[0] ?? 0) + 1;
  return isShortlyAddressed(frame) && frame[at] === SYNC && frame[at + 1] === syncSteps.wholeState;
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

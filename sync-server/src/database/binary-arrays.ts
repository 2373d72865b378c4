/**
 * Parameters of the statements on the hot path: whole columns as arrays in the binary format of Postgres (`array_recv`:
 * dimensions, whether there are nulls, element type, length and lower bound, then each element behind its length).
 * A driver sends a buffer as it is. Text would be escaped here, parsed there, and bytes doubled by writing them in hex.
 */

/** Numbers of the element types in `pg_type`; they are the same in every Postgres. */
const types = { bytea: 17, bigint: 20, text: 25, timestamptz: 1184, uuid: 2950 } as const;
/** Bytes before the elements: five numbers of four bytes. */
const HEADER_BYTES = 20;
/** Bytes before each element: its length. */
const LENGTH_BYTES = 4;
const UUID_BYTES = 16;
const INT8_BYTES = 8;
/** A length that stands for null. */
const NULL = -1;
/** Postgres counts its microseconds from the year 2000; milliseconds here. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);

/** A `uuid[]`. Throws a TypeError for a text that is none. */
export function uuids(values: readonly (string | null)[]): Buffer {
  return ofFixed(types.uuid, UUID_BYTES, values, (buffer, at, value) => {
    const written = buffer.write(value.replaceAll('-', ''), at, UUID_BYTES, 'hex');
    if (written !== UUID_BYTES) throw new TypeError(`not a uuid: ${value.slice(0, 40)}`);
  });
}

/** A `bigint[]` of safe integers. */
export function bigints(values: readonly number[]): Buffer {
  return ofFixed(types.bigint, INT8_BYTES, values, writeInt8);
}

/** A `timestamptz[]`, from milliseconds since 1970. */
export function timestamps(values: readonly (number | null)[]): Buffer {
  return ofFixed(types.timestamptz, INT8_BYTES, values, (buffer, at, value) => {
    writeInt8(buffer, at, Math.trunc(value) - POSTGRES_EPOCH_MS, 1_000);
  });
}

/** A `text[]`. Rejects nothing: text that Postgres cannot hold is refused by Postgres. */
export function texts(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? NULL : Buffer.byteLength(value)));
  return ofVarying(types.text, lengths, (buffer, at, i) => {
    buffer.write(values[i]!, at);
  });
}

/** A `bytea[]`. */
export function byteas(values: readonly Uint8Array[]): Buffer {
  const lengths = values.map((value) => value.length);
  return ofVarying(types.bytea, lengths, (buffer, at, i) => {
    buffer.set(values[i]!, at);
  });
}

/** Writes `value * times` as eight bytes; their product may be beyond the safe integers. */
function writeInt8(buffer: Buffer, at: number, value: number, times = 1): void {
  const high = Math.floor(value / 2 ** 32);
  const low = (value - high * 2 ** 32) * times;
  const carried = Math.floor(low / 2 ** 32);
  buffer.writeInt32BE(high * times + carried, at);
  buffer.writeUInt32BE(low - carried * 2 ** 32, at + 4);
}

function ofFixed<T extends string | number>(
  type: number,
  bytes: number,
  values: readonly (T | null)[],
  write: (buffer: Buffer, at: number, value: T) => void,
): Buffer {
  const lengths = values.map((value) => (value === null ? NULL : bytes));
  return ofVarying(type, lengths, (buffer, at, i) => write(buffer, at, values[i]!));
}

function ofVarying(
  type: number,
  lengths: readonly number[],
  write: (buffer: Buffer, at: number, index: number) => void,
): Buffer {
  const bytes = lengths.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(length, 0), HEADER_BYTES);
  const buffer = Buffer.allocUnsafe(bytes);
  // An array without elements may have a dimension of length 0: it is read as the empty array.
  const header = [1, lengths.includes(NULL) ? 1 : 0, type, lengths.length, 1];
  let at = 0;
  for (const number of header) at = buffer.writeInt32BE(number, at);
  lengths.forEach((length, i) => {
    at = buffer.writeInt32BE(length, at);
    if (length === NULL) return;
    write(buffer, at, i);
    at += length;
  });
  return buffer;
}

import type { Random } from '@lectern/test-kit';

/** Lengths and numbers at which readers of bytes go wrong: ends of a varint's bytes, of 32 bits, of what is exact. */
const ODD_NUMBERS = [
  0,
  1,
  127,
  128,
  255,
  16_383,
  16_384,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
];
const LONGEST_PIECE = 40;

/** Bytes that somebody has spoiled on purpose, in one to four places. `other` is what pieces are taken from. */
export function mutateBytes(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let mutated = bytes;
  for (let n = random.int(1, 4); n > 0; n--) mutated = random.pick(MUTATIONS)(mutated, other, random);
  return mutated;
}

type Mutation = (bytes: Uint8Array, other: Uint8Array, random: Random) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  /** Another byte. */
  (bytes, _, random) => put(bytes, place(bytes, random), 1, random.bytes(1)),
  /** One bit. */
  (bytes, _, random) => {
    const at = place(bytes, random);
    return put(bytes, at, 1, Uint8Array.of((bytes[at] ?? 0) ^ (1 << random.int(0, 7))));
  },
  /** Cut off. */
  (bytes, _, random) => bytes.slice(0, place(bytes, random)),
  /** More at the end. */
  (bytes, _, random) => put(bytes, bytes.length, 0, random.bytes(random.int(1, LONGEST_PIECE))),
  /** A piece is missing. */
  (bytes, _, random) => put(bytes, place(bytes, random), random.int(1, LONGEST_PIECE), new Uint8Array()),
  /** A piece stands there twice. */
  (bytes, _, random) => {
    const from = place(bytes, random);
    return put(bytes, from, 0, bytes.slice(from, from + random.int(1, LONGEST_PIECE)));
  },
  /** A piece of something else. */
  (bytes, other, random) => {
    const from = place(other, random);
    const piece = other.slice(from, from + random.int(1, LONGEST_PIECE));
    return put(bytes, place(bytes, random), random.int(0, LONGEST_PIECE), piece);
  },
  /** A number that no honest one is. */
  (bytes, _, random) => put(bytes, place(bytes, random), random.int(1, 2), varint(random.pick(ODD_NUMBERS))),
];

const place = (bytes: Uint8Array, random: Random): number => random.int(0, Math.max(0, bytes.length - 1));

function put(bytes: Uint8Array, at: number, instead: number, piece: Uint8Array): Uint8Array {
  const rest = bytes.subarray(Math.min(bytes.length, at + instead));
  const result = new Uint8Array(at + piece.length + rest.length);
  result.set(bytes.subarray(0, at));
  result.set(piece, at);
  result.set(rest, at + piece.length);
  return result;
}

/** As Yjs writes numbers, but of any size. */
function varint(number: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(number);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}

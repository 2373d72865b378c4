/** Chance that repeats: the same seed gives the same run, so that a failing one can be pinned. */
export interface Random {
  /** A fraction from 0 up to, and without, 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of a list; throws when it is empty. */
  pick<T>(list: readonly T[]): T;
  /** The list in another order; the list itself stays as it is. */
  shuffle<T>(list: readonly T[]): T[];
  bytes(length: number): Uint8Array;
  /** A version 4 UUID. */
  uuid(): string;
  /** A source of its own: what one part of a test draws does not move the others. */
  fork(): Random;
}

/** The sfc32 generator, fed from a seed of any kind. */
export function createRandom(seed: number | string): Random {
  let [a, b, c, counter] = [...hashes(String(seed)), 1] as [number, number, number, number];
  const word = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return result >>> 0;
  };
  // The first words still look like the seed.
  for (let turn = 0; turn < 12; turn++) word();

  const random: Random = {
    next: () => word() / 2 ** 32,
    int: (from, to) => from + Math.floor(random.next() * (to - from + 1)),
    chance: (probability) => random.next() < probability,
    pick(list) {
      if (list.length === 0) throw new Error('there must be something to pick from');
      return list[random.int(0, list.length - 1)]!;
    },
    shuffle(list) {
      const mixed = [...list];
      for (let last = mixed.length - 1; last > 0; last--) {
        const other = random.int(0, last);
        [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
      }
      return mixed;
    },
    bytes: (length) => Uint8Array.from({ length }, () => word() & 0xff),
    uuid() {
      const hex = Array.from({ length: 4 }, () => word().toString(16).padStart(8, '0')).join('');
      const variant = random.pick(['8', '9', 'a', 'b']);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
    fork: () => createRandom(word()),
  };
  return random;
}

/** Three words from a text, each by its own FNV-1a walk. */
function hashes(text: string): number[] {
  return [0x811c9dc5, 0x9e3779b9, 0x85ebca6b].map((start) => {
    let hash = start;
    for (let place = 0; place < text.length; place++)
      hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
    return hash | 0;
  });
}

import type * as Y from 'yjs';
import { sameValue } from './same-value.ts';

/** Plain values in documents: written only where they differ, because every write stays as a struct for ever. */

/** Sets a key unless it already says so. */
export function setIfOther(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (!sameValue(map.get(key), value)) map.set(key, value);
}

/** The same, where nothing forgets the key. */
export function setOrForget(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value !== null && value !== undefined) setIfOther(map, key, value);
  else if (map.has(key)) map.delete(key);
}

/** Makes a map say exactly `wanted`, with as few writes as that takes. */
export function projectMap(map: Y.Map<unknown>, wanted: ReadonlyMap<string, unknown>): void {
  for (const key of [...map.keys()]) if (!wanted.has(key)) map.delete(key);
  for (const [key, value] of wanted) setIfOther(map, key, value);
}

/** Takes the elements at these places out of a list, each unbroken range at once. */
export function deletePlaces(list: Y.Array<unknown>, places: readonly number[]): void {
  const descending = places.toSorted((a, b) => b - a);
  for (let next = 0; next < descending.length; ) {
    let first = descending[next]!;
    let length = 1;
    while (descending[next + length] === first - 1) {
      first--;
      length++;
    }
    list.delete(first, length);
    next += length;
  }
}

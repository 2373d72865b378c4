import { type Id, type ParsedStruct, RefusedUpdate } from './update-parser.ts';

/** How far the items of each client id reach: before an update, and with it. */
export interface Reach {
  readonly before: (client: number) => number;
  readonly after: (client: number) => number;
}

/**
 * Walks an update in the order in which Yjs could integrate it, each struct once. What can never be integrated would
 * be kept as pending, be stored with the document, and be applied later inside somebody else's update.
 *
 * The sections are worked off side by side. One that comes to a struct whose origin or parent is still to come waits
 * for exactly that struct, so that the whole costs as much as the update is long.
 */
export function inOrder(
  structs: readonly ParsedStruct[],
  { before, after }: Reach,
  visit: (struct: ParsedStruct) => void = () => {},
): void {
  const sections = sectionsOf(structs);
  const waiting = new Map<ParsedStruct, Section[]>();
  const ready = [...sections.values()];
  let left = structs.length;
  const isThere = (client: number, clock: number): boolean =>
    clock < (sections.get(client)?.reached ?? 0) || clock < before(client);
  for (let section = ready.pop(); section !== undefined; section = ready.pop()) {
    for (; section.next < section.structs.length; section.next++) {
      const struct = section.structs[section.next]!;
      const missing = needsOf(struct).find(([client, clock]) => !isThere(client, clock));
      if (missing !== undefined) {
        const [client, clock] = missing;
        if (clock >= after(client)) throw new RefusedUpdate('gap', 'an origin not here');
        const awaited = structAt(sections.get(client)?.structs ?? [], clock);
        if (awaited === null) throw new RefusedUpdate('malformed', 'an origin nowhere');
        const others = waiting.get(awaited);
        if (others === undefined) waiting.set(awaited, [section]);
        else others.push(section);
        break;
      }
      visit(struct);
      left -= 1;
      section.reached = struct.clock + struct.length;
      const awake = waiting.get(struct);
      if (awake !== undefined) {
        waiting.delete(struct);
        ready.push(...awake);
      }
    }
  }
  if (left > 0) throw new RefusedUpdate('malformed', 'items that wait for each other');
}

/** The struct that has this clock among those of one client id, which follow each other without gaps. */
export function structAt<Struct extends { readonly clock: number; readonly length: number }>(
  structs: readonly Struct[],
  clock: number,
): Struct | null {
  let [low, high] = [0, structs.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const struct = structs[middle]!;
    if (clock < struct.clock) high = middle - 1;
    else if (clock >= struct.clock + struct.length) low = middle + 1;
    else return struct;
  }
  return null;
}

interface Section {
  readonly structs: ParsedStruct[];
  next: number;
  /** Clock up to which it has been walked. */
  reached: number;
}

function sectionsOf(structs: readonly ParsedStruct[]): Map<number, Section> {
  const sections = new Map<number, Section>();
  for (const struct of structs) {
    const section = sections.get(struct.client);
    if (section === undefined) sections.set(struct.client, { structs: [struct], next: 0, reached: 0 });
    else section.structs.push(struct);
  }
  return sections;
}

const needsOf = ({ left, right, parent }: ParsedStruct): Id[] =>
  [left, right, parent].filter((id) => id !== null);

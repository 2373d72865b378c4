import * as decoding from 'lib0/decoding';

/**
 * A strict reader of Yjs V1 updates that never touches a document. Yjs itself tolerates what an attacker needs:
 * duplicate sections (the last one wins), trailing bytes (V2 updates pass as empty ones), Skip structs, lengths that
 * burn clocks. All of that is a fault here.
 */
export interface ParsedStruct {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  /** Content kind as Yjs numbers it. */
  readonly ref: number;
  /** Its neighbours where it was written; they must exist before it. */
  readonly left: Id | null;
  readonly right: Id | null;
  /** Root that is named as parent; null when the parent is named by its id, or follows from an origin. */
  readonly root: string | null;
  /** The nested type that is named as parent; it must exist before this struct too. */
  readonly parent: Id | null;
  readonly key: string | null;
  /** The JSON that it carries: none for a deleted run and for text, of a format its value. */
  readonly values: readonly unknown[];
  /** The type that begins here as Yjs numbers it; null for other content. */
  readonly type: number | null;
  /** Name of the element or the format that begins here; null for other content. */
  readonly name: string | null;
}

export type Id = readonly [client: number, clock: number];

export interface ParsedUpdate {
  readonly structs: readonly ParsedStruct[];
  readonly deletes: readonly { readonly client: number; readonly clock: number; readonly length: number }[];
}

export type UpdateFault = {
  readonly kind: 'malformed' | 'forbidden' | 'limit' | 'gap';
  readonly why: string;
};

export class RefusedUpdate extends Error {
  readonly fault: UpdateFault;
  constructor(kind: UpdateFault['kind'], why: string) {
    super(why);
    this.fault = { kind, why };
  }
}

export interface ParseLimits {
  readonly structs: number;
  readonly clients: number;
  readonly deleteRanges: number;
  /** Content kinds that the document's layout uses. */
  readonly contents: ReadonlySet<number>;
  /** Kinds of types that stand inside of others, as Yjs numbers them; none when nothing does. */
  readonly types: ReadonlySet<number>;
}

/** Content kinds as Yjs numbers them. */
export const contentRefs = { gc: 0, deleted: 1, string: 4, format: 6, type: 7, any: 8, skip: 10 } as const;
/** Kinds of types as Yjs numbers them. */
export const typeRefs = { xmlElement: 3, xmlText: 6 } as const;

/** Deepest JSON that is read: twice what any op needs, far from the stack's end. */
const MAX_DEPTH = 12;
/** JSON nodes of one update: an outbox full of the largest ops has fewer. */
const MAX_NODES = 200_000;
/** Longest run of deleted items in one struct: the ops of a very long life. */
const MAX_RUN = 10_000_000;
/** Clocks end here: far beyond any document, and far below what numbers can tell apart. */
const MAX_CLOCK = 2 ** 48;

/** Reads an update or throws `RefusedUpdate`. */
export function parseUpdate(update: Uint8Array, limits: ParseLimits): ParsedUpdate {
  const decoder = decoding.createDecoder(update);
  try {
    const structs = readStructs(decoder, update.length, limits);
    const deletes = readDeletes(decoder, update.length, limits);
    if (decoder.pos !== update.length) throw new RefusedUpdate('malformed', 'trailing bytes');
    return { structs, deletes };
  } catch (error) {
    if (error instanceof RefusedUpdate) throw error;
    throw new RefusedUpdate('malformed', error instanceof Error ? error.message : 'unreadable');
  }
}

function readStructs(decoder: decoding.Decoder, size: number, limits: ParseLimits): ParsedStruct[] {
  const structs: ParsedStruct[] = [];
  const seen = new Set<number>();
  const budget = { nodes: MAX_NODES };
  const sections = decoding.readVarUint(decoder);
  if (sections > limits.clients) throw new RefusedUpdate('limit', `${sections} client sections`);
  for (let s = 0; s < sections; s++) {
    const count = decoding.readVarUint(decoder);
    if (count > size || structs.length + count > limits.structs)
      throw new RefusedUpdate('limit', 'too many structs');
    const client = decoding.readVarUint(decoder);
    if (client > 0xffff_ffff) throw new RefusedUpdate('malformed', 'client id over 32 bits');
    if (seen.has(client)) throw new RefusedUpdate('malformed', 'two sections of one client');
    seen.add(client);
    let clock = decoding.readVarUint(decoder);
    for (let i = 0; i < count; i++) {
      const struct = readStruct(decoder, client, clock, limits, budget);
      clock += struct.length;
      if (clock > MAX_CLOCK) throw new RefusedUpdate('malformed', 'a clock without end');
      structs.push(struct);
    }
  }
  return structs;
}

function readStruct(
  decoder: decoding.Decoder,
  client: number,
  clock: number,
  limits: ParseLimits,
  budget: { nodes: number },
): ParsedStruct {
  const info = decoding.readUint8(decoder);
  const ref = info & 31;
  if (ref === contentRefs.skip) throw new RefusedUpdate('gap', 'a Skip struct');
  if (!limits.contents.has(ref)) throw new RefusedUpdate('forbidden', `content kind ${ref}`);
  const place = readPlace(decoder, info, limits);
  const content = readContent(decoder, ref, limits, budget);
  const { length } = content;
  if (!(length > 0 && length <= MAX_RUN)) throw new RefusedUpdate('malformed', `struct of length ${length}`);
  return { client, clock, ref, ...place, ...content };
}

function readPlace(
  decoder: decoding.Decoder,
  info: number,
  limits: ParseLimits,
): Pick<ParsedStruct, 'left' | 'right' | 'root' | 'parent' | 'key'> {
  if ((info & 31) === contentRefs.gc) {
    if (info !== contentRefs.gc) throw new RefusedUpdate('malformed', 'a place of what is gone');
    return { left: null, right: null, root: null, parent: null, key: null };
  }
  const left = info & 0x80 ? readId(decoder) : null;
  const right = info & 0x40 ? readId(decoder) : null;
  if (left !== null || right !== null) return { left, right, root: null, parent: null, key: null };
  let root: string | null = null;
  let parent: Id | null = null;
  if (decoding.readVarUint(decoder) === 1) root = decoding.readVarString(decoder);
  else if (limits.types.size > 0) parent = readId(decoder);
  else throw new RefusedUpdate('forbidden', 'a nested type');
  const key = info & 0x20 ? decoding.readVarString(decoder) : null;
  return { left, right, root, parent, key };
}

const readId = (decoder: decoding.Decoder): Id => [
  decoding.readVarUint(decoder),
  decoding.readVarUint(decoder),
];

type Content = Pick<ParsedStruct, 'length' | 'values' | 'type' | 'name'>;

function readContent(
  decoder: decoding.Decoder,
  ref: number,
  limits: ParseLimits,
  budget: { nodes: number },
): Content {
  const plain = { values: [], type: null, name: null };
  switch (ref) {
    case contentRefs.gc:
    case contentRefs.deleted:
      return { ...plain, length: decoding.readVarUint(decoder) };
    case contentRefs.string:
      return { ...plain, length: decoding.readVarString(decoder).length };
    case contentRefs.format: {
      const name = decoding.readVarString(decoder);
      const value: unknown = JSON.parse(decoding.readVarString(decoder));
      checkJson(value, 0, budget);
      return { length: 1, values: [value], type: null, name };
    }
    case contentRefs.type: {
      const type = decoding.readVarUint(decoder);
      if (!limits.types.has(type)) throw new RefusedUpdate('forbidden', `a type of kind ${type}`);
      const name = type === typeRefs.xmlElement ? decoding.readVarString(decoder) : null;
      return { length: 1, values: [], type, name };
    }
    case contentRefs.any: {
      const length = decoding.readVarUint(decoder);
      if (length > budget.nodes) throw new RefusedUpdate('limit', 'too many values');
      const values: unknown[] = [];
      for (let i = 0; i < length; i++) {
        const value: unknown = decoding.readAny(decoder);
        checkJson(value, 0, budget);
        values.push(value);
      }
      return { ...plain, length, values };
    }
    default:
      throw new RefusedUpdate('forbidden', `content kind ${ref}`);
  }
}

function checkJson(value: unknown, depth: number, budget: { nodes: number }): void {
  budget.nodes -= 1;
  if (budget.nodes < 0) throw new RefusedUpdate('limit', 'too many values');
  if (depth > MAX_DEPTH) throw new RefusedUpdate('limit', 'nested too deep');
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'undefined':
      return;
    case 'object':
      break;
    default:
      throw new RefusedUpdate('forbidden', `a value of type ${typeof value}`);
  }
  if (value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) checkJson(item, depth + 1, budget);
    return;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype)
    throw new RefusedUpdate('forbidden', 'a value that is not JSON');
  for (const item of Object.values(value)) checkJson(item, depth + 1, budget);
}

function readDeletes(decoder: decoding.Decoder, size: number, limits: ParseLimits): ParsedUpdate['deletes'] {
  const deletes: { client: number; clock: number; length: number }[] = [];
  const clients = decoding.readVarUint(decoder);
  if (clients > size) throw new RefusedUpdate('limit', 'too many delete sections');
  for (let c = 0; c < clients; c++) {
    const client = decoding.readVarUint(decoder);
    const count = decoding.readVarUint(decoder);
    if (count > size || deletes.length + count > limits.deleteRanges) {
      throw new RefusedUpdate('limit', 'too many delete ranges');
    }
    for (let i = 0; i < count; i++) {
      const clock = decoding.readVarUint(decoder);
      const length = decoding.readVarUint(decoder);
      if (length === 0) throw new RefusedUpdate('malformed', 'an empty delete range');
      deletes.push({ client, clock, length });
    }
  }
  return deletes;
}

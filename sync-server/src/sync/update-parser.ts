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
  /** Ids that must exist before this struct: left origin, right origin. */
  readonly origins: readonly (readonly [client: number, clock: number])[];
  /** Root that is named as parent; null when the parent follows from an origin. */
  readonly root: string | null;
  readonly key: string | null;
  /** The JSON that it carries; none for a deleted run. */
  readonly values: readonly unknown[];
}

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
}

const REF_GC = 0;
const REF_DELETED = 1;
const REF_ANY = 8;
const REF_SKIP = 10;

/** Deepest JSON that is read: twice what any op needs, far from the stack's end. */
const MAX_DEPTH = 12;
/** JSON nodes of one update: an outbox full of the largest ops has fewer. */
const MAX_NODES = 200_000;
/** Longest run of deleted items in one struct: the ops of a very long life. */
const MAX_RUN = 10_000_000;

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
  if (ref === REF_SKIP) throw new RefusedUpdate('gap', 'a Skip struct');
  if (ref === REF_GC || !limits.contents.has(ref))
    throw new RefusedUpdate('forbidden', `content kind ${ref}`);
  const origins: [number, number][] = [];
  if (info & 0x80) origins.push([decoding.readVarUint(decoder), decoding.readVarUint(decoder)]);
  if (info & 0x40) origins.push([decoding.readVarUint(decoder), decoding.readVarUint(decoder)]);
  let root: string | null = null;
  let key: string | null = null;
  if (origins.length === 0) {
    if (decoding.readVarUint(decoder) !== 1) throw new RefusedUpdate('forbidden', 'a nested type');
    root = decoding.readVarString(decoder);
    if (info & 0x20) key = decoding.readVarString(decoder);
  }
  const { length, values } = readContent(decoder, ref, budget);
  if (!(length > 0 && length <= MAX_RUN)) throw new RefusedUpdate('malformed', `struct of length ${length}`);
  return { client, clock, length, ref, origins, root, key, values };
}

function readContent(
  decoder: decoding.Decoder,
  ref: number,
  budget: { nodes: number },
): Pick<ParsedStruct, 'length' | 'values'> {
  switch (ref) {
    case REF_DELETED:
      return { length: decoding.readVarUint(decoder), values: [] };
    case REF_ANY: {
      const length = decoding.readVarUint(decoder);
      if (length > budget.nodes) throw new RefusedUpdate('limit', 'too many values');
      const values: unknown[] = [];
      for (let i = 0; i < length; i++) {
        const value: unknown = decoding.readAny(decoder);
        checkJson(value, 0, budget);
        values.push(value);
      }
      return { length, values };
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

import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** An update of so many bytes is sent as it is: far below what the server takes at once, in whatever it is counted. */
const MAX_WHOLE_BYTES = 96 * 1024;
/** What one piece of a larger one holds at the most, each counted by the server: bytes, items, authors, deletions. */
const PIECE = { bytes: 256 * 1024, structs: 20_000, clients: 100, deletes: 20_000 } as const;
/** Letters of one item that stand in one piece: in UTF-8 three bytes each at the most. */
const MAX_LETTERS = 64 * 1024;

/**
 * An update as pieces, each of which can be applied once those before it have been: everything comes after what it
 * stands beside and inside of, and deletions come last. The server takes no update above a size, and what was written
 * in a week without a network, or the deletions of an old note, may be larger.
 */
export function piecesOf(update: Uint8Array): readonly Uint8Array[] {
  if (update.length <= MAX_WHOLE_BYTES) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  const pieces = piecesOfStructs(structs);
  // It is no update that can be applied as it is; whoever gets it says so.
  return pieces === null ? [update] : [...pieces, ...piecesOfDeletes(ds)];
}

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];
type Deletes = ReturnType<typeof Y.decodeUpdate>['ds'];

/** What one update brings of one client id, in the order of its clocks. */
interface Section {
  readonly structs: Struct[];
  next: number;
  reached: number;
}

function piecesOfStructs(structs: readonly Struct[]): Uint8Array[] | null {
  const sections = new Map<number, Section>();
  for (const struct of structs) {
    if (struct instanceof Y.Skip) return null;
    const { client, clock } = struct.id;
    const section = sections.get(client);
    if (section === undefined) sections.set(client, { structs: [struct], next: 0, reached: clock });
    else section.structs.push(struct);
  }
  const isThere = (id: unknown): boolean =>
    !(id instanceof Y.ID) || id.clock < (sections.get(id.client)?.reached ?? Infinity);
  const isReady = (struct: Struct): boolean =>
    !(struct instanceof Y.Item) || [struct.origin, struct.rightOrigin, struct.parent].every(isThere);
  const pieces: Uint8Array[] = [];
  let piece = new Piece();
  for (let left = structs.length; left > 0; ) {
    const before = left;
    for (const section of sections.values()) {
      for (; section.next < section.structs.length; section.next += 1) {
        const struct = section.structs[section.next]!;
        if (!isReady(struct)) break;
        left -= 1;
        for (const part of partsOf(struct)) {
          piece.add(part);
          section.reached = part.id.clock + part.length;
          if (!piece.isFull) continue;
          pieces.push(piece.encode());
          piece = new Piece();
        }
      }
    }
    if (left === before) return null;
  }
  if (!piece.isEmpty) pieces.push(piece.encode());
  return pieces;
}

/** A text that was pasted is one item, however long. */
function partsOf(struct: Struct): Struct[] {
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return [struct];
  const parts: Y.Item[] = [struct];
  for (let last = struct; last.length > MAX_LETTERS; ) {
    const text = (last.content as Y.ContentString).str;
    // Not between the halves of one character.
    const at = /^[\udc00-\udfff]/.test(text.slice(MAX_LETTERS, MAX_LETTERS + 1))
      ? MAX_LETTERS - 1
      : MAX_LETTERS;
    const { client, clock } = last.id;
    const right = last.content.splice(at);
    last.length = at;
    last = new Y.Item(
      Y.createID(client, clock + at),
      null,
      Y.createID(client, clock + at - 1),
      null,
      struct.rightOrigin,
      struct.parent,
      struct.parentSub,
      right,
    );
    parts.push(last);
  }
  return parts;
}

/** Structs of one piece, written as Yjs writes an update. */
class Piece {
  private readonly sections = new Map<
    number,
    { readonly clock: number; count: number; encoder: Y.UpdateEncoderV1 }
  >();
  private count = 0;

  get isEmpty(): boolean {
    return this.count === 0;
  }

  get isFull(): boolean {
    let bytes = 0;
    for (const { encoder } of this.sections.values()) bytes += encoding.length(encoder.restEncoder);
    return bytes >= PIECE.bytes || this.count >= PIECE.structs || this.sections.size >= PIECE.clients;
  }

  add(struct: Struct): void {
    const { client, clock } = struct.id;
    let section = this.sections.get(client);
    if (section === undefined) {
      section = { clock, count: 0, encoder: new Y.UpdateEncoderV1() };
      this.sections.set(client, section);
    }
    struct.write(section.encoder, 0);
    section.count += 1;
    this.count += 1;
  }

  encode(): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, this.sections.size);
    for (const [client, section] of this.sections) {
      encoding.writeVarUint(encoder, section.count);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, section.clock);
      encoding.writeUint8Array(encoder, encoding.toUint8Array(section.encoder.restEncoder));
    }
    // No deletions.
    encoding.writeVarUint(encoder, 0);
    return encoding.toUint8Array(encoder);
  }
}

function piecesOfDeletes({ clients }: Deletes): Uint8Array[] {
  const ranges = [...clients].flatMap(([client, deleted]) =>
    deleted.map(({ clock, len }) => ({ client, clock, len })),
  );
  return Array.from({ length: Math.ceil(ranges.length / PIECE.deletes) }, (_, at) => {
    const byClient = Map.groupBy(
      ranges.slice(at * PIECE.deletes, (at + 1) * PIECE.deletes),
      ({ client }) => client,
    );
    const encoder = encoding.createEncoder();
    // No structs.
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, byClient.size);
    for (const [client, deleted] of byClient) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, deleted.length);
      for (const { clock, len } of deleted) {
        encoding.writeVarUint(encoder, clock);
        encoding.writeVarUint(encoder, len);
      }
    }
    return encoding.toUint8Array(encoder);
  });
}

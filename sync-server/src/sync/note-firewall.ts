import { isSeedClient, NOTE_ROOT, noteContents, noteElements, noteFormats } from '@lectern/channel-doc';
import { MAX_NOTE_DEPTH, MAX_UPDATE_BYTES } from '@lectern/contracts';
import * as Y from 'yjs';
import { elementIn, type Place, type Placed, placedIn, rootContainer, wordsIn } from './note-places.ts';
import { inOrder, structAt } from './update-order.ts';
import {
  contentRefs,
  type Id,
  type ParsedStruct,
  type ParsedUpdate,
  parseUpdate,
  RefusedUpdate,
  typeRefs,
  type UpdateFault,
} from './update-parser.ts';

/**
 * Items and delete ranges of one update: a page of keystrokes, each an item, or a term without a network. Client ids:
 * each opening of an editor has one.
 */
const LIMITS = {
  structs: 50_000,
  clients: 500,
  deleteRanges: 50_000,
  contents: new Set<number>([
    // What was written and taken out again before it came here. It says nothing and stands nowhere.
    contentRefs.gc,
    contentRefs.deleted,
    contentRefs.string,
    contentRefs.format,
    contentRefs.type,
    contentRefs.any,
  ]),
  types: new Set<number>([typeRefs.xmlElement, typeRefs.xmlText]),
} as const;

/** What an update is judged against, beside the document. */
export interface NoteSurroundings {
  /** What of this client id is on its way into the log, in the order of its clocks and without gaps. */
  readonly onTheWay: (client: number) => readonly PlacedStruct[];
  /** Whether the update may build on that: it was written by the same person, and after it. */
  readonly buildsOn: (client: number) => boolean;
  /** Whether this person may write under a client id; called once for each id that brings something new. */
  readonly mayWrite: (client: number) => boolean;
}

/** A struct of an admitted update, and where it stands. */
export interface PlacedStruct extends Placed {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  /** Clock at which the run of items begins that it continues, each written right behind the one before. */
  readonly run: number;
  /** The nearest items of the document that it stands between, as far as its neighbours tell. */
  readonly after: Id | null;
  readonly before: Id | null;
}

export type NoteVerdict =
  | { readonly fault: null; readonly parsed: ParsedUpdate; readonly placed: readonly PlacedStruct[] }
  | { readonly fault: UpdateFault };

/**
 * Judges a raw update to a note before anything of it is applied, at the cost of the update and not of the note. Every
 * item's place is found through its parent or its neighbours, in the document first: an update's own copy of what is
 * there already is not believed. What stands there then has to be in the table of what a note may hold.
 *
 * Whoever may edit a note may delete anything in it, but nothing that is not there yet.
 */
export function judgeNoteUpdate(
  doc: Y.Doc,
  update: Uint8Array,
  surroundings: NoteSurroundings = FRESH,
): NoteVerdict {
  try {
    if (update.length > MAX_UPDATE_BYTES) throw new RefusedUpdate('limit', `${update.length} bytes`);
    const parsed = parseUpdate(update, LIMITS);
    return { fault: null, parsed, placed: new Judgement(doc, parsed, surroundings).placed() };
  } catch (error) {
    if (error instanceof RefusedUpdate) return { fault: error.fault };
    throw error;
  }
}

/** Items that are passed to see which of two neighbours comes first, in one update: some milliseconds. */
const MAX_STEPS = 1_000_000;

const FRESH: NoteSurroundings = { onTheWay: () => [], buildsOn: () => false, mayWrite: () => true };

class Judgement {
  readonly #doc: Y.Doc;
  readonly #update: ParsedUpdate;
  readonly #surroundings: NoteSurroundings;
  readonly #placed = new Map<number, PlacedStruct[]>();
  #steps = 0;

  constructor(doc: Y.Doc, update: ParsedUpdate, surroundings: NoteSurroundings) {
    this.#doc = doc;
    this.#update = update;
    this.#surroundings = surroundings;
  }

  placed(): PlacedStruct[] {
    const { structs, deletes } = this.#update;
    const ends = this.#checkClocks();
    const after = (client: number) => Math.max(this.#known(client), ends.get(client) ?? 0);
    inOrder(structs, { before: (client) => this.#known(client), after }, (struct) => this.#place(struct));
    for (const { client, clock, length } of deletes)
      if (clock + length > after(client)) throw new RefusedUpdate('gap', 'a deletion of what is not here');
    return [...this.#placed.values()].flat();
  }

  /** How far a client id reaches, as far as this update may build on it. */
  #known(client: number): number {
    const { buildsOn, onTheWay } = this.#surroundings;
    const have = Y.getState(this.#doc.store, client);
    return buildsOn(client) ? Math.max(have, endOf(onTheWay(client))) : have;
  }

  /** Every section continues what is here, under a client id of the person's own. Answers where each ends. */
  #checkClocks(): Map<number, number> {
    const ends = new Map<number, number>();
    const writers = new Set<number>();
    for (const { client, clock, length } of this.#update.structs) {
      const have = this.#known(client);
      if (!ends.has(client) && clock > have) throw new RefusedUpdate('gap', `clock ${clock} follows ${have}`);
      const end = clock + length;
      ends.set(client, end);
      if (end <= Y.getState(this.#doc.store, client) || writers.has(client)) continue;
      if (isSeedClient(client)) throw new RefusedUpdate('forbidden', 'a seed of another kind');
      if (!this.#surroundings.mayWrite(client))
        throw new RefusedUpdate('forbidden', `client id ${client} is another person's`);
      writers.add(client);
    }
    return ends;
  }

  #place(struct: ParsedStruct): void {
    const { client, clock, length, root } = struct;
    // A root that is named comes into being, even if the struct that names it is known already.
    if (root !== null && root !== NOTE_ROOT)
      throw new RefusedUpdate('forbidden', `root ${root.slice(0, 40)}`);
    if (clock + length <= Y.getState(this.#doc.store, client)) return;
    const placed = { client, clock, length, ...this.#placeOf(struct), ...this.#betweenOf(struct) };
    this.#checkOverlap(placed);
    const others = this.#placed.get(client);
    if (others === undefined) this.#placed.set(client, [placed]);
    else others.push(placed);
  }

  #placeOf(struct: ParsedStruct): Placed {
    if (struct.ref === contentRefs.gc) return { place: 'gone', begins: 'gone' };
    const place = this.#parentOf(struct);
    if (place === 'gone') {
      checkWithoutPlace(struct);
      return { place, begins: struct.type === null ? null : 'gone' };
    }
    return { place, begins: beginningAt(place, struct) };
  }

  /** Where Yjs will put a struct: where its neighbours are, or where it says itself. */
  #parentOf({ left, right, root, parent, key }: ParsedStruct): Place | 'gone' {
    if (root !== null) return { in: rootContainer, key };
    if (parent !== null) {
      const { begins } = this.#find(parent);
      if (begins === null) throw new RefusedUpdate('forbidden', 'something in what holds nothing');
      return begins === 'gone' ? begins : { in: begins, key };
    }
    const place = this.#find((left ?? right)!).place;
    const other = left !== null && right !== null ? this.#find(right).place : place;
    if (place === 'gone' || other === 'gone') return 'gone';
    if (!isSame(place, other)) throw new RefusedUpdate('forbidden', 'neighbours in two places');
    if (place.key !== null && right !== null) throw new RefusedUpdate('forbidden', 'a value before another');
    return place;
  }

  /**
   * What a struct stands between. Yjs relies on a left neighbour coming before the right one; where it does not, each
   * replica puts the item somewhere else. Of items that are all new the order cannot be told without integrating them.
   */
  #betweenOf({ client, clock, left, right }: ParsedStruct): Pick<PlacedStruct, 'run' | 'after' | 'before'> {
    const before = right && this.#storedNear(right, 'before');
    if (left === null) return { run: clock, after: null, before };
    const after = this.#storedNear(left, 'after');
    const [leftClient, leftClock] = left;
    const leftRun = this.#newAt(left)?.run ?? leftClock;
    const continues = leftClient === client && leftClock === clock - 1;
    if (right !== null) {
      if (right[0] === leftClient && right[1] >= leftRun && right[1] <= leftClock)
        throw new RefusedUpdate('forbidden', 'neighbours in the wrong order');
      if (after !== null && before !== null) this.#checkOrder(after, before);
    }
    return { run: continues ? leftRun : clock, after, before };
  }

  #storedNear(id: Id, side: 'after' | 'before'): Id | null {
    const placed = this.#newAt(id);
    return placed === null ? id : placed[side];
  }

  #checkOrder(first: Id, second: Id): void {
    const [from, to] = [itemAt(this.#doc, first), itemAt(this.#doc, second)];
    if (from === null || to === null) return;
    let isBefore = from === to && first[1] < second[1];
    for (let item = from.right; item !== null && !isBefore; item = item.right) {
      this.#steps += 1;
      if (this.#steps > MAX_STEPS) throw new RefusedUpdate('limit', 'neighbours far from each other');
      isBefore = item === to;
    }
    if (!isBefore) throw new RefusedUpdate('forbidden', 'neighbours in the wrong order');
  }

  #find(id: Id): Placed {
    const [client, clock] = id;
    return this.#newAt(id) ?? placedIn(this.#doc, client, clock);
  }

  /** What is not in the document yet; null for what is. */
  #newAt([client, clock]: Id): PlacedStruct | null {
    if (clock < Y.getState(this.#doc.store, client)) return null;
    const ahead = this.#surroundings.buildsOn(client)
      ? structAt(this.#surroundings.onTheWay(client), clock)
      : null;
    const found = ahead ?? structAt(this.#placed.get(client) ?? [], clock);
    if (found === null) throw new RefusedUpdate('gap', 'an origin not here');
    return found;
  }

  /**
   * Something of this struct is here, or on its way here, and Yjs will only add the rest to it: it must belong in the
   * same place, and be the same. When the beginning is gone Yjs has nothing to add to; asked again, the device sends
   * the rest alone.
   */
  #checkOverlap(placed: PlacedStruct): void {
    const { client, clock, length } = placed;
    const have = Y.getState(this.#doc.store, client);
    if (clock < have) checkSame(placedIn(this.#doc, client, have - 1), placed);
    const onTheWay = this.#surroundings.onTheWay(client);
    for (let at = Math.max(clock, have); at < clock + length; ) {
      const held = structAt(onTheWay, at);
      if (held === null) return;
      checkSame(held, placed);
      if (held.clock === clock && !isSameType(held.begins, placed.begins))
        throw new RefusedUpdate('forbidden', 'one item that is two things');
      at = held.clock + held.length;
    }
  }
}

function checkSame({ place }: Placed, { place: other }: Placed): void {
  if (place === 'gone' && other === 'gone') return;
  if (place === 'gone') throw new RefusedUpdate('gap', 'more of what is gone');
  if (other === 'gone' || !isSame(place, other))
    throw new RefusedUpdate('forbidden', 'one item in two places');
}

const isSameType = (a: Placed['begins'], b: Placed['begins']): boolean =>
  a === null || b === null || a === 'gone' || b === 'gone'
    ? a === b
    : a.kind === b.kind && a.attributes === b.attributes && a.holds === b.holds;

/** Checks that content may stand in a place, and answers the type that it begins there. */
function beginningAt(place: Place, struct: ParsedStruct): Placed['begins'] {
  const { in: container, key } = place;
  if (key !== null) {
    const rule = Object.hasOwn(container.attributes, key) ? container.attributes[key]! : null;
    if (rule === null) throw new RefusedUpdate('forbidden', `property ${key.slice(0, 40)}`);
    if (struct.ref === contentRefs.deleted) return 'gone';
    if (struct.ref !== contentRefs.any || struct.length !== 1 || !rule(struct.values[0]))
      throw new RefusedUpdate('forbidden', `what ${key} is set to`);
    return null;
  }
  const isWords = container.kind === 'words';
  switch (struct.ref) {
    case contentRefs.deleted:
      return 'gone';
    case contentRefs.string:
      if (!isWords) throw new RefusedUpdate('forbidden', 'characters outside of words');
      return null;
    case contentRefs.format:
      if (!isWords) throw new RefusedUpdate('forbidden', 'a format outside of words');
      checkFormat(struct);
      return null;
    case contentRefs.type:
      if (isWords) throw new RefusedUpdate('forbidden', 'a type inside of words');
      return typeAt(place, struct);
    default:
      throw new RefusedUpdate('forbidden', 'a value outside of properties');
  }
}

function typeAt({ in: parent }: Place, { client, clock, type, name }: ParsedStruct): Placed['begins'] {
  const { elements, text } = noteContents[parent.holds];
  if (type === typeRefs.xmlText) {
    if (!text) throw new RefusedUpdate('forbidden', 'words where none may be');
    return wordsIn(parent, client, clock);
  }
  if (name === null || !elements.includes(name))
    throw new RefusedUpdate('forbidden', `element ${name?.slice(0, 40)}`);
  if (parent.depth >= MAX_NOTE_DEPTH) throw new RefusedUpdate('limit', 'elements that stand too deep');
  return elementIn(parent, client, clock, name);
}

/** What will be forgotten may still reach somebody who has not forgotten: it must be something that a note can hold. */
function checkWithoutPlace(struct: ParsedStruct): void {
  if (struct.ref === contentRefs.format) checkFormat(struct);
  if (struct.name !== null && struct.ref === contentRefs.type && !Object.hasOwn(noteElements, struct.name))
    throw new RefusedUpdate('forbidden', `element ${struct.name.slice(0, 40)}`);
}

function checkFormat({ name, values: [value] }: ParsedStruct): void {
  if (name === null || !Object.hasOwn(noteFormats, name))
    throw new RefusedUpdate('forbidden', `format ${name?.slice(0, 40)}`);
  if (value !== null && !noteFormats[name]!(value))
    throw new RefusedUpdate('forbidden', `what ${name} is set to`);
}

/** An item of the document; null for one that Yjs has forgotten. */
function itemAt(doc: Y.Doc, [client, clock]: Id): Y.Item | null {
  const structs = doc.store.clients.get(client)!;
  const item = structs[Y.findIndexSS(structs, clock)];
  return item instanceof Y.Item ? item : null;
}

const isSame = (a: Place, b: Place): boolean => a.in.id === b.in.id && a.key === b.key;

const endOf = (structs: readonly PlacedStruct[]): number => {
  const last = structs.at(-1);
  return last === undefined ? 0 : last.clock + last.length;
};

import { readSaved, setSaved } from '@lectern/channel-doc';
import { MAX_SAVED, type MessageId } from '@lectern/contracts';
import type { FactStore, Facts, SavedMessage } from '@lectern/local-store';
import type * as Y from 'yjs';
import type { Topics } from './topics.ts';

export interface SavedOptions {
  readonly facts: Partial<Facts>;
  readonly store: FactStore;
  readonly topics: Topics;
  readonly onFault: (error: unknown) => void;
}

/**
 * Messages that a person keeps for later: shown from memory, kept as facts from the first moment and carried over
 * devices by the person's document. What this device changed and the server has not logged stays its own until then.
 */
export class Saved {
  private readonly options: SavedOptions;
  private items: Map<MessageId, SavedMessage>;
  private readonly unlogged: Set<MessageId>;
  private doc: Y.Doc | null = null;

  constructor(options: SavedOptions) {
    const { saved = {}, savedUnlogged = [] } = options.facts;
    this.options = options;
    this.items = new Map(Object.entries(saved) as [MessageId, SavedMessage][]);
    this.unlogged = new Set(savedUnlogged);
  }

  /** Newest first. */
  all(): readonly (readonly [MessageId, SavedMessage])[] {
    return [...this.items].sort(([, a], [, b]) => b.at - a.at);
  }

  has(message: MessageId): boolean {
    return this.items.has(message);
  }

  /** Answers false when the person keeps as much as one can. */
  save(message: MessageId, place: SavedMessage): boolean {
    if (this.items.has(message)) return true;
    if (this.items.size >= MAX_SAVED) return false;
    this.items.set(message, place);
    this.changed(message);
    return true;
  }

  letGo(message: MessageId): void {
    if (this.items.delete(message)) this.changed(message);
  }

  /** From now on the document carries what is changed; what it lacks of this device's is put in first. */
  attach(doc: Y.Doc): void {
    this.doc = doc;
    for (const message of this.unlogged) setSaved(doc, message, this.items.get(message) ?? null);
    this.adopt();
  }

  detach(): void {
    this.doc = null;
  }

  /** Takes over what other devices have changed. */
  adopt(): void {
    if (this.doc === null) return;
    const items = readSaved(this.doc);
    for (const message of this.unlogged) {
      const own = this.items.get(message);
      if (own === undefined) items.delete(message);
      else items.set(message, own);
    }
    if (sameKeys(items, this.items)) return;
    this.items = items;
    this.note();
  }

  /** The server has logged everything that stands in the document. */
  logged(): void {
    if (this.unlogged.size === 0) return;
    this.unlogged.clear();
    this.write('savedUnlogged', []);
  }

  private changed(message: MessageId): void {
    this.unlogged.add(message);
    if (this.doc !== null) setSaved(this.doc, message, this.items.get(message) ?? null);
    this.write('savedUnlogged', [...this.unlogged]);
    this.note();
  }

  private note(): void {
    this.write('saved', Object.fromEntries(this.items));
    this.options.topics.mark('saved');
  }

  private write<Key extends keyof Facts>(key: Key, value: Facts[Key]): void {
    this.options.store.write(key, value).catch(this.options.onFault);
  }
}

const sameKeys = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean =>
  a.size === b.size && [...a.keys()].every((key) => b.has(key));

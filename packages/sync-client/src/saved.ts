import { type SavedPlace, type SavedText, sameValue } from '@lectern/channel-doc';
import { MAX_SAVED, type MessageId } from '@lectern/contracts';
import type { FactStore, Facts } from '@lectern/local-store';
import type { OwnDocument } from './own-document.ts';
import type { RemindedOf } from './port-values.ts';
import type { Topics } from './topics.ts';

/** A message that is kept for later, or words of the person's own. */
export type Kept = SavedPlace | SavedText;

export interface SavedOptions {
  readonly facts: Partial<Facts>;
  readonly store: FactStore;
  readonly topics: Topics;
  readonly onFault: (error: unknown) => void;
}

/**
 * What a person keeps for later, with reminders or without: shown from memory, kept as facts from the first moment and
 * carried over devices by the person's document. What this device changed and the server has not logged stays its own
 * until then.
 */
export class Saved {
  private readonly options: SavedOptions;
  private items: Map<MessageId, Kept>;
  private readonly unlogged: Set<MessageId>;
  private readonly remindedUnlogged: Set<MessageId>;
  private doc: OwnDocument | null = null;

  constructor(options: SavedOptions) {
    const { saved = {}, savedUnlogged = [], remindedUnlogged = [] } = options.facts;
    this.options = options;
    this.items = new Map(Object.entries(saved) as [MessageId, Kept][]);
    this.unlogged = new Set(savedUnlogged);
    this.remindedUnlogged = new Set(remindedUnlogged);
  }

  /** Newest first. */
  all(): readonly (readonly [MessageId, Kept])[] {
    return [...this.items].sort(([, a], [, b]) => b.at - a.at);
  }

  /** Where the messages among them stand. */
  places(): readonly SavedPlace[] {
    return [...this.items.values()].filter((kept) => 'channel' in kept);
  }

  has(message: MessageId): boolean {
    return this.items.has(message);
  }

  get(message: MessageId): Kept | null {
    return this.items.get(message) ?? null;
  }

  /** Answers false when the person keeps as much as one can. */
  save(message: MessageId, place: SavedPlace): boolean {
    if (this.items.has(message)) return true;
    if (this.items.size >= MAX_SAVED) return false;
    this.changed(message, place);
    return true;
  }

  letGo(message: MessageId): void {
    if (this.items.has(message)) this.changed(message, null);
  }

  /**
   * Reminds the person of a message or of words of their own, or of what is kept already at another time. Answers false
   * when the person keeps as much as one can.
   * @param remind when, on the server's clock
   * @param at device clock, for what was not kept before
   */
  remind(message: MessageId, of: RemindedOf, remind: number, at: number): boolean {
    const kept = this.items.get(message);
    if (kept === undefined && this.items.size >= MAX_SAVED) return false;
    // A moment of which the person was reminded is over: a second reminder for it is one for the moment behind it.
    const moment = kept?.reminded === remind ? remind + 1 : remind;
    this.changed(message, { ...(kept ?? { ...of, at }), remind: moment });
    return true;
  }

  /** The message stays without its reminder; words of the person's own go with it. */
  cancelReminder(message: MessageId): void {
    const kept = this.items.get(message);
    if (kept === undefined || kept.remind === undefined) return;
    if ('text' in kept) this.changed(message, null);
    else {
      const { channel, seq, at } = kept;
      this.changed(message, { channel, seq, at });
    }
  }

  /** The person has been reminded of what is due of it. */
  reminded(message: MessageId): void {
    const kept = this.items.get(message);
    if (kept === undefined || kept.remind === undefined || kept.reminded === kept.remind) return;
    this.items.set(message, { ...kept, reminded: kept.remind });
    this.remindedUnlogged.add(message);
    if (this.doc !== null) this.doc.setReminded(message, kept.remind);
    this.write('remindedUnlogged', [...this.remindedUnlogged]);
    this.note();
  }

  /** From now on the document carries what is changed; what it lacks of this device's is put in first. */
  attach(doc: OwnDocument): void {
    this.doc = doc;
    for (const message of this.unlogged) doc.setSaved(message, this.items.get(message) ?? null);
    for (const message of this.remindedUnlogged) {
      const reminded = this.items.get(message)?.reminded;
      if (reminded !== undefined) doc.setReminded(message, reminded);
    }
    this.adopt();
  }

  detach(): void {
    this.doc = null;
  }

  /** Takes over what other devices have changed. */
  adopt(): void {
    if (this.doc === null) return;
    const items = this.doc.readSaved();
    for (const message of this.unlogged) {
      const own = this.items.get(message);
      if (own === undefined) items.delete(message);
      else items.set(message, withReminded(own, items.get(message)?.reminded ?? own.reminded));
    }
    for (const message of this.remindedUnlogged) {
      const kept = items.get(message);
      if (kept !== undefined) items.set(message, withReminded(kept, this.items.get(message)?.reminded));
    }
    if (sameItems(items, this.items)) return;
    this.items = items;
    this.note();
  }

  /** The server has gone back to an earlier life of the document: all that is here is this device's to bring. */
  claim(): void {
    for (const message of this.items.keys()) this.unlogged.add(message);
    this.write('savedUnlogged', [...this.unlogged]);
  }

  /** The server has logged everything that stands in the document, which goes from now on, also where it says otherwise. */
  logged(): void {
    if (this.unlogged.size > 0) {
      this.unlogged.clear();
      this.write('savedUnlogged', []);
    }
    if (this.remindedUnlogged.size > 0) {
      this.remindedUnlogged.clear();
      this.write('remindedUnlogged', []);
    }
    this.adopt();
  }

  private changed(message: MessageId, kept: Kept | null): void {
    if (kept === null) this.items.delete(message);
    else this.items.set(message, kept);
    this.unlogged.add(message);
    if (this.doc !== null) this.doc.setSaved(message, kept);
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

const withReminded = (kept: Kept, reminded: number | undefined): Kept =>
  reminded === undefined ? kept : { ...kept, reminded };

const sameItems = (a: ReadonlyMap<MessageId, Kept>, b: ReadonlyMap<MessageId, Kept>): boolean =>
  a.size === b.size && [...a].every(([message, kept]) => sameValue(kept, b.get(message)));

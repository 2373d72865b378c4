import {
  type Body,
  type ChannelId,
  type ConversationKey,
  conversationOf,
  type DeviceId,
  MAX_THREADS_READ,
} from '@lectern/contracts';
import type { FactStore, Facts, ReadPosition } from '@lectern/local-store';
import type { Clock } from './clock.ts';
import type { OwnDocument } from './own-document.ts';
import { PROVISIONAL_SEQ } from './port-values.ts';
import type { Topics } from './topics.ts';

/**
 * What a person has beside ops: read positions, drafts, settings. It is shown from memory, kept as facts from the
 * first moment and carried over devices by the person's document. What this device changed and the server has not
 * logged stays its own until then, also when the document comes back in a new life (rule 9).
 */

/** A draft goes into the document when typing has paused for this long, in milliseconds. */
const DRAFT_PAUSE_MS = 1_000;
/** Drafts in the document, as JSON, in UTF-8 bytes; others stay on this device. With the outbox they make one frame. */
const MAX_DRAFTS_BYTES = 128 * 1024;

export interface ProfileOptions {
  readonly device: DeviceId;
  readonly facts: Partial<Facts>;
  readonly store: FactStore;
  readonly clock: Clock;
  readonly topics: Topics;
  /** These channels and threads have been read further, or marked as unread. */
  readonly onReads: (conversations: readonly ConversationKey[]) => void;
  readonly onFault: (error: unknown) => void;
}

export class Profile {
  readonly reads: Map<ConversationKey, ReadPosition>;
  /** Last seq before this person came, of channels in which they have read nothing. */
  private readonly beginnings = new Map<ConversationKey, number>();
  readonly drafts: Map<ConversationKey, Body>;
  settings: Record<string, unknown>;
  noticesRead: number;
  private readonly options: ProfileOptions;
  private readonly unlogged: { drafts: Set<ConversationKey>; settings: Set<string>; noticesRead: boolean };
  /** Drafts that the server would not have: they are carried again when they have been changed. */
  private readonly disowned = new Set<ConversationKey>();
  /** Drafts that wait for a pause in typing. */
  private readonly pausing = new Map<ConversationKey, () => void>();
  private doc: OwnDocument | null = null;

  constructor(options: ProfileOptions) {
    const { reads = {}, drafts = {}, settings = {}, noticesRead = 0, unlogged } = options.facts;
    this.options = options;
    this.reads = new Map(Object.entries(reads) as [ConversationKey, ReadPosition][]);
    this.drafts = new Map(Object.entries(drafts) as [ConversationKey, Body][]);
    this.settings = settings;
    this.noticesRead = noticesRead;
    this.unlogged = {
      drafts: new Set(unlogged?.drafts),
      settings: new Set(unlogged?.settings),
      noticesRead: unlogged?.noticesRead ?? false,
    };
  }

  readSeq(conversation: ConversationKey): number {
    return this.reads.get(conversation)?.seq ?? this.beginnings.get(conversation) ?? 0;
  }

  /**
   * Says where a channel begins for this person, unless they have read in it already. Asked each time: as long as not
   * all of its history is stored, the last message before they came may still be one that is yet to be fetched.
   */
  async begin(channel: ChannelId, findBeginning: () => Promise<number>): Promise<void> {
    if (!this.reads.has(channel)) this.beginnings.set(channel, await findBeginning());
  }

  markRead(conversation: ConversationKey, seq: number): void {
    const turn = this.reads.get(conversation)?.turn ?? 0;
    // Read as far as a message without a place would be read for ever.
    if (seq <= this.readSeq(conversation) || seq >= PROVISIONAL_SEQ) return;
    this.setPosition(conversation, { turn, seq });
  }

  /** From this message on all is new again, on every device: a new turn, in which less has been read. */
  markUnread(channel: ChannelId, seq: number): void {
    if (seq <= this.readSeq(channel)) this.readAgain(channel, Math.max(0, seq - 1));
  }

  /** As far as this has been read and no further, on every device: undoes what was read since. */
  readAgain(conversation: ConversationKey, seq: number): void {
    const turn = (this.reads.get(conversation)?.turn ?? 0) + 1;
    this.setPosition(conversation, { turn, seq });
  }

  readNotices(upTo: number): void {
    if (upTo <= this.noticesRead) return;
    this.noticesRead = upTo;
    this.unlogged.noticesRead = true;
    if (this.doc !== null) this.doc.setNoticesRead(upTo);
    this.write('noticesRead', upTo);
    this.writeUnlogged();
    this.options.topics.mark('facts');
  }

  saveSettings(changes: Readonly<Record<string, unknown>>): void {
    this.settings = { ...this.settings, ...changes };
    for (const [key, value] of Object.entries(changes)) {
      this.unlogged.settings.add(key);
      if (this.doc !== null) this.doc.setSetting(key, value);
    }
    this.write('settings', this.settings);
    this.writeUnlogged();
    this.options.topics.mark('settings');
  }

  saveDraft(conversation: ConversationKey, body: Body | null): void {
    if (body === null) this.drafts.delete(conversation);
    else this.drafts.set(conversation, body);
    this.unlogged.drafts.add(conversation);
    this.disowned.delete(conversation);
    this.write('drafts', Object.fromEntries(this.drafts));
    this.writeUnlogged();
    this.options.topics.mark('drafts');
    this.pausing.get(conversation)?.();
    const carry = (): void => {
      this.pausing.delete(conversation);
      this.carryDraft(conversation);
    };
    if (body === null) carry();
    else this.pausing.set(conversation, this.options.clock.after(DRAFT_PAUSE_MS, carry));
  }

  /** Drafts that the server has not got. One that `stays` is on no way there: it is too much, or was turned down. */
  looseDrafts(): { conversation: ConversationKey; body: Body; stays: boolean }[] {
    const carried = this.doc === null ? null : this.doc.readDrafts();
    return [...this.unlogged.drafts].flatMap((conversation) => {
      const body = this.drafts.get(conversation);
      if (body === undefined) return [];
      const leftOut = carried !== null && !this.pausing.has(conversation) && !carried.has(conversation);
      return [{ conversation, body, stays: this.disowned.has(conversation) || leftOut }];
    });
  }

  /** From now on the document carries what is changed; what it lacks of this device's is put in first. */
  attach(doc: OwnDocument): void {
    this.doc = doc;
    const known = doc.readPositions();
    for (const [channel, position] of this.reads) {
      const there = known.get(channel);
      const isBehind = there === undefined || there.turn < position.turn || there.seq < position.seq;
      if (isBehind) doc.setRead(this.options.device, channel, position);
    }
    for (const key of this.unlogged.settings) doc.setSetting(key, this.settings[key]);
    for (const channel of this.unlogged.drafts) if (!this.pausing.has(channel)) this.carryDraft(channel);
    if (this.unlogged.noticesRead) doc.setNoticesRead(this.noticesRead);
    this.adopt();
  }

  detach(): void {
    this.doc = null;
  }

  /** Takes over what other devices have changed. */
  adopt(): void {
    if (this.doc === null) return;
    const { topics } = this.options;
    this.readFurther(this.adoptReads(this.doc));
    if (this.adoptDrafts(this.doc)) {
      this.write('drafts', Object.fromEntries(this.drafts));
      topics.mark('drafts');
    }
    const settings = { ...this.doc.readSettings() };
    for (const key of this.unlogged.settings) settings[key] = this.settings[key];
    if (JSON.stringify(settings) !== JSON.stringify(this.settings)) {
      this.settings = settings;
      this.write('settings', settings);
      topics.mark('settings');
    }
    const noticesRead = this.doc.readNoticesRead();
    if (noticesRead > this.noticesRead) {
      this.noticesRead = noticesRead;
      this.write('noticesRead', noticesRead);
      topics.mark('facts');
    }
  }

  /** The server has logged everything that stands in the document, which goes from now on, also where it says otherwise. */
  logged(): void {
    const carried = this.doc === null ? new Map() : this.doc.readDrafts();
    for (const channel of this.unlogged.drafts) {
      if (!this.pausing.has(channel) && carried.has(channel) === this.drafts.has(channel)) {
        this.unlogged.drafts.delete(channel);
      }
    }
    this.unlogged.settings.clear();
    this.unlogged.noticesRead = false;
    this.writeUnlogged();
    this.options.topics.mark('drafts');
    this.adopt();
  }

  /** The server has gone back to an earlier life of the document: all that is here is this device's to bring. */
  claim(): void {
    for (const key of this.drafts.keys()) this.unlogged.drafts.add(key);
    for (const key of Object.keys(this.settings)) this.unlogged.settings.add(key);
    this.unlogged.noticesRead = true;
    this.writeUnlogged();
  }

  /** The server will not have what this device put in: it stays on this device and is not put in again. */
  disown(): void {
    for (const channel of this.unlogged.drafts) this.disowned.add(channel);
    this.unlogged.settings.clear();
    this.unlogged.noticesRead = false;
    this.writeUnlogged();
  }

  private adoptReads(doc: OwnDocument): readonly ConversationKey[] {
    const changed: ConversationKey[] = [];
    for (const [channel, position] of doc.readPositions()) {
      const known = this.reads.get(channel);
      const isFurther =
        known === undefined ||
        position.turn > known.turn ||
        (position.turn === known.turn && position.seq > known.seq);
      if (!isFurther) continue;
      this.reads.set(channel, position);
      changed.push(channel);
    }
    return changed;
  }

  private adoptDrafts(doc: OwnDocument): boolean {
    const before = JSON.stringify([...this.drafts]);
    const carried = doc.readDrafts();
    for (const channel of [...this.drafts.keys()]) {
      if (!carried.has(channel) && !this.unlogged.drafts.has(channel)) this.drafts.delete(channel);
    }
    for (const [channel, body] of carried)
      if (!this.unlogged.drafts.has(channel)) this.drafts.set(channel, body);
    return JSON.stringify([...this.drafts]) !== before;
  }

  private carryDraft(conversation: ConversationKey): void {
    if (this.doc === null || this.disowned.has(conversation)) return;
    const body = this.drafts.get(conversation) ?? null;
    const others = [...this.doc.readDrafts()]
      .filter(([other]) => other !== conversation)
      .map(([, draft]) => draft);
    const fits = body === null || bytesOf(others) + bytesOf(body) <= MAX_DRAFTS_BYTES;
    this.doc.setDraft(conversation, fits ? body : null);
    this.options.topics.mark('drafts');
  }

  private setPosition(conversation: ConversationKey, position: ReadPosition): void {
    this.reads.set(conversation, position);
    if (this.doc !== null) this.doc.setRead(this.options.device, conversation, position);
    this.readFurther([conversation]);
  }

  private readFurther(conversations: readonly ConversationKey[]): void {
    if (conversations.length === 0) return;
    const threads = [...this.reads.keys()].filter(isThread);
    for (const old of threads.slice(0, -MAX_THREADS_READ)) this.reads.delete(old);
    this.write('reads', Object.fromEntries(this.reads));
    this.options.topics.mark('reads');
    if (conversations.some(isThread)) this.options.topics.mark('threads');
    this.options.onReads(conversations);
  }

  private writeUnlogged(): void {
    const { drafts, settings, noticesRead } = this.unlogged;
    this.write('unlogged', { drafts: [...drafts], settings: [...settings], noticesRead });
  }

  private write<Key extends keyof Facts>(key: Key, value: Facts[Key]): void {
    this.options.store.write(key, value).catch(this.options.onFault);
  }
}

const isThread = (key: ConversationKey): boolean => conversationOf(key)?.thread !== undefined;

const encoder = new TextEncoder();
/** Size of a value as JSON, in UTF-8 bytes. */
export const bytesOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;

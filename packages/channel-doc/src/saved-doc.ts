import {
  type ChannelId,
  isUuid,
  isVisible,
  MAX_REMINDER_LENGTH,
  MAX_SAVED,
  type MessageId,
} from '@lectern/contracts';
import type * as Y from 'yjs';
import { setIfOther, setOrForget } from './plain-values.ts';
import { isCount, own } from './record.ts';

/**
 * What a person keeps for later, in their own document: messages, with a reminder or without, and texts of their own
 * with one. Whether a reminder is due is nowhere written; it follows from the clock of whoever looks.
 */

/** A reminder is over when `reminded` names its very moment: one that is moved meanwhile, elsewhere, is still to come. */
export interface Reminding {
  /** When the person wants to be reminded, on the server's clock. */
  readonly remind?: number;
  /** The moment of which they have been reminded. */
  readonly reminded?: number;
}
/** Where a message stands that is kept for later, and since when on the clock of the device. */
export interface SavedPlace extends Reminding {
  readonly channel: ChannelId;
  readonly seq: number;
  readonly at: number;
}
/** Words of which a person wants to be reminded. They have an id like a message, and stand nowhere else. */
export interface SavedText extends Reminding {
  readonly text: string;
  readonly at: number;
  readonly remind: number;
}

/** Keeps something for later; null lets go of it. What it says of `reminded` is `setReminded`'s to write. */
export function setSaved(doc: Y.Doc, id: MessageId, saved: SavedPlace | SavedText | null): void {
  const map = doc.getMap<unknown>('saved');
  doc.transact(() => {
    const { reminded: _, ...kept } = saved ?? {};
    setOrForget(map, id, saved && kept);
    if (saved?.remind === undefined) setOrForget(map, remindedKey(id), null);
  });
}

/** Notes that the person has been reminded, under a key of its own: a device that moves the reminder loses nothing. */
export function setReminded(doc: Y.Doc, id: MessageId, moment: number): void {
  setIfOther(doc.getMap<unknown>('saved'), remindedKey(id), moment);
}

/** What is kept for later. Two devices together may keep more than one would: the newest are read. */
export function readSaved(doc: Y.Doc): Map<MessageId, SavedPlace | SavedText> {
  const map = doc.getMap<unknown>('saved');
  const saved: [MessageId, SavedPlace | SavedText][] = [];
  for (const [id, value] of map.entries()) {
    const kept = isUuid(id) ? savedOf(value, map.get(remindedKey(id))) : null;
    if (kept !== null) saved.push([id as string as MessageId, kept]);
  }
  return new Map(saved.sort(([, a], [, b]) => b.at - a.at).slice(0, MAX_SAVED));
}

/** What is no moment is passed over: a message is kept all the same, words without one are not. */
function savedOf(value: unknown, remindedValue: unknown): SavedPlace | SavedText | null {
  const [channel, seq, at, text] = ['channel', 'seq', 'at', 'text'].map((key) => own(value, key));
  const remind = own(value, 'remind');
  if (!isCount(at)) return null;
  const reminded = isMoment(remindedValue) ? { reminded: remindedValue } : {};
  if (isReminderText(text) && isMoment(remind)) return { text, at, remind, ...reminded };
  if (!isUuid(channel) || !isCount(seq)) return null;
  const reminding = isMoment(remind) ? { remind, ...reminded } : {};
  return { channel: channel as string as ChannelId, seq, at, ...reminding };
}

const isReminderText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_REMINDER_LENGTH && isVisible(value);

/** The last moment that a date can name, in milliseconds: a later one cannot be shown. */
const LAST_MOMENT = 8.64e15;
const isMoment = (value: unknown): value is number => isCount(value) && value <= LAST_MOMENT;

/** Stands beside the thing itself: no message has this id. */
const remindedKey = (id: string): string => `${id}/reminded`;

import { isTombstone } from '@lectern/contracts';
import { type NameOf, plainText } from '@lectern/rich-text';
import type { SavedItem } from '@lectern/sync-client';
import { noticeWords } from '../../words/notifications.ts';
import { reminderWords } from '../../words/reminders.ts';
import { messageAddress } from '../channel/addresses.ts';

/** What a person is reminded of, in words: also when there is nothing left of it. */
export function reminderText(item: SavedItem, nameOf: NameOf): string {
  if ('text' in item) return item.text;
  const { record, missing } = item;
  if (record !== null) return isTombstone(record) ? reminderWords.deleted : plainText(record.body, nameOf);
  return missing === 'not-yours' ? reminderWords.lost : noticeWords.notHere;
}

/** Where it is; null for what is nowhere, or nowhere that this person may look. */
export function reminderAddress(item: SavedItem): string | null {
  if ('text' in item || item.missing === 'not-yours') return null;
  if (item.record === null) return messageAddress(item.channel, { seq: item.seq });
  return isTombstone(item.record) ? null : messageAddress(item.channel, item.record);
}

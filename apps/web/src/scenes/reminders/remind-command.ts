import {
  type ChannelId,
  isTombstone,
  isVisible,
  MAX_REMINDER_LENGTH,
  type MessageId,
  newId,
} from '@lectern/contracts';
import { PROVISIONAL_SEQ, type TimelineItem } from '@lectern/sync-client';
import type { Toast } from '../../components/toast.tsx';
import type { Page } from '../../hub/page.ts';
import { reminderWords } from '../../words/reminders.ts';
import { type Reminded, setReminder } from './set-reminder.ts';
import { typedReminder } from './typed-reminder.ts';

/** Rows that are looked through for one that is not deleted. */
const NEWEST = 20;

/** Does what `/remind` says: of its own words, or of the newest message where it is typed. Answers what is wrong, or null. */
export async function remindCommand(
  argument: string,
  place: { readonly channel: ChannelId; readonly thread?: MessageId | undefined },
  page: Page,
  toast: (toast: Toast) => void,
): Promise<string | null> {
  const typed = typedReminder(argument, Date.now());
  if ('fault' in typed) return faults[typed.fault];
  const { at, text } = typed;
  if (text.length > MAX_REMINDER_LENGTH) return reminderWords.tooLong(MAX_REMINDER_LENGTH);
  if (text !== '' && !isVisible(text)) return reminderWords.unseen;
  const of: Reminded | null =
    text === '' ? await newestMessage(place, page) : { message: newId<MessageId>(), text };
  return of === null ? reminderWords.nothingHere : setReminder({ hub: page.hub, toast }, of, at);
}

const faults = {
  'no-time': reminderWords.usage,
  past: reminderWords.past,
  'too-far': reminderWords.tooFar,
} as const;

async function newestMessage(
  { channel, thread }: { channel: ChannelId; thread?: MessageId | undefined },
  { views }: Page,
): Promise<Reminded | null> {
  const items = await (thread === undefined ? rowsOf(channel, views) : repliesOf(channel, thread, views));
  const last = items.findLast(({ record }) => !isTombstone(record) && record.seq < PROVISIONAL_SEQ);
  return last ? { message: last.record.id, channel, seq: last.record.seq } : null;
}

async function rowsOf(channel: ChannelId, views: Page['views']): Promise<readonly TimelineItem[]> {
  const end = { channel, anchor: 'end', before: NEWEST, after: 0 } as const;
  return (await views.when('timeline', end, ({ ready, older }) => ready || older !== 'loading')).items;
}

async function repliesOf(
  channel: ChannelId,
  thread: MessageId,
  views: Page['views'],
): Promise<readonly TimelineItem[]> {
  const { root, replies } = await views.when(
    'thread',
    { channel, thread, most: NEWEST },
    ({ state }) => state !== 'loading',
  );
  return root === null ? replies : [root, ...replies];
}

import type { ChannelId, MessageId, MessagePlace, NoteAnchor, NoteId, Notice } from '@lectern/contracts';

/** Addresses of what is said: a message in its channel, or in the thread outside of which it is not to be seen. */
export const threadAddress = (channel: ChannelId, thread: MessageId): string => `/c/${channel}/t/${thread}`;

/** A note, and a block in it. */
export const noteAddress = (channel: ChannelId, note: NoteId, block?: string): string =>
  `/c/${channel}/n/${note}${block === undefined ? '' : `#${block}`}`;

/** The passage of a note that a message is about: what the address names is the message, which knows where it stands now. */
export const passageAddress = (channel: ChannelId, { note }: NoteAnchor, message: MessageId): string =>
  noteAddress(channel, note, `${QUESTION}${message}`);
const QUESTION = 'q-';
export const questionNamed = (name: string): MessageId | null =>
  name.startsWith(QUESTION) ? (name.slice(QUESTION.length) as MessageId) : null;

export function messageAddress(
  channel: ChannelId,
  {
    seq,
    thread,
    inChannel,
  }: { readonly seq: number; readonly thread?: Pick<MessagePlace, 'id'>; readonly inChannel?: true },
): string {
  const place = thread === undefined || inChannel ? `/c/${channel}` : threadAddress(channel, thread.id);
  return `${place}/m/${seq}`;
}

/** The place that an address names after `/m/`; null when it is none, because anybody can write any address. */
export const placeIn = (text: string): number | null => {
  const seq = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(seq) ? seq : null;
};

/** Where to look at what a person was told of: in its thread, where it was said in one. */
export const noticeAddress = ({ channel, seq, thread }: Notice): string =>
  messageAddress(channel, thread === undefined ? { seq } : { seq, thread: { id: thread } });

/**
 * Stands in the history with a thread or a note that was opened from its channel: leaving it is going back, so that nobody
 * comes into it again on their way out.
 */
export const besideChannel = { beside: true } as const;
export const isBesideChannel = (): boolean => history.state?.beside === true;

import {
  MAX_REPLY_FACES,
  type MessageRecord,
  type Replies,
  type ReplyHead,
  type Threading,
} from '@lectern/contracts';

/** What the first message of a thread says of its replies once there is one more, the newest. */
export function withReply(replies: Replies | undefined, { seq, at, author }: ReplyHead): Replies {
  const { count = 0, people = [] } = replies ?? {};
  const isFace = people.includes(author) || people.length >= MAX_REPLY_FACES;
  return { count: count + 1, last: { seq, at, author }, people: isFace ? people : [...people, author] };
}

/** The same from all replies that are left, in `seq` order; undefined when none is. */
export const repliesOf = (left: readonly ReplyHead[]): Replies | undefined =>
  left.reduce<Replies | undefined>(withReply, undefined);

/** What of a message's place among threads outlives its words. */
export const threadingOf = ({ thread, inChannel, replies }: MessageRecord): Threading => ({
  ...(thread === undefined ? {} : { thread }),
  ...(inChannel === undefined ? {} : { inChannel }),
  ...(replies === undefined ? {} : { replies }),
});

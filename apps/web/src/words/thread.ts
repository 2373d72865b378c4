import { plural } from './format.ts';

/** Words of the thread beside a channel. Part of the catalogue in `words.ts`; apart, so that it is loaded with it. */
export const threadWords = {
  title: 'Thread',
  list: 'Thread',
  close: 'Close thread',
  composer: 'Reply in the thread',
  inChannel: (channel: string) => `Also send to #${channel}`,
  replies: (n: number) => plural(n, { one: '# reply', other: '# replies' }),
  none: 'No replies yet',
  noneLead: 'Whoever writes here is told of what others reply.',
  follow: 'Follow',
  following: 'Following',
  followLead: 'You are told when somebody replies',
  unfollowLead: 'You are told of replies. Press to hear no more of them',
  older: 'Show earlier replies',
  loading: 'Loading earlier replies',
  needsConnection: 'Earlier replies are on the server. They appear when you are connected.',
  away: 'This thread is on the server',
  awayLead: 'It appears here as soon as you are connected.',
  missing: 'This thread is not here',
  missingLead: 'The link may be old, or the message is in a channel you are not in.',
  deleted: 'The first message was deleted. What was said stays; nobody can reply any more.',
} as const;

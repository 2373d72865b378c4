import type { ChannelRole, ChannelType } from '@lectern/contracts';
import { plural } from './format.ts';
import { words } from './words.ts';

/**
 * Words of the details of a channel and of the dialogs that change it. Part of the catalogue in `words.ts`; apart, so that
 * they are loaded with them.
 */
export const channelWords = {
  types: { public: 'Public', private: 'Private', announcement: 'Announcements' } satisfies Record<
    ChannelType,
    string
  >,
  name: 'Name',
  nameHint: 'For example: exercise-3, exam questions',
  topic: 'Topic',
  topicHint: 'One line that says what belongs here.',
  kind: 'Who can read and write',
  onlyKind: (type: ChannelType) =>
    type === 'private'
      ? 'It will be private: only people whom you invite can see it.'
      : words.channel.typeHints[type],
  describeTitle: 'Name and topic',
  archive: 'Archive channel',
  archiveTitle: (name: string) => `Archive #${name}?`,
  archiveLead: 'Nobody can write in it any more. Everything stays readable and can be found.',
  unarchive: 'Open channel again',
  leave: 'Leave channel',
  leaveTitle: (name: string) => `Leave #${name}?`,
  leaveLead: 'It goes from your list. You can join again under Browse channels.',
  leavePrivateLead:
    'It goes from your list, and its messages from this device. Someone has to invite you back.',
  browseTitle: 'Browse channels',
  browseEmpty: 'You are in every channel of this course.',
  care: 'Notify me of',
  levels: { all: 'All messages', mentions: 'Mentions', nothing: 'Nothing' },
  levelHints: {
    all: 'Every new message is counted.',
    mentions: 'The name says when something is new; only mentions are counted.',
    nothing: 'Nothing is counted, and no mention is announced.',
  },
  mute: 'Mute',
  muteFor: { hour: 'For an hour', tomorrow: 'Until tomorrow', ever: 'Until I unmute it' },
  mutedUntil: (at: string) => `Muted until ${at}`,
  mutedForEver: 'Muted',
  unmute: 'Unmute',
  about: 'About',
  noTopic: 'No topic yet.',
  membersOf: (n: number) => plural(n, { one: '# member', other: '# members' }),
  membersNeedConnection: 'Who is in this channel can be seen when you are connected.',
  addPeople: 'Add people',
  addPeopleTo: (name: string) => `Add people to #${name}`,
  add: 'Add',
  added: 'Added',
  everyoneIn: 'Everyone in the course is here already.',
  remove: 'Remove from channel',
  removeTitle: (name: string, channel: string) => `Remove ${name} from #${channel}?`,
  removeLead: 'They can no longer read or write here. Their messages stay.',
  removed: (name: string) => `${name} will be removed.`,
  makeRole: {
    member: 'Make member',
    moderator: 'Make moderator',
    admin: 'Make channel admin',
  } satisfies Record<ChannelRole, string>,
  jumpToDate: 'Jump to date',
  copyLink: 'Copy link to channel',
  noOne: 'Nobody matches.',
} as const;

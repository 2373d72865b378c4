import { plural, when } from './format.ts';

/**
 * Words of the list of what is not yet on the server. Part of the catalogue in `words.ts`; apart, so that they are loaded
 * with it.
 */
export const pendingWords = {
  title: (n: number, at: number, now: number) =>
    `${plural(n, { one: '# thing not yet on the server', other: '# things not yet on the server' })}, safe on this device since ${when(at, now)}`,
  none: 'Everything is on the server',
  noneLead: 'Nothing waits on this device.',
  waiting: 'Waiting to be sent',
  lead: (n: number) =>
    plural(n, {
      one: 'It is sent by itself as soon as you are connected. Nothing is left for you to do.',
      other: 'They are sent by themselves as soon as you are connected. Nothing is left for you to do.',
    }),
  where: (channel: string) => `in #${channel}`,
  since: (at: string) => `since ${at}`,
  goTo: 'Go to it',
  note: 'Note',
  noteChanges: (n: number) =>
    plural(n, { one: '# change is not on the server yet', other: '# changes are not on the server yet' }),
  noteAside: 'The note did not take what you wrote. Your text is kept with it.',
  kinds: {
    send: 'Message',
    edit: 'Edit',
    delete: 'Deletion',
    react: 'Reaction',
    pin: 'Pin',
    question: 'Question',
    accept: 'Accepted answer',
    endorse: 'Endorsement',
    'thread.follow': 'Following',
    'channel.create': 'New channel',
    'channel.describe': 'Name and topic',
    'channel.archive': 'Archiving',
    'channel.member': 'Membership',
    'note.create': 'New note',
    'note.change': 'Change of a note',
  },
  withdraw: 'Take back',
  withdrawTitle: 'Take this back?',
  withdrawLead:
    'It is taken out of what this device sends. If it was on its way when the connection broke, it may be there already; a message is then deleted.',
} as const;

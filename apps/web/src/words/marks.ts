import { plural } from './format.ts';

/** Words of pins, questions, saved messages and earlier versions. Part of the catalogue in `words.ts`; apart, so that they are loaded with their screens. */
export const marksWords = {
  pinned: (n: number) => plural(n, { one: '# pinned message', other: '# pinned messages' }),
  pin: 'Pin to channel',
  unpin: 'Unpin',
  save: 'Save for later',
  unsave: 'Remove from saved',
  savedFull: 'You have saved as many messages as can be kept. Remove some that you no longer need.',
  ask: 'Mark as question',
  unask: 'Not a question',
  accept: 'Accept as answer',
  acceptTo: 'Accept as answer to…',
  unaccept: 'Take acceptance back',
  endorse: 'Endorse',
  unendorse: 'Take endorsement back',
  noPins: 'Nothing is pinned.',
  noPinsLead: 'A pinned message stays here for everyone, also offline.',
  pinActions: (author: string) => `Actions for the pinned message of ${author}`,
  moveUp: 'Move up',
  moveDown: 'Move down',

  questions: (n: number) => plural(n, { one: '# unresolved question', other: '# unresolved questions' }),
  askedBefore: 'Asked before',
  answered: 'answered',
  noQuestions: 'No question is open.',
  newestOnly: 'These are the newest. There are older ones on the server.',
  maybeMore:
    'Of what is stored on this device. Others may be on the server; they appear when you are connected.',
  showAll: (n: number) => `Show all ${n}`,

  chooseQuestion: 'Which question does it answer?',
  chooseLead: 'Everyone sees that the question is answered, and can jump to the answer.',
  chooseNone: 'There is no open question that you can answer here.',

  saved: 'Saved',
  noneSaved: 'Nothing saved',
  noneSavedLead:
    'Save a message from its menu, or let yourself be reminded of it, and it waits for you here, on all your devices, also offline.',
  fetching: 'This message is being fetched.',
  needsConnection: 'This message is on the server. It appears when you are connected.',
  notYours: 'This message is in a channel that you are no longer in.',

  versionsLead:
    'What this message said before it was edited. Only those who look after the channel see this.',
  versionSaid: (at: string) => `Said ${at}`,
  noVersions: 'No earlier version is kept.',
  moreVersions: 'Older versions are not shown.',
} as const;

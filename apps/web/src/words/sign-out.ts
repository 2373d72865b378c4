import { plural } from './format.ts';

/** Words around signing out. Part of the catalogue in `words.ts`; apart, so that it is loaded with its screen. */
export const signOutWords = {
  action: 'Sign out',
  everywhere: 'Sign out everywhere',
  everywhereLead: 'Ends every session of yours, on all devices, this one included.',
  title: 'Sign out of this device?',
  lead: 'Messages stored on this device are removed from it. They stay on the server.',
  unsentTitle: (n: number) =>
    plural(n, { one: '# thing is not on the server yet', other: '# things are not on the server yet' }),
  unsentLead: 'Signing out removes what is stored on this device. What should become of these?',
  draft: 'Draft',
  /** Before the title of the note. */
  note: 'Note',
  wait: 'Wait until they are on the server',
  waiting: 'Waiting for the connection. You will be signed out when everything is on the server.',
  copyThem: 'Copy their text',
  discardThem: 'Discard and sign out',
  discardTitle: (n: number) =>
    plural(n, { one: 'Discard # thing and sign out?', other: 'Discard # things and sign out?' }),
  discardLead: (n: number) =>
    plural(n, {
      one: 'It is on this device only. Once discarded, nobody can bring it back.',
      other: 'They are on this device only. Once discarded, nobody can bring them back.',
    }),
  discardConfirm: (n: number) => plural(n, { one: 'Discard it', other: 'Discard all #' }),
  stay: 'Stay signed in',
  owed: 'You are signed out here. The server is told as soon as there is a connection.',
} as const;

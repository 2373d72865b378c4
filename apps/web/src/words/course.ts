import { plural } from './format.ts';

/** Words of a course and its home. Part of the catalogue in `words.ts`; apart, so that it is loaded with its screen. */
export const courseWords = {
  welcome: (name: string) => `Good to see you, ${name}`,
  allRead: 'You are up to date.',
  unread: (n: number, mentions: number) => {
    const messages = plural(n, { one: '# unread message', other: '# unread messages' });
    return mentions > 0
      ? `${messages}, ${plural(mentions, { one: '# mentions you.', other: '# mention you.' })}`
      : `${messages}.`;
  },
  noneLead: 'Open an invite link from your lecturer, and the course appears here.',
  noneLeadAdmin: 'Create a course to begin.',
  channels: 'Channels',
  rename: 'Rename course',
  name: 'Name of the course',
  create: 'Create course',
  firstSteps: 'First steps',
  stepInvite: 'Invite your students and tutors',
  stepInviteLead: 'Each link carries one role: make one for students, another for tutors.',
  stepChannel: 'Give every subject its place',
  stepChannelLead: 'One channel for questions and one for announcements is a good beginning.',
  notFound: 'This course is not here',
  notFoundLead: 'You may not be in it any more.',
} as const;

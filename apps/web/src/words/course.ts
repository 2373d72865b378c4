import { plural } from './format.ts';

/** Words of a course and its home. Part of the catalogue in `words.ts`; apart, so that it is loaded with its screen. */
export const courseWords = {
  welcome: (name: string) => `Good to see you, ${name}`,
  allRead: 'You are up to date.',
  unread: (n: number) => plural(n, { one: '# unread message.', other: '# unread messages.' }),
  channels: 'Channels',
  rename: 'Rename course',
  name: 'Name of the course',
  createTitle: 'New course',
  create: 'Create course',
  firstSteps: 'First steps',
  stepInvite: 'Invite your students and tutors',
  stepInviteLead: 'One link brings everyone in.',
  stepChannel: 'Create a channel',
  stepChannelLead: 'One for questions, one for announcements is a good beginning.',
  notFound: 'This course is not here',
  notFoundLead: 'You may not be in it any more.',
} as const;

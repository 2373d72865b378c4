import type { MentionGroup } from '@lectern/contracts';

/** What the groups are that can be called. Part of the catalogue in `words.ts`; apart, for only the rich editor offers them. */
export const groupWords: Record<MentionGroup, (channel: string) => string> = {
  channel: (channel) => `Everyone in #${channel}`,
  here: () => 'Everyone connected now',
  students: (channel) => `The students in #${channel}`,
  tutors: (channel) => `The tutors in #${channel}`,
  lecturers: (channel) => `The lecturers in #${channel}`,
  staff: () => 'Lecturers, tutors, admins',
};

import type { ChannelRole, ChannelType } from '@lectern/contracts';
import { LECTURER, STUDENT } from './people.ts';

export type ChannelKey =
  | 'announcements'
  | 'exam'
  | 'lectures'
  | 'exercises'
  | 'programming'
  | 'coffee'
  | 'tutors'
  | 'group';

export interface DemoChannel {
  readonly key: ChannelKey;
  readonly name: string;
  readonly topic: string;
  readonly type: ChannelType;
  readonly createdBy: string;
  /** Who stands apart from the rule that everyone in the course is in every open channel; by handle. */
  readonly members: Readonly<Record<string, { state: 'in' | 'left'; role: ChannelRole }>>;
  /** Null for announcements, which are as many as there are posts, and where all that is missing to the whole is written. */
  readonly messages: number | null;
}

/** Messages of all channels together. */
export const MESSAGES = 20_000;

const admin = { state: 'in', role: 'admin' } as const;
const moderator = { state: 'in', role: 'moderator' } as const;
const member = { state: 'in', role: 'member' } as const;
const left = { state: 'left', role: 'member' } as const;

/** In the order in which they were made. */
export const channels: readonly DemoChannel[] = [
  {
    key: 'announcements',
    name: 'announcements',
    topic: 'Sheets, slides, rooms. Everyone reads it, staff writes.',
    type: 'announcement',
    createdBy: LECTURER,
    members: {},
    messages: null,
  },
  {
    key: 'lectures',
    name: 'lectures',
    topic: 'Questions about the lectures, slides and the book. Tuesday and Thursday, 10:15',
    type: 'public',
    createdBy: LECTURER,
    members: {},
    messages: 4_600,
  },
  {
    key: 'exercises',
    name: 'exercises',
    topic: 'The weekly sheets. Help each other, but hand in your own words. Due Mondays, 12:00',
    type: 'public',
    createdBy: LECTURER,
    members: { amara: moderator },
    messages: null,
  },
  {
    key: 'programming',
    name: 'programming',
    topic: 'Code, tests, the grader. Put `code` between backticks and name your language',
    type: 'public',
    createdBy: 'lukas',
    members: { lukas: admin, priya: moderator },
    messages: 2_900,
  },
  {
    key: 'coffee',
    name: 'coffee-corner',
    topic: 'Everything else, in any language ☕',
    type: 'public',
    createdBy: 'amara',
    members: { amara: admin, samuel: left },
    messages: 1_800,
  },
  {
    key: 'tutors',
    name: 'tutors',
    topic: 'Corrections, drafts, who takes over when',
    type: 'private',
    createdBy: LECTURER,
    members: { [LECTURER]: admin, tomasz: admin, amara: member, lukas: member, yuki: member },
    messages: 350,
  },
  {
    key: 'group',
    name: 'study-group-7',
    topic: 'Library, second floor, table by the window',
    type: 'private',
    createdBy: STUDENT,
    members: { [STUDENT]: admin, priya: member, mateo: member, ines: member, jonas: member, ren: member },
    messages: 1_700,
  },
  {
    key: 'exam',
    name: 'exam-info',
    topic: 'Dates, rooms, what is allowed. Please ask in #lectures',
    type: 'announcement',
    createdBy: LECTURER,
    members: {},
    messages: null,
  },
];

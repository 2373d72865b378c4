import type { CourseRole } from './roles.ts';

/**
 * Many people as one name behind an `@`, seen from a channel: everyone in it, those of them who are connected at that
 * moment, and those of them with a role in the course. Nobody has such a word as a handle.
 */
export const mentionGroups = ['channel', 'here', 'students', 'tutors', 'lecturers', 'staff'] as const;
export type MentionGroup = (typeof mentionGroups)[number];

/** The roles of those whom a group means. */
export const rolesOfGroup: Readonly<Record<MentionGroup, readonly CourseRole[]>> = {
  channel: ['student', 'tutor', 'lecturer', 'admin'],
  here: ['student', 'tutor', 'lecturer', 'admin'],
  students: ['student'],
  tutors: ['tutor'],
  lecturers: ['lecturer'],
  staff: ['tutor', 'lecturer', 'admin'],
};

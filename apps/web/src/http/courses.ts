import type { CourseCreated, CourseId, CourseRole, Invite, InviteId, UserId } from '@lectern/contracts';
import { call, path } from './api.ts';

/** Courses, who is in them and who is invited. Apart from the calls that every page makes. */
export const courses = {
  create: (name: string) => call<CourseCreated>('POST', '/api/courses', { name }),
  rename: (course: CourseId, name: string) => call<null>('PATCH', path`/api/courses/${course}`, { name }),
  setRole: (course: CourseId, person: UserId, role: CourseRole) =>
    call<null>('PUT', path`/api/courses/${course}/members/${person}`, { role }),
  removePerson: (course: CourseId, person: UserId) =>
    call<null>('DELETE', path`/api/courses/${course}/members/${person}`),
  invites: (course: CourseId) => call<Invite[]>('GET', path`/api/courses/${course}/invites`),
  createInvite: (course: CourseId, body: { role: CourseRole; days: number }) =>
    call<Invite>('POST', path`/api/courses/${course}/invites`, body),
  revokeInvite: (invite: InviteId) => call<null>('DELETE', path`/api/invites/${invite}`),
};

import * as v from 'valibot';

/** What a person is in a course. The site's own admin is a flag on the person. */
export const courseRoles = ['student', 'tutor', 'lecturer', 'admin'] as const;
export type CourseRole = (typeof courseRoles)[number];
export const CourseRoleSchema = v.picklist(courseRoles, 'must be student, tutor, lecturer or admin');

/** What a person is in a channel. */
export const channelRoles = ['member', 'moderator', 'admin'] as const;
export type ChannelRole = (typeof channelRoles)[number];
export const ChannelRoleSchema = v.picklist(channelRoles, 'must be member, moderator or admin');

/** Who sees a channel and who posts in it: `announcement` is read by all of the course and written by staff. */
export const channelTypes = ['public', 'private', 'announcement'] as const;
export type ChannelType = (typeof channelTypes)[number];
export const ChannelTypeSchema = v.picklist(channelTypes, 'must be public, private or announcement');

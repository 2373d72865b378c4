import type { Actor, DocumentThing } from '@lectern/access';
import type { ChannelId, CourseId, DocumentName, UserId } from '@lectern/contracts';
import type { Standing } from '../database/standing.ts';

/** Standing → what the access rules ask for. */

/** The document as the rules see it, or null when this person's courses hold no such thing. */
export function thingOfDocument(standing: Standing, name: DocumentName): DocumentThing | null {
  switch (name.kind) {
    case 'user':
    case 'inbox':
      return { kind: name.kind, owner: name.id as UserId };
    case 'course':
      return standing.courses.has(name.id as CourseId) ? { kind: 'course' } : null;
    case 'channel': {
      const channel = standing.channels.get(name.id as ChannelId);
      return channel === undefined ? null : { kind: 'channel', channel };
    }
    case 'note':
      return null;
  }
}

/** The person as seen from the course and the channel of a document. */
export function actorIn(standing: Standing, name: DocumentName): Actor {
  const channel = name.kind === 'channel' ? standing.channels.get(name.id as ChannelId) : undefined;
  const course = name.kind === 'course' ? (name.id as CourseId) : channel?.course;
  return {
    user: standing.user,
    siteAdmin: standing.siteAdmin,
    courseRole: course === undefined ? null : (standing.courses.get(course)?.role ?? null),
    membership: channel === undefined ? null : (standing.memberships.get(channel.id) ?? null),
  };
}

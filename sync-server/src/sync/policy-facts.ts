import { type Actor, can, type DocumentThing } from '@lectern/access';
import type { ChannelId, CourseId, DocumentName, UserId } from '@lectern/contracts';
import type { ChannelStanding, Standing } from '../database/standing.ts';

/** Standing → what the access rules ask for. */

/** A document, and for a note the channel that it stands in. */
export interface Place extends DocumentName {
  readonly channel?: ChannelId | null;
}

export function mayOpen(standing: Standing, name: Place): boolean {
  const thing = thingOfDocument(standing, name);
  return thing !== null && can(actorIn(standing, name), 'document.open', thing);
}

/** The document as the rules see it, or null when this person's courses hold no such thing. */
function thingOfDocument(standing: Standing, name: Place): DocumentThing | null {
  switch (name.kind) {
    case 'user':
    case 'inbox':
      return { kind: name.kind, owner: name.id as UserId };
    case 'course':
      return standing.courses.has(name.id as CourseId) ? { kind: 'course' } : null;
    case 'channel':
    case 'note': {
      const channel = channelOf(standing, name);
      return channel === undefined ? null : { kind: name.kind, channel };
    }
  }
}

/** The person as seen from the course and the channel of a document. */
export function actorIn(standing: Standing, name: Place): Actor {
  const channel = channelOf(standing, name);
  const course = name.kind === 'course' ? (name.id as CourseId) : channel?.course;
  return {
    user: standing.user,
    siteAdmin: standing.siteAdmin,
    courseRole: course === undefined ? null : (standing.courses.get(course)?.role ?? null),
    membership: channel === undefined ? null : (standing.memberships.get(channel.id) ?? null),
  };
}

/** Whether the person may write in the notes of a channel. */
export function mayEditNotes(standing: Standing, id: ChannelId): boolean {
  const channel = standing.channels.get(id);
  return (
    channel !== undefined && can(actorIn(standing, { kind: 'channel', id, life: 1 }), 'note.edit', channel)
  );
}

function channelOf(standing: Standing, { kind, id, channel }: Place): ChannelStanding | undefined {
  if (kind === 'channel') return standing.channels.get(id as ChannelId);
  return kind === 'note' && channel ? standing.channels.get(channel) : undefined;
}

import { can } from '@lectern/access';
import type { ChannelId, NoteId, UserId } from '@lectern/contracts';
import { readChannelActor } from '../../database/actors.ts';
import { channelOfNote } from '../../database/notes.ts';
import type { HttpContext } from '../context.ts';
import { forbidden, notFound } from '../problem.ts';

/** A channel that one may not even know of does not exist; from an open one of one's course one is merely kept out. */
export async function demandReader({ db }: HttpContext, user: UserId, channel: ChannelId) {
  const found = await readChannelActor(db, user, channel);
  if (found && can(found.actor, 'channel.read', found.channel)) return found;
  const known = found?.channel.type !== 'private' && found?.actor.courseRole;
  throw known ? forbidden('You are not in this channel.') : notFound('There is no such channel.');
}

/** A note is there for those who read its channel, under this channel alone. */
export async function demandNote({ db }: HttpContext, channel: ChannelId, note: NoteId): Promise<void> {
  if ((await channelOfNote(db, note)) !== channel) throw notFound('There is no such note in this channel.');
}

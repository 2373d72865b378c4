import { closeReasons, type DocumentName, socketCloseCodes } from '@lectern/contracts';
import type { Standing } from '../database/standing.ts';
import { mayEditNotes, mayOpen } from './policy-facts.ts';
import type { SocketSession } from './socket-session.ts';

/**
 * A socket goes by a newer standing from now on. One that loses anything by it is closed, whoever noticed first: it
 * may have open what its person may not read any more, and comes back with what is left. So does one with a note in which
 * its person may not write any more, or may write from now on. Null: there is no such person.
 */
export function adoptStanding(session: SocketSession, standing: Standing | null): void {
  const before = session.standing;
  if (
    standing === null ||
    (before !== null && (losesAnything(before, standing) || writesOtherwise(session, before, standing)))
  ) {
    session.socket.close(socketCloseCodes.accessChanged, closeReasons.accessChanged);
  } else session.standing = standing;
}

/** Whether a person could open something before that they may not open now. */
function losesAnything(before: Standing, after: Standing): boolean {
  const names: DocumentName[] = [
    ...[...before.courses.keys()].map((id) => ({ kind: 'course' as const, id, life: 1 })),
    ...[...before.channels.keys()].map((id) => ({ kind: 'channel' as const, id, life: 1 })),
  ];
  return names.some((name) => mayOpen(before, name) && !mayOpen(after, name));
}

/** Whether a note is open that the person may only read from now on, or write in too: it goes on as it was opened. */
const writesOtherwise = ({ notes }: SocketSession, before: Standing, after: Standing): boolean =>
  [...notes.values()].some((channel) => mayEditNotes(before, channel) !== mayEditNotes(after, channel));

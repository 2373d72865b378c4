import {
  type ChannelId,
  type CourseId,
  closeReasons,
  socketCloseCodes,
  type UserId,
} from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { readAccessHeads } from '../database/access-heads.ts';
import type { Schema } from '../database/schema.ts';
import { readStanding } from '../database/standing.ts';
import { adoptStanding } from './adopt-standing.ts';
import type { ChangeSink } from './change-sink.ts';
import type { ServerDocuments } from './server-documents.ts';
import type { SocketSession, SocketSessions } from './socket-session.ts';

export interface AccessWatch extends Omit<ChangeSink, 'noteLogged' | 'noteMoved'> {
  /** A channel was described anew or archived: nobody writes in the notes of an archived one. */
  channelChanged(channel: ChannelId): void;
  /** Follows what other instances have changed. Fails when that cannot be read. */
  look(): Promise<void>;
}

/**
 * Answers changes of courses, access and sessions: projections are renewed, sockets that lost something close. What
 * this instance has changed is followed at once; what another has is seen by `look`, for which `changed` may ask.
 */
export function createAccessWatch(
  db: Kysely<Schema>,
  sessions: SocketSessions,
  documents: ServerDocuments,
  changed: () => void,
  log: Logger,
): AccessWatch {
  const recheck = async (user: UserId) => {
    const open = sessions.of(user);
    if (open.length === 0) return;
    // Whoever is reading the standing at this moment reads it again.
    for (const session of open) session.changes += 1;
    const stamps = open.map((session) => session.changes);
    const standing = await readStanding(db, user);
    open.forEach((session, i) => {
      // There was a further change meanwhile: whoever follows that one has read later, though perhaps answered sooner.
      if (session.changes === stamps[i]) adoptStanding(session, standing);
    });
  };
  /** Where nobody can say what a person may read, they read nothing: their sockets close, and come back. */
  const closeAll = (user: UserId) => {
    for (const { socket } of sessions.of(user))
      socket.close(socketCloseCodes.goingAway, closeReasons.unavailable);
  };
  const follow = (people: Iterable<UserId>) => {
    for (const user of new Set(people))
      recheck(user).catch((error: unknown) => {
        log.error({ err: error }, 'a change of access could not be followed');
        closeAll(user);
      });
  };
  return {
    courseChanged(course: CourseId) {
      documents.projectCourse(course);
    },
    accessChanged(people) {
      for (const user of people) documents.projectInbox(user);
      follow(people);
      changed();
    },
    channelChanged(channel) {
      const concerned = [...sessions.all()].filter(({ notes }) => [...notes.values()].includes(channel));
      follow(concerned.map(({ identity }) => identity!.user));
      changed();
    },
    sessionsEnded(person, ended) {
      for (const session of sessions.of(person)) {
        if (ended === null || ended.includes(session.identity!.session)) end(session);
      }
      changed();
    },
    async look() {
      const open = [...sessions.all()];
      if (open.length === 0) return;
      const ids = new Set(open.map(({ identity }) => identity!.session));
      const { revs, standing } = await readAccessHeads(db, [...sessions.people()], [...ids]);
      for (const session of open) if (!standing.has(session.identity!.session)) end(session);
      // One that has not read its standing yet reads it now, and no earlier than this.
      const behind = open.filter((session) => {
        const known = session.standing;
        return known !== null && known.rev < (revs.get(known.user) ?? 0);
      });
      follow(behind.map(({ identity }) => identity!.user));
    },
  };
}

function end({ socket }: SocketSession): void {
  socket.close(socketCloseCodes.unauthorised, closeReasons.unauthorised);
}

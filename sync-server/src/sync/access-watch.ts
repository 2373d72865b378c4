import { can } from '@lectern/access';
import {
  type CourseId,
  closeReasons,
  type DocumentName,
  socketCloseCodes,
  type UserId,
} from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Schema } from '../database/schema.ts';
import { readStanding, type Standing } from '../database/standing.ts';
import type { ChangeSink } from './change-sink.ts';
import { actorIn, thingOfDocument } from './policy-facts.ts';
import type { ServerDocuments } from './server-documents.ts';
import type { SocketSessions } from './socket-session.ts';

/** Answers changes of courses, access and sessions: projections are renewed, sockets that lost something close. */
export function createAccessWatch(
  db: Kysely<Schema>,
  sessions: SocketSessions,
  documents: ServerDocuments,
  log: Logger,
): ChangeSink {
  const recheck = async (user: UserId) => {
    const open = sessions.of(user);
    if (open.length === 0) return;
    const standing = await readStanding(db, user);
    for (const session of open) {
      const before = session.standing;
      if (standing === null || (before !== null && losesAnything(before, standing))) {
        session.socket.close(socketCloseCodes.accessChanged, closeReasons.accessChanged);
      } else session.standing = standing;
    }
  };
  const withLog = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.error({ err: error }, 'a change of access could not be followed'));
  };
  return {
    courseChanged(course: CourseId) {
      documents.projectCourse(course);
    },
    accessChanged(people) {
      for (const user of people) {
        documents.projectInbox(user);
        withLog(recheck(user));
      }
    },
    sessionsEnded(person, ended) {
      for (const session of sessions.of(person)) {
        if (ended === null || ended.includes(session.identity!.session)) {
          session.socket.close(socketCloseCodes.unauthorised, closeReasons.unauthorised);
        }
      }
    },
  };
}

/** Whether a person could open something before that they may not open now. */
function losesAnything(before: Standing, after: Standing): boolean {
  const names: DocumentName[] = [
    ...[...before.courses.keys()].map((id) => ({ kind: 'course' as const, id, life: 1 })),
    ...[...before.channels.keys()].map((id) => ({ kind: 'channel' as const, id, life: 1 })),
  ];
  return names.some((name) => mayOpen(before, name) && !mayOpen(after, name));
}

function mayOpen(standing: Standing, name: DocumentName): boolean {
  const thing = thingOfDocument(standing, name);
  return thing !== null && can(actorIn(standing, name), 'document.open', thing);
}

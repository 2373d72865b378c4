import type { CourseId, NoteId, UserId } from '@lectern/contracts';
import type { LoggedUpdate } from '../database/documents.ts';

/**
 * What the rest of the server tells the sync side after a commit. Documents of courses and inboxes are projections
 * of tables: telling twice or too often does no harm, and a lost call is made good when the document is next loaded.
 */
export interface ChangeSink {
  /** The name, the directory of open channels or the member list of a course has changed. */
  courseChanged(course: CourseId): void;
  /** What these people may open has changed: their inboxes are renewed and sockets that lost access are closed. */
  accessChanged(people: readonly UserId[]): void;
  /** These sessions are over: their sockets close within a second. `null` means all sessions of the person. */
  sessionsEnded(person: UserId, sessions: readonly string[] | null): void;
  /** An edit of a note was logged for this person: whoever has the note open is given it. */
  noteLogged(note: NoteId, by: UserId, update: LoggedUpdate): void;
  /** A note's document goes on under this life: what is open in others is closed, and the channel's list says so. */
  noteMoved(note: NoteId, life: number): void;
}

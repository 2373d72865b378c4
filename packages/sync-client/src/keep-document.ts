import type { Directory } from './directory.ts';
import type { DocumentKeeper } from './documents.ts';
import type { Journal } from './journal.ts';
import { keepCourse, keepInbox, keepUser } from './keepers.ts';
import type { OpenDocument } from './open-document.ts';
import type { Outbox } from './outbox.ts';
import type { Presence } from './presence.ts';
import type { Profile } from './profile.ts';
import type { Saved } from './saved.ts';

/** The parts of a person that documents speak to. */
export interface DocumentHearers {
  readonly profile: Profile;
  readonly saved: Saved;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly presence: Presence;
  readonly directory: Directory;
  readonly keepChannel: (document: OpenDocument) => DocumentKeeper;
  readonly keepNote: (document: OpenDocument) => DocumentKeeper;
  /** Ops may stand on another rung now. */
  readonly onRungs: () => void;
}

/** Which document speaks to which part. */
export function keepDocument(document: OpenDocument, to: DocumentHearers): DocumentKeeper {
  switch (document.kind) {
    case 'user':
      return keepUser(document, {
        writable: (doc) => {
          to.profile.attach(doc);
          to.saved.attach(doc);
          to.outbox.attach(doc);
        },
        changed: () => {
          to.profile.adopt();
          to.saved.adopt();
          to.onRungs();
        },
        synced: () => {
          to.presence.connected();
          to.onRungs();
        },
        logged: () => {
          to.profile.logged();
          to.saved.logged();
        },
        stateless: (text) => to.presence.receive(text, null),
        closed: () => {
          to.profile.detach();
          to.saved.detach();
          to.outbox.detach();
        },
      });
    case 'inbox':
      return keepInbox(document, {
        changed: (inbox) => to.directory.inboxChanged(inbox, document.synced),
        outcomes: (outcomes) => {
          to.journal.conclude(outcomes);
          to.outbox.take(outcomes.map((outcome) => outcome.op));
          to.outbox.feed();
        },
      });
    case 'course':
      return keepCourse(document, {
        changed: (course, facts) => to.directory.courseChanged(course, facts),
        stateless: (text, course) => to.presence.receive(text, course),
      });
    case 'channel':
      return to.keepChannel(document);
    case 'note':
      return to.keepNote(document);
  }
}

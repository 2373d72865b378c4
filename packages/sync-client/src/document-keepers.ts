import {
  type ChannelId,
  type CourseId,
  check,
  type ServerStateless,
  ServerStatelessSchema,
} from '@lectern/contracts';
import type { Store } from '@lectern/local-store';
import type { Api } from './api.ts';
import { ChannelMirrors, type ChannelMirrorsOptions } from './channel-mirrors.ts';
import type { Clock } from './clock.ts';
import type { Directory } from './directory.ts';
import type { DocumentKeeper, WantedDocument } from './documents.ts';
import type { Healing } from './healing.ts';
import type { Journal } from './journal.ts';
import { keepCourse, keepInbox, keepUser } from './keepers.ts';
import type { Lazy } from './lazy.ts';
import type { Notes } from './notes/notes.ts';
import type { OpenDocument } from './open-document.ts';
import { Outbox } from './outbox.ts';
import { ownDocument, ownDocumentIn } from './own-document.ts';
import type { Presence } from './presence.ts';
import type { Profile } from './profile.ts';
import type { Saved } from './saved.ts';

/** The parts of a person that documents speak to. */
export interface DocumentHearers {
  readonly store: Store;
  readonly api: Api;
  readonly clock: Clock;
  readonly profile: Profile;
  readonly saved: Saved;
  readonly journal: Journal;
  readonly presence: Presence;
  readonly directory: Directory;
  readonly healing: Lazy<Healing>;
  readonly notes: Lazy<Notes>;
  /** Rows of a channel have been written. */
  readonly onRows: ChannelMirrorsOptions['onWritten'];
  /** Ops may stand on another rung now. */
  readonly onRungs: () => void;
  /** This person may not read the channel any more. */
  readonly onLostChannel: (channel: ChannelId) => void;
  /** Other documents may be wanted now. */
  readonly onWanted: () => void;
  readonly onFault: (error: unknown) => void;
}

/** Times that a document is begun anew on one connection before it is left alone until the next. */
const MOST_REBUILDS = 50;

/** Which document speaks to which part of a person, and what is done where the server will not have one. */
export class DocumentKeepers {
  readonly outbox: Outbox;
  readonly mirrors: ChannelMirrors;
  private readonly to: DocumentHearers;
  private rebuilds = 0;

  constructor(to: DocumentHearers) {
    const { store, api, clock, journal, healing, onFault } = to;
    this.to = to;
    this.outbox = new Outbox(journal, (row, isBehind) => healing.now?.isHeldBack(row, isBehind) ?? isBehind);
    this.mirrors = new ChannelMirrors({
      ...{ store: store.mirror, api, clock, onFault },
      onEpochs: async (channel, starts, synced) => (await healing.get()).meet(channel, starts, synced),
      onWritten: to.onRows,
    });
  }

  keep(document: OpenDocument): DocumentKeeper {
    const { to, outbox } = this;
    switch (document.kind) {
      case 'user':
        return keepUser(document, {
          writable: (doc) => {
            const own = ownDocument(doc);
            to.profile.attach(own);
            to.saved.attach(own);
            outbox.attach(own);
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
          stateless: (text) => readStateless(text, (message) => to.presence.receive(message, null)),
          closed: () => {
            to.profile.detach();
            to.saved.detach();
            outbox.detach();
          },
        });
      case 'inbox':
        return keepInbox(document, {
          changed: (inbox) => to.directory.inboxChanged(inbox, document.synced),
          outcomes: (outcomes) => {
            to.journal.conclude(outcomes);
            outbox.take(outcomes.map((outcome) => outcome.op));
            outbox.feed();
          },
        });
      case 'course':
        return keepCourse(document, {
          changed: (course, facts) => to.directory.courseChanged(course, facts),
          stateless: (text, course) => readStateless(text, (message) => to.presence.receive(message, course)),
        });
      case 'channel': {
        const mirror = this.mirrors.open(document);
        to.notes.now?.lists.watch(document);
        return mirror;
      }
      case 'note':
        return to.notes.now?.keep(document) ?? {};
    }
  }

  /** A new connection: what was begun anew too often on the last one may be again. */
  admitted(): void {
    this.rebuilds = 0;
  }

  /** It has another life; what belonged to the old one has been removed. */
  moved(wanted: WantedDocument, life: number): void {
    this.to.directory.moved(wanted, life);
    this.to.onWanted();
  }

  /** The server refused what this device wrote in the document, of which this is the copy. */
  refused(wanted: WantedDocument, copy: Uint8Array): void {
    const { store, clock, profile, directory, notes, onWanted, onFault } = this.to;
    this.rebuilds += 1;
    if (this.rebuilds > MOST_REBUILDS) directory.deny(wanted);
    if (wanted.kind === 'user') {
      if (this.outbox.refused(ownDocumentIn(copy)) === 'not-an-op') profile.disown();
      const aside = { name: `user/${wanted.id}`, at: clock.now(), bytes: copy };
      store.facts.write('setAside', aside).catch(onFault);
    }
    if (wanted.kind === 'note') notes.now?.refused(wanted, copy).catch(onFault);
    onWanted();
  }

  /** The server will not have this person read it. */
  lost(wanted: WantedDocument): void {
    const { directory, notes, onLostChannel, onWanted, onFault } = this.to;
    directory.deny(wanted);
    if (wanted.kind === 'note') notes.now?.lost(wanted).catch(onFault);
    if (wanted.kind === 'channel') onLostChannel(wanted.id as ChannelId);
    if (wanted.kind === 'course') directory.loseCourse(wanted.id as CourseId);
    onWanted();
  }
}

/** A newer server may say what this version does not know. */
function readStateless(text: string, hear: (message: ServerStateless) => void): void {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return;
  }
  const checked = check(ServerStatelessSchema, said);
  if (checked.ok) hear(checked.value);
}

import { observeOutcomes, readCourse, readInbox, readOutcomes } from '@lectern/channel-doc';
import type { CourseId, Outcome } from '@lectern/contracts';
import type { CourseFacts, Facts } from '@lectern/local-store';
import type { Doc } from 'yjs';
import type { DocumentKeeper } from './documents.ts';
import type { OpenDocument } from './open-document.ts';

/** What the hub does with documents that are read whole: the person's own, the inbox and the courses. */

/** The person's document is written by this device too, once it is known that it holds what other devices wrote. */
export function keepUser(
  document: OpenDocument,
  on: {
    readonly writable: (doc: Doc) => void;
    readonly changed: () => void;
    readonly synced: () => void;
    readonly logged: () => void;
    readonly stateless: (text: string) => void;
    readonly closed: () => void;
  },
): DocumentKeeper {
  const stop = afterUpdates(document.doc, on.changed);
  const open = (): void => on.writable(document.doc);
  return {
    loaded: () => {
      // A blank copy may be a new life: writing before the server's state has come would repeat what it holds.
      if (document.known) open();
    },
    synced: () => {
      open();
      on.synced();
    },
    logged: on.logged,
    stateless: on.stateless,
    closed: () => {
      stop();
      on.closed();
    },
  };
}

export function keepInbox(
  document: OpenDocument,
  on: {
    readonly changed: (inbox: Facts['inbox']) => void;
    readonly outcomes: (outcomes: readonly Outcome[]) => void;
  },
): DocumentKeeper {
  const read = (): void => {
    if (!isBlank(document.doc)) on.changed(readInbox(document.doc));
  };
  const stopUpdates = afterUpdates(document.doc, read);
  const stopOutcomes = observeOutcomes(document.doc, on.outcomes);
  const all = (): void => {
    read();
    on.outcomes(readOutcomes(document.doc));
  };
  return {
    loaded: all,
    synced: all,
    closed: () => {
      stopUpdates();
      stopOutcomes();
    },
  };
}

export function keepCourse(
  document: OpenDocument,
  on: {
    readonly changed: (course: CourseId, facts: CourseFacts) => void;
    readonly stateless: (text: string, course: CourseId) => void;
  },
): DocumentKeeper {
  const course = document.id as CourseId;
  const read = (): void => {
    const facts = readCourse(document.doc);
    if (facts !== null) on.changed(course, facts);
  };
  const stop = afterUpdates(document.doc, read);
  return { loaded: read, synced: read, stateless: (text) => on.stateless(text, course), closed: stop };
}

/** Calls once after all updates of one turn. */
function afterUpdates(doc: Doc, call: () => void): () => void {
  let scheduled = false;
  let stopped = false;
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      if (!stopped) call();
    });
  };
  doc.on('update', schedule);
  return () => {
    stopped = true;
    doc.off('update', schedule);
  };
}

const isBlank = (doc: Doc): boolean => doc.store.clients.size === 0;

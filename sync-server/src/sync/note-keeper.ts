import type { Document } from '@hocuspocus/server';
import { noteFault } from '@lectern/channel-doc';
import { closeReasons, movedReason, type NoteId, parseDocumentName } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Schema } from '../database/schema.ts';
import { type LiveDocuments, UnreadableDocument } from './live-documents.ts';
import type { NoteGate } from './note-gate.ts';
import { repairNote } from './note-repair.ts';
import { refusal } from './refusal.ts';

/** Looks at a note when it is loaded: one that cannot be read goes on under a new life with what can. */
export class NoteKeeper {
  readonly #db: Kysely<Schema>;
  readonly #live: LiveDocuments;
  readonly #gate: NoteGate;
  readonly #moved: (note: NoteId) => Promise<void>;
  readonly #log: Logger;

  constructor(
    db: Kysely<Schema>,
    live: LiveDocuments,
    gate: NoteGate,
    moved: (note: NoteId) => Promise<void>,
    log: Logger,
  ) {
    this.#db = db;
    this.#live = live;
    this.#gate = gate;
    this.#moved = moved;
    this.#log = log;
  }

  /** Prepares a note that has been filled; fails when it holds what no note may hold. */
  async take(document: Document): Promise<void> {
    const fault = noteFault(document);
    if (fault !== null) throw new UnreadableDocument(fault);
    await this.#gate.load(document);
  }

  /** Answers with what to refuse the opening of a note that cannot be read: it has moved, or is to be asked for again. */
  async mend(document: Document): Promise<Error> {
    const note = parseDocumentName(document.name)!.id as NoteId;
    try {
      const repaired = await repairNote(this.#db, note);
      if (repaired === null) return refusal(closeReasons.unavailable);
      const { life } = repaired;
      this.#log.error(
        { document: document.name, ...repaired },
        'A note could not be read. It goes on with what could be; what could not is kept in document_broken, see "A note that could not be read" in docs/operations.md.',
      );
      this.#live.endLives('note', note, life);
      this.#moved(note).catch((error: unknown) =>
        this.#log.warn({ err: error, note }, 'the list does not say that a note has moved'),
      );
      return refusal(movedReason(life));
    } catch (error) {
      this.#log.error({ err: error, document: document.name }, 'a note could not be read, nor repaired');
      return refusal(closeReasons.unavailable);
    }
  }
}

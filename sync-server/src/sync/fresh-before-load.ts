import type { Extension, onLoadDocumentPayload } from '@hocuspocus/server';
import { type ChannelId, type NoteId, parseDocumentName } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { fillBlankChannel } from '../scribe/fill-document.ts';
import { orUnavailable } from './authenticate.ts';
import { seedBlankNote } from './note-seed.ts';
import type { ServerDocuments } from './server-documents.ts';
import type { SyncContext } from './socket-session.ts';
import type { WriterCopies } from './writer-copies.ts';

/**
 * Makes a server-written document equal to its tables before it is read: whatever a lost wake-up or an import left
 * undone is made good here, so that no other part has to be perfect. A note that was never written gets its beginning.
 */
export class FreshBeforeLoad implements Extension<SyncContext> {
  readonly extensionName = 'fresh-before-load';
  /** Before `persist`, which then reads the document from Postgres. */
  readonly priority = 950;
  readonly #db: Kysely<Schema>;
  readonly #documents: ServerDocuments;
  readonly #copies: WriterCopies;

  constructor(db: Kysely<Schema>, documents: ServerDocuments, copies: WriterCopies) {
    this.#db = db;
    this.#documents = documents;
    this.#copies = copies;
  }

  async onLoadDocument({ documentName }: onLoadDocumentPayload<SyncContext>) {
    const name = parseDocumentName(documentName);
    if (name?.kind === 'inbox' || name?.kind === 'course') await this.#documents.fresh(name.kind, name.id);
    if (name?.kind === 'note') await orUnavailable(seedBlankNote(this.#db, name.id as NoteId));
    if (name?.kind === 'channel') {
      const channel = name.id as ChannelId;
      const writer = this.#copies.get('channel', channel);
      const filled = fillBlankChannel(this.#db, writer, channel).catch((error: unknown) => {
        this.#copies.discard('channel', channel);
        throw error;
      });
      await orUnavailable(filled);
    }
  }
}

import { type NoteEffect, reduceNotes } from '@lectern/channel-doc';
import type { ChannelId, NoteEntry, NoteId, NoteTemplate } from '@lectern/contracts';
import type { Transaction } from 'kysely';
import { insertNotes, updateNotes } from '../database/notes.ts';
import type { Schema } from '../database/schema.ts';
import type { NoteFacts } from './batch-facts.ts';

/** What a batch does to the list of its channel's notes. */
export class NoteDraft {
  readonly #known: ReadonlySet<NoteId>;
  readonly #created = new Map<NoteId, NoteTemplate>();
  readonly #changed = new Set<NoteId>();
  #entries: readonly NoteEntry[];

  constructor({ entries, known }: NoteFacts) {
    this.#entries = entries;
    this.#known = new Set(known);
  }

  /** The notes of the channel as the ops judged so far have left them. */
  get entries(): readonly NoteEntry[] {
    return this.#entries;
  }

  get touched(): boolean {
    return this.#created.size > 0 || this.#changed.size > 0;
  }

  /** Whether some channel had a note with this id before the batch. */
  isKnown(note: NoteId): boolean {
    return this.#known.has(note);
  }

  apply(effect: NoteEffect, at: number): void {
    this.#entries = reduceNotes(this.#entries, effect, { at });
    if (effect.kind === 'create-note') this.#created.set(effect.note, effect.template);
    else this.#changed.add(effect.note);
  }

  /** Writes the rows of what has changed, in their state after the batch. */
  async write(trx: Transaction<Schema>, channel: ChannelId): Promise<void> {
    const created = this.#entries.flatMap((entry) => {
      const template = this.#created.get(entry.id);
      return template === undefined ? [] : [{ ...entry, template }];
    });
    const changed = this.#entries.filter(({ id }) => this.#changed.has(id) && !this.#created.has(id));
    if (created.length > 0) await insertNotes(trx, channel, created);
    if (changed.length > 0) await updateNotes(trx, changed);
  }
}

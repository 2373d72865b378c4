import type { ChannelId, NoteBody, NoteId } from '@lectern/contracts';
import type { SeenNote, SeenNoteStore } from '@lectern/local-store';
import type { Clock } from '../clock.ts';
import { bytesOf, givesWay, printOf, type SeenWords, seenBounds } from './seen-rules.ts';

export interface SeenNotesOptions {
  readonly store: SeenNoteStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly onChange: (note: NoteId, channel: ChannelId) => void;
  readonly onFault: (error: unknown) => void;
}

/** Which notes this device's person has seen here, and what they said then. The words leave as those of the note do. */
export class SeenNotes {
  private readonly options: SeenNotesOptions;
  private rows = new Map<NoteId, SeenNote>();
  /** What is on its way to the disk. */
  private readonly writing = new Map<NoteId, NoteBody | null>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(options: SeenNotesOptions) {
    this.options = options;
  }

  /** Reads what is stored: at the start, and when another hub of this browser has written. */
  async read(): Promise<void> {
    await this.idle();
    const rows = await this.options.store.readAll();
    if (this.writing.size === 0) this.rows = new Map(rows.map((row) => [row.note, row]));
  }

  of(note: NoteId): SeenNote | null {
    return this.rows.get(note) ?? null;
  }

  /** Null when the note was never seen here. */
  async wordsOf(note: NoteId): Promise<SeenWords | null> {
    const seen = this.of(note);
    if (seen === null) return null;
    const body = this.writing.has(note)
      ? this.writing.get(note)!
      : seen.bytes === 0
        ? null
        : await this.options.store.readBody(note);
    // It may have been seen again meanwhile, or be gone.
    if (this.of(note) !== seen) return this.wordsOf(note);
    return { seen, body: isWhole(body, seen) ? body : null };
  }

  /** The person has the note before them, saying this. */
  saw(note: NoteId, place: Pick<SeenNote, 'channel' | 'life' | 'edited'>, body: NoteBody): void {
    const print = printOf(body);
    const before = this.rows.get(note);
    const at = this.options.clock.now();
    // What is kept says it already; when it was seen matters to what gives way, and may be a little old.
    if (before?.print === print && before.life === place.life && before.edited === place.edited) return;
    const size = bytesOf(body);
    const isKept = size <= seenBounds.one;
    this.put({ note, ...place, at, print, bytes: isKept ? size : 0 }, isKept ? body : null);
    const { words, notes } = givesWay([...this.rows.values()]);
    for (const other of words) this.put({ ...this.rows.get(other)!, bytes: 0 }, null);
    this.drop(notes);
  }

  /** The note goes on under another life: what it said in others may have been erased, and is not to be known any more. */
  livesOn(note: NoteId, life: number): void {
    const seen = this.rows.get(note);
    if (seen === undefined || seen.life >= life) return;
    this.put({ ...seen, life, print: null, bytes: 0 }, null);
  }

  drop(notes: readonly NoteId[]): void {
    const dropped = notes.flatMap((note) => this.rows.get(note) ?? []);
    if (dropped.length === 0) return;
    for (const { note } of dropped) this.rows.delete(note);
    this.write(
      dropped.map(({ note }) => [note, null]),
      () => this.options.store.drop(dropped.map(({ note }) => note)),
    );
    for (const { note, channel } of dropped) this.options.onChange(note, channel);
  }

  /** A channel's notes that are not among these are there no more. */
  keepOf(channel: ChannelId, notes: ReadonlySet<NoteId>): void {
    const rows = [...this.rows.values()].filter((row) => row.channel === channel && !notes.has(row.note));
    this.drop(rows.map(({ note }) => note));
  }

  /** Resolves when nothing is on its way to the disk. */
  async idle(): Promise<void> {
    await this.last;
  }

  private put(seen: SeenNote, body: NoteBody | null): void {
    this.rows.set(seen.note, seen);
    this.write([[seen.note, body]], () => this.options.store.put(seen, body));
    this.options.onChange(seen.note, seen.channel);
  }

  /** Begun at once, so that a store that is being closed waits for it: stores keep the order of writes. */
  private write(words: readonly (readonly [NoteId, NoteBody | null])[], task: () => Promise<void>): void {
    for (const [note, body] of words) this.writing.set(note, body);
    const written = task()
      .catch(this.options.onFault)
      .then(() => {
        for (const [note, body] of words) if (this.writing.get(note) === body) this.writing.delete(note);
      });
    this.last = Promise.all([this.last, written]);
  }
}

/** What the disk gave back may be spoiled: then it is only known that the note has changed. */
const isWhole = (body: NoteBody | null, { print }: SeenNote): boolean =>
  body !== null && Array.isArray(body.blocks) && printOf(body) === print;

import type { ChannelId, NoteEntry, NoteId, UserId } from '@lectern/contracts';
import type { ShownNote } from '../attention.ts';
import type { Clock } from '../clock.ts';
import type { NoteChanged, NoteChanges } from '../note-port.ts';
import type { NoteCopy } from './note-copy.ts';
import type { SeenNotes } from './seen-notes.ts';
import { type NoteNews, newsOf, type PresentNote, type SeenWords } from './seen-rules.ts';

/** What a person writes is kept as seen this long after the first of it, in milliseconds: not with every keystroke. */
const KEEP_WRITTEN_AFTER_MS = 3_000;

export interface NoteLooksOptions {
  readonly seen: SeenNotes;
  readonly copyOf: (note: NoteId) => Pick<NoteCopy, 'isHere' | 'body' | 'document'> | null;
  /** As the channel lists it; null when it is on no list. */
  readonly listed: (note: NoteId) => { readonly channel: ChannelId; readonly entry: NoteEntry } | null;
  readonly isLive: () => boolean;
  readonly me: () => UserId;
  readonly clock: Pick<Clock, 'after'>;
  readonly onChange: (note: NoteId) => void;
}

/** A note that is open on a page. */
interface Look {
  /** It is on screen now, and somebody can see it. */
  isOn: boolean;
  /** As it was last seen before; null when it never was, undefined while that is being read. */
  before: SeenWords | null | undefined;
  /** As it was when the device had caught up: what comes later comes before the person's eyes, or is by themself. */
  upTo: PresentNote | null;
  hasWritten: boolean;
  /** What was told last, and of what. */
  told: { readonly now: PresentNote; readonly news: NoteNews | null } | null;
}

/**
 * The notes that are before somebody's eyes on this device. What they say is kept as seen when they come on screen, when
 * they leave it, and soon after the person has written in them; what they said the time before is told meanwhile.
 */
export class NoteLooks {
  private readonly options: NoteLooksOptions;
  private readonly looks = new Map<NoteId, Look>();
  private readonly keeping = new Map<NoteId, () => void>();

  constructor(options: NoteLooksOptions) {
    this.options = options;
  }

  /** These notes are open on pages, and no others. */
  setShown(shown: readonly ShownNote[]): void {
    const inSight = new Set(shown.flatMap((each) => (each.inSight ? each.note : [])));
    for (const [note, look] of this.looks) {
      if (look.isOn && !inSight.has(note)) this.end(note, look);
      if (shown.every((each) => each.note !== note)) this.looks.delete(note);
    }
    for (const note of inSight) if (this.looks.get(note)?.isOn !== true) this.begin(note);
  }

  /** The note says something else, or the server has told all that it has of it. */
  changed(note: NoteId): void {
    const look = this.looks.get(note);
    const copy = this.options.copyOf(note);
    if (!look?.isOn || look.upTo !== null || look.before === undefined || copy?.isHere !== true) return;
    if (this.options.isLive() && copy.document.synced) look.upTo = this.present(note);
    this.keep(note);
  }

  /** The person is about to write in the note. */
  writes(note: NoteId): void {
    const look = this.looks.get(note);
    if (look !== undefined) {
      look.hasWritten = true;
      look.upTo ??= this.present(note);
    } else if (this.options.seen.of(note) === null) return;
    if (this.keeping.has(note)) return;
    this.keeping.set(
      note,
      this.options.clock.after(KEEP_WRITTEN_AFTER_MS, () => this.keep(note)),
    );
  }

  /** The note goes on under another life: what was seen of it in others is not to be known any more. */
  livesOn(note: NoteId, life: number): void {
    const seen = this.options.seen.of(note);
    if (seen === null || seen.life >= life) return;
    this.forget(note);
    this.options.seen.livesOn(note, life);
  }

  /** What was seen of these notes leaves the device. */
  drop(notes: readonly NoteId[]): void {
    for (const note of notes) this.forget(note);
    this.options.seen.drop(notes);
  }

  /** What has changed in an open note since the person last read it; null for nothing. */
  newsOf(note: NoteId): NoteChanged | null {
    const look = this.looks.get(note);
    if (!look?.before) return null;
    const now = look.upTo ?? this.present(note);
    if (look.told?.now.body !== now.body || look.told.now.edited !== now.edited)
      look.told = { now, news: now.body === null ? null : newsOf(look.before, now, this.options.me()) };
    const { news } = look.told;
    return news === null ? null : { ...news, since: look.before.seen.at };
  }

  /** What the note said and says, of one that is open here as of one that is not; null when that cannot be told. */
  async changesOf(note: NoteId): Promise<NoteChanges | null> {
    const look = this.looks.get(note);
    const words = look === undefined ? await this.options.seen.wordsOf(note) : (look.before ?? null);
    const now = look?.upTo ?? this.present(note);
    if (words?.body == null || now.body === null || newsOf(words, now, this.options.me()) === null)
      return null;
    return { since: words.seen.at, before: words.body, after: now.body };
  }

  stop(): void {
    for (const [note, look] of this.looks) if (look.isOn) this.end(note, look);
    for (const note of [...this.keeping.keys()]) this.keep(note);
  }

  private begin(note: NoteId): void {
    const known = this.looks.get(note);
    // What was not looked through yet stays, and more may have been added to it. What one wrote oneself is not among it.
    if (known !== undefined && !known.hasWritten && this.newsOf(note) !== null) {
      known.isOn = true;
      known.upTo = null;
      this.changed(note);
      this.options.onChange(note);
      return;
    }
    const look: Look = { isOn: true, before: undefined, upTo: null, hasWritten: false, told: null };
    this.looks.set(note, look);
    const reading = this.options.seen.wordsOf(note).catch(() => null);
    reading.then((before) => {
      look.before = before;
      // Somebody may have come and gone meanwhile.
      if (this.looks.get(note) !== look) return;
      this.changed(note);
      this.options.onChange(note);
    });
  }

  private end(note: NoteId, look: Look): void {
    look.isOn = false;
    this.keep(note);
  }

  private forget(note: NoteId): void {
    const look = this.looks.get(note);
    if (look === undefined) return;
    look.before = null;
    look.upTo = null;
    look.told = null;
  }

  /** Keeps what the note says as seen. */
  private keep(note: NoteId): void {
    this.keeping.get(note)?.();
    this.keeping.delete(note);
    const copy = this.options.copyOf(note);
    const listed = this.options.listed(note);
    // A copy of a life that is over may hold what has been erased since.
    if (copy?.isHere !== true || listed === null || copy.document.life < listed.entry.life) return;
    const { channel, entry } = listed;
    const place = { channel, life: copy.document.life, edited: entry.edited?.at ?? 0 };
    this.options.seen.saw(note, place, copy.body);
  }

  private present(note: NoteId): PresentNote {
    const copy = this.options.copyOf(note);
    return {
      body: copy?.isHere === true ? copy.body : null,
      edited: this.options.listed(note)?.entry.edited,
    };
  }
}

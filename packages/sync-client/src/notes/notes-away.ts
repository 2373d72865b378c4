import type { ChannelId, NoteEntry, NoteId, UserId } from '@lectern/contracts';
import type { Facts } from '@lectern/local-store';
import type { AwayNote } from '../port-values.ts';
import type { NoteCopy } from './note-copy.ts';
import type { SeenNotes } from './seen-notes.ts';
import { newsOf, type PresentNote, printOf } from './seen-rules.ts';

export interface NotesAwayOptions {
  readonly seen: SeenNotes;
  readonly told: Facts['notesTold'];
  readonly listOf: (channel: ChannelId) => readonly NoteEntry[];
  /** The channel's document says now which notes there are. */
  readonly isListKnown: (channel: ChannelId) => boolean;
  readonly copyOf: (note: NoteId) => Pick<NoteCopy, 'isHere' | 'body' | 'document'> | null;
  readonly isLive: () => boolean;
  readonly me: () => UserId;
  readonly onTold: (told: Facts['notesTold']) => void;
  /** What is told of the channel's notes may be something else. */
  readonly onChange: (channel: ChannelId) => void;
}

/** What a person is told of a channel's notes when they come back to it, and of what they have been told already. */
export class NotesAway {
  readonly options: NotesAwayOptions;
  private told: Facts['notesTold'];
  private visit: NoteVisit | null = null;

  constructor(options: NotesAwayOptions) {
    this.options = options;
    this.told = options.told;
  }

  /** The person has come to a channel. */
  begin(channel: ChannelId): NoteVisit {
    this.visit = new NoteVisit(this, channel, this.told[channel] ?? null);
    this.visit.settle();
    return this.visit;
  }

  /** The note says something else, or its document has been heard. */
  changed(note: NoteId): void {
    const { visit } = this;
    if (visit === null || visit.isSettled(note) || !visit.has(note)) return;
    visit.settle();
    this.options.onChange(visit.channel);
  }

  listed(channel: ChannelId): void {
    if (this.visit?.channel !== channel) return;
    this.visit.settle();
    this.options.onChange(channel);
  }

  forget(channel: ChannelId): void {
    if (this.visit?.channel === channel) this.visit = null;
    if (this.told[channel] === undefined) return;
    const { [channel]: _, ...others } = this.told;
    this.told = others;
    this.options.onTold(others);
  }

  tell(channel: ChannelId, told: Readonly<Record<NoteId, string>>): void {
    if (JSON.stringify(this.told[channel]) === JSON.stringify(told)) return;
    this.told = { ...this.told, [channel]: told };
    this.options.onTold(this.told);
  }
}

/** A note as it was when the device had caught up with it: what comes later is told the next time. */
interface Settled extends PresentNote {
  readonly entry: NoteEntry;
}

/** One stay in a channel. */
export class NoteVisit {
  readonly channel: ChannelId;
  private readonly away: NotesAway;
  /** Of what the person had been told when they came; null: they never came before. */
  private readonly before: Readonly<Record<NoteId, string>> | null;
  private readonly upTo = new Map<NoteId, Settled>();
  /** Of these the person has been told meanwhile. */
  private readonly named = new Set<NoteId>();
  private readonly counted = new Map<NoteId, { readonly of: string; readonly note: AwayNote | null }>();

  constructor(away: NotesAway, channel: ChannelId, before: NoteVisit['before']) {
    this.away = away;
    this.channel = channel;
    this.before = before;
  }

  isSettled(note: NoteId): boolean {
    return this.upTo.has(note);
  }

  has(note: NoteId): boolean {
    return this.entries.some(({ id }) => id === note);
  }

  /** Takes down what has been heard of the notes. Who comes for the first time is told of nothing that was there. */
  settle(): void {
    const { isLive, isListKnown, seen, copyOf } = this.away.options;
    if (!isLive() || !isListKnown(this.channel)) return;
    for (const entry of this.entries) {
      if (this.upTo.has(entry.id)) continue;
      if (seen.of(entry.id) !== null && copyOf(entry.id)?.document.synced !== true) continue;
      this.upTo.set(entry.id, this.present(entry));
    }
    if (this.before === null) this.tell([]);
  }

  /** The person was away from the channel while it was open before them: more may have been added. */
  goOn(): void {
    this.upTo.clear();
    this.settle();
  }

  /** What has changed since the person last read each note; of those that they never opened here, what the list says. */
  async news(): Promise<readonly AwayNote[]> {
    const told = await Promise.all(this.entries.map((entry) => this.newsOfOne(this.settled(entry))));
    return told.flatMap((note) => note ?? []);
  }

  /** The person has this before them: it is not told a second time. */
  tell(news: readonly AwayNote[]): void {
    for (const { note } of news) this.named.add(note);
    const told = this.entries.flatMap((entry): [NoteId, string][] => {
      const wasTold = this.before?.[entry.id];
      const isTold = this.named.has(entry.id) || (this.before === null && !this.isSeen(entry.id));
      if (isTold) return [[entry.id, this.stateOf(this.settled(entry))]];
      return wasTold === undefined ? [] : [[entry.id, wasTold]];
    });
    this.away.tell(this.channel, Object.fromEntries(told));
  }

  private async newsOfOne(now: Settled): Promise<AwayNote | null> {
    const { entry, edited } = now;
    const { me, seen } = this.away.options;
    const state = this.stateOf(now);
    const known = this.before?.[entry.id];
    if (entry.archived || known === state) return null;
    const what = { note: entry.id, title: entry.title };
    if (this.isSeen(entry.id)) {
      const of = [state, seen.of(entry.id)?.print, entry.edited?.at].join(' ');
      const counted = this.counted.get(entry.id);
      if (counted?.of === of) return counted.note && { ...counted.note, ...what };
      const words = await seen.wordsOf(entry.id);
      const news = words === null ? null : newsOf(words, { body: now.body, edited: entry.edited }, me());
      const note = news && words && { ...what, ...news, kind: 'changed' as const, since: words.seen.at };
      this.counted.set(entry.id, { of, note });
      return note;
    }
    if (this.before === null) return null;
    const nothing = { ...what, paragraphs: null, since: null };
    if (known === undefined && entry.by !== me()) return { ...nothing, kind: 'new', by: entry.by };
    if (edited === undefined || edited.by === me()) return null;
    return { ...nothing, kind: 'edited', by: edited.by };
  }

  /** What tells one state of a note from another: its words where they were seen, and else what the list says. */
  private stateOf({ entry, body, edited }: Settled): string {
    if (body !== null && this.isSeen(entry.id)) return printOf(body);
    return `${edited?.at ?? entry.at}`;
  }

  private isSeen(note: NoteId): boolean {
    return this.away.options.seen.of(note) !== null;
  }

  private get entries(): readonly NoteEntry[] {
    return this.away.options.listOf(this.channel);
  }

  private settled(entry: NoteEntry): Settled {
    const settled = this.upTo.get(entry.id);
    return settled === undefined ? this.present(entry) : { ...settled, entry };
  }

  private present(entry: NoteEntry): Settled {
    const copy = this.isSeen(entry.id) ? this.away.options.copyOf(entry.id) : null;
    return { entry, edited: entry.edited, body: copy?.isHere === true ? copy.body : null };
  }
}

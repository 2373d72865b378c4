import type { ChannelId } from '@lectern/contracts';
import {
  type DigestPart,
  type Facts,
  type LostMessages,
  type MirrorStore,
  partOf,
  type SeenPlace,
  type StoredDigest,
} from '@lectern/local-store';
import type { Clock } from './clock.ts';
import type { NoteVisit } from './notes/notes-away.ts';
import type { AwayNote } from './port-values.ts';

/**
 * What changed while a person was away from a channel: everything between the place up to which they had seen it and
 * the first place up to which the device had caught up after they came back. What comes later comes before their eyes.
 * Its notes do not: of them it is told what has changed since they were read, whenever that was.
 */

/** How soon it is looked whether the device has caught up, and how often again until it has, in milliseconds. */
const SETTLE_MS = 400;
/** What was seen is written down at most this often, in milliseconds. */
const NOTE_EVERY_MS = 3_000;
/** Beyond every place: the device has not caught up yet. */
const OPEN_END: SeenPlace = { rev: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };

/** Since a place beyond every other nothing has happened. */
const NOW = OPEN_END;

const NO_NOTES = Promise.resolve(null);

export interface AwayDigest extends StoredDigest {
  /** Device clock when the person had last seen the channel. */
  readonly since: number;
  /** Nothing that happened since can be missing here. */
  readonly whole: boolean;
  readonly notes: readonly AwayNote[];
  /** Messages that were here and that the server has lost. */
  readonly lost: DigestPart;
}
export interface AwayOptions {
  readonly store: MirrorStore;
  readonly seen: Facts['seen'];
  readonly clock: Pick<Clock, 'after' | 'now'>;
  /** The device has every change of the channel, and what comes now comes as it happens. */
  readonly isCurrent: (channel: ChannelId) => boolean;
  /** The person comes to the notes of a channel. */
  readonly visitNotes: (channel: ChannelId) => Promise<NoteVisit>;
  /** What the server has lost of a channel, and the person has not put aside; null when that is nothing. */
  readonly lost: (channel: ChannelId) => LostMessages | null;
  readonly onPutAside: (channel: ChannelId) => void;
  readonly onSeen: (seen: Facts['seen']) => void;
  /** The digest of the channel may be another one. */
  readonly onChange: (channel: ChannelId) => void;
  readonly onFault: (error: unknown) => void;
}

type Seen = SeenPlace & { readonly at: number };
interface Visit {
  readonly since: Seen | null;
  /** Null until the device has caught up. */
  upTo: SeenPlace | null;
  /** The person has had a digest before them, and not put it aside. */
  told: boolean;
  readonly notes: Promise<NoteVisit | null>;
}

export class Away {
  private readonly options: AwayOptions;
  private readonly seen: Map<ChannelId, Seen>;
  /** The channel that is on screen, whether or not somebody looks at it. */
  private shown: { readonly channel: ChannelId; visit: Visit } | null = null;
  private attentive = false;
  private cancelSettle: (() => void) | null = null;
  private cancelNote: (() => void) | null = null;

  constructor(options: AwayOptions) {
    this.options = options;
    this.seen = new Map(Object.entries(options.seen) as [ChannelId, Seen][]);
  }

  /** The person is at the device, or not, with this channel on screen. */
  look(channel: ChannelId | null, attentive: boolean): void {
    const comes = attentive && !this.attentive;
    this.attentive = attentive;
    if (channel !== (this.shown?.channel ?? null)) {
      this.shown = channel === null ? null : { channel, visit: this.visitOf(channel) };
      if (channel !== null) this.options.onChange(channel);
    } else if (comes && this.shown !== null) {
      // What was not put aside stays, and more may have been added to it.
      const { visit } = this.shown;
      if (visit.told) this.goOn(visit);
      else this.shown.visit = this.visitOf(this.shown.channel);
      this.options.onChange(this.shown.channel);
    }
    this.moved(channel);
  }

  /** The channel's rows have changed, or the link has; null for any. */
  moved(channel: ChannelId | null): void {
    if (this.shown === null || (channel !== null && channel !== this.shown.channel)) return;
    this.cancelSettle ??= this.options.clock.after(SETTLE_MS, () => {
      this.cancelSettle = null;
      this.settle().catch(this.options.onFault);
    });
  }

  /** The person has read the digest: from here on everything counts as seen. */
  putAside(channel: ChannelId): void {
    this.options.onPutAside(channel);
    if (this.shown?.channel !== channel) return;
    this.shown.visit = { since: null, upTo: null, told: false, notes: NO_NOTES };
    this.options.onChange(channel);
  }

  /** Null when there is nothing to tell, or no telling since when. */
  async digest(channel: ChannelId): Promise<AwayDigest | null> {
    if (this.shown?.channel !== channel) return null;
    const { visit } = this.shown;
    const { upTo } = visit;
    const lost = this.options.lost(channel);
    const since = visit.since ?? (lost === null ? null : { at: lost.at, ...NOW });
    if (since === null) return null;
    const [digest, { ranges, begun }, visitOfNotes] = await Promise.all([
      this.options.store.digest(channel, since, upTo ?? OPEN_END),
      this.options.store.readProgress(channel),
      visit.notes,
    ]);
    const notes = (await visitOfNotes?.news()) ?? [];
    if (this.shown?.visit.notes !== visit.notes) return null;
    const { fresh, mentions, edited, deleted, accepted } = digest;
    const messages = fresh + mentions.count + edited.count + deleted.count + accepted.count;
    if (messages + notes.length === 0 && lost === null) return null;
    visit.told = true;
    if (this.attentive) visitOfNotes?.tell(notes);
    const from = ranges.at(-1)?.from ?? Number.POSITIVE_INFINITY;
    const whole = from === 0 || (begun <= since.rev && from <= since.seq + 1);
    return { ...digest, since: since.at, whole, notes, lost: partOf(lost?.records ?? []) };
  }

  stop(): void {
    this.cancelSettle?.();
    this.cancelNote?.();
    if (this.cancelNote !== null) this.note();
  }

  private visitOf(channel: ChannelId): Visit {
    const notes = this.options.visitNotes(channel).catch((error: unknown) => {
      this.options.onFault(error);
      return null;
    });
    return { since: this.seen.get(channel) ?? null, upTo: null, told: false, notes };
  }

  /** What was told stays, and more may have been added to it. */
  private goOn(visit: Visit): void {
    visit.upTo = null;
    visit.notes.then((notes) => {
      if (this.shown?.visit !== visit) return;
      notes?.goOn();
      this.options.onChange(this.shown.channel);
    });
  }

  private async settle(): Promise<void> {
    const { store, clock, isCurrent, onChange } = this.options;
    const { shown } = this;
    if (shown === null || !this.attentive || !isCurrent(shown.channel)) return;
    const { cursor, ranges } = await store.readProgress(shown.channel);
    const seq = ranges.at(-1)?.to;
    if (this.shown !== shown || cursor === null || seq === undefined) return;
    if (!isCurrent(shown.channel)) return this.moved(shown.channel);
    const place = { rev: cursor, seq };
    if (shown.visit.upTo === null) {
      shown.visit.upTo = place;
      onChange(shown.channel);
    }
    const before = this.seen.get(shown.channel);
    if (before?.rev === place.rev && before.seq === place.seq) return;
    this.seen.set(shown.channel, { ...place, at: clock.now() });
    this.cancelNote ??= clock.after(NOTE_EVERY_MS, () => this.note());
  }

  private note(): void {
    this.cancelNote = null;
    this.options.onSeen(Object.fromEntries(this.seen));
  }
}

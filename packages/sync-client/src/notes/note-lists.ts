import { noteEffectOf, observeNotes, readNotes, reduceNotes } from '@lectern/channel-doc';
import { type ChannelId, isNoteOp, type NoteEntry, type NoteId, type NoteOp } from '@lectern/contracts';
import type { Facts } from '@lectern/local-store';
import type * as Y from 'yjs';
import { type Catalog, channelsOf, entryOf } from '../catalog.ts';
import type { Documents } from '../documents.ts';
import type { Journal, OpenOp } from '../journal.ts';
import type { NoteItem } from '../note-port.ts';
import type { OpenDocument } from '../open-document.ts';
import type { NoteJournal } from './note-journal.ts';

export interface NoteListsOptions {
  /** As an earlier run knew them. */
  readonly lists: Facts['notes'];
  readonly ops: Pick<Journal, 'of' | 'all' | 'finish'>;
  readonly journal: Pick<NoteJournal, 'of' | 'setAsides'>;
  readonly documents: Pick<Documents, 'find' | 'of'>;
  /** Courses and channels with waiting ops done to them. */
  readonly catalog: () => Catalog;
  /** A channel lists a note that it did not list before. */
  readonly onListed: (note: NoteId) => void;
  /** A channel lists these no more. Resolves when what is here of them was handed over. */
  readonly onUnlisted: (notes: readonly NoteId[]) => Promise<void>;
  readonly onChange: (channel: ChannelId, list: readonly NoteEntry[]) => void;
  /** The lists are to be kept for the next run. */
  readonly onNote: (lists: Facts['notes']) => void;
  readonly onFault: (error: unknown) => void;
}

/** Which notes there are in which channel, as the channels' documents list them and this person's ops leave them. */
export class NoteLists {
  private readonly options: NoteListsOptions;
  private readonly lists: Map<ChannelId, readonly NoteEntry[]>;
  /** Where notes stood that no channel lists any more, because the server has lost them or they are lost to this person. */
  private readonly unlisted = new Map<NoteId, { readonly channel: ChannelId; readonly isTheirs: boolean }>();
  private readonly watched = new WeakSet<Y.Doc>();
  private isStopped = false;

  constructor(options: NoteListsOptions) {
    this.options = options;
    this.lists = new Map(Object.entries(options.lists) as [ChannelId, readonly NoteEntry[]][]);
  }

  stop(): void {
    this.isStopped = true;
  }

  // --- which notes there are -----------------------------------------------------------------------------------

  /** As the channel lists them. */
  of(channel: ChannelId): readonly NoteEntry[] {
    return this.lists.get(channel) ?? [];
  }

  /** Of all channels. */
  get all(): readonly NoteEntry[] {
    return [...this.lists.values()].flat();
  }

  /** The notes of a channel as they are with this person's ops done: the pinned ones first, each in its place. */
  itemsOf(channel: ChannelId): readonly NoteItem[] {
    const ops = this.opsOf(channel);
    const { me } = this.options.catalog();
    const entries = ops.reduce<readonly NoteEntry[]>(
      (list, { op, since }) => reduceNotes(list, noteEffectOf(op, me.id), { at: since }),
      this.of(channel),
    );
    const waiting = new Set(ops.filter(({ state }) => state === 'waiting').map(({ op }) => op.note));
    return [...entries.filter(({ pinned }) => pinned), ...entries.filter(({ pinned }) => !pinned)].map(
      (entry) => ({
        ...entry,
        waiting: waiting.has(entry.id) || this.options.journal.of(entry.id).length > 0,
      }),
    );
  }

  itemOf(channel: ChannelId, note: NoteId): NoteItem | null {
    return this.itemsOf(channel).find(({ id }) => id === note) ?? null;
  }

  /** As a channel lists it; one that was made here, and is on no server yet, as it will be listed. */
  find(note: NoteId): { readonly channel: ChannelId; readonly entry: NoteEntry } | null {
    const listed = this.listed(note);
    if (listed !== null) return listed;
    const channel = this.channelOf(note);
    const entry = channel === null ? null : this.itemOf(channel, note);
    return channel === null || entry === null ? null : { channel, entry };
  }

  /** As a channel lists it. */
  listed(note: NoteId): { readonly channel: ChannelId; readonly entry: NoteEntry } | null {
    for (const [channel, list] of this.lists) {
      const entry = list.find(({ id }) => id === note);
      if (entry !== undefined) return { channel, entry };
    }
    return null;
  }

  /** Where a note stands, as far as is known here. */
  channelOf(note: NoteId): ChannelId | null {
    const listed = this.listed(note);
    if (listed !== null) return listed.channel;
    const { ops, journal } = this.options;
    const op = ops.all().find((row) => isNoteOp(row.op) && row.op.note === note)?.op;
    return op?.channel ?? journal.of(note)[0]?.channel ?? this.unlisted.get(note)?.channel ?? null;
  }

  /** As last known. */
  titleOf(note: NoteId, channel: ChannelId): string {
    return this.itemOf(channel, note)?.title ?? this.lastKnown(note)?.title ?? '';
  }

  channelNameOf(note: NoteId, channel: ChannelId): string {
    return entryOf(this.options.catalog(), channel)?.name ?? this.lastKnown(note)?.channelName ?? '';
  }

  // --- which notes there are not -------------------------------------------------------------------------------

  /** The channel's document says now which notes there are, so that what it does not name is not there. */
  isKnown(channel: ChannelId): boolean {
    return this.options.documents.find('channel', channel)?.synced === true;
  }

  /** There is no such note for this person, and it is known that there is none. */
  isGone(note: NoteId, channel = this.channelOf(note)): boolean {
    if (channel !== null) return this.isKnown(channel) && this.itemOf(channel, note) === null;
    const channels = channelsOf(this.options.catalog());
    return channels.length > 0 && channels.every(({ id }) => this.isKnown(id));
  }

  isReadable(channel: ChannelId): boolean {
    return channelsOf(this.options.catalog()).some(({ id }) => id === channel);
  }

  /** The note is not this person's to read any more. */
  lost(note: NoteId, channel: ChannelId): void {
    this.unlisted.set(note, { channel, isTheirs: false });
  }

  isLost(note: NoteId): boolean {
    return this.unlisted.get(note)?.isTheirs === false;
  }

  forget(channel: ChannelId): void {
    this.lists.delete(channel);
    this.note();
  }

  // --- what channels say ---------------------------------------------------------------------------------------

  /** Follows all channels that are open. */
  watchAll(): void {
    for (const document of this.options.documents.of('channel')) this.watch(document);
  }

  watch({ id, doc }: OpenDocument): void {
    if (this.watched.has(doc)) return;
    this.watched.add(doc);
    const channel = id as ChannelId;
    const stop = observeNotes(doc, (list) => this.hear(channel, list));
    doc.once('destroy', stop);
    // A blank copy says nothing of what there is.
    if (doc.store.clients.size > 0) this.hear(channel, readNotes(doc));
  }

  /** Ops of which the channel's list says what they say are over. */
  finishOps(channel: ChannelId): void {
    const list = this.of(channel);
    this.options.ops.finish(({ op }) => isNoteOp(op) && op.channel === channel && isListed(list, op));
  }

  private hear(channel: ChannelId, list: readonly NoteEntry[]): void {
    const before = this.of(channel);
    if (this.isStopped || JSON.stringify(before) === JSON.stringify(list)) return;
    const { onListed, onUnlisted, onChange, onFault } = this.options;
    const known = new Set(before.map(({ id }) => id));
    for (const { id } of list) if (!known.has(id)) onListed(id);
    const listed = new Set(list.map(({ id }) => id));
    const unlisted = [...known].filter((id) => !listed.has(id));
    for (const id of unlisted) this.unlisted.set(id, { channel, isTheirs: true });
    for (const id of listed) this.unlisted.delete(id);
    this.lists.set(channel, list);
    // A hub that ends before what is not listed any more was handed over sees it go once more.
    if (unlisted.length === 0) this.note();
    else onUnlisted(unlisted).then(() => this.isStopped || this.note(), onFault);
    onChange(channel, list);
  }

  private opsOf(channel: ChannelId): readonly NoteOpRow[] {
    return this.options.ops
      .of(channel)
      .filter((row): row is NoteOpRow => isNoteOp(row.op) && row.state !== 'refused');
  }

  private lastKnown(note: NoteId) {
    const { journal } = this.options;
    return journal.of(note).at(-1) ?? journal.setAsides.findLast((aside) => aside.note === note);
  }

  private note(): void {
    this.options.onNote(Object.fromEntries(this.lists));
  }
}

type NoteOpRow = OpenOp & { readonly op: NoteOp };

/** Whether the list says already what the op says. */
function isListed(list: readonly NoteEntry[], op: NoteOp): boolean {
  const entry = list.find(({ id }) => id === op.note);
  if (op.kind === 'note.create' || entry === undefined)
    return op.kind === 'note.change' || entry !== undefined;
  return (['title', 'order', 'pinned', 'archived'] as const).every(
    (field) => op[field] === undefined || op[field] === entry[field],
  );
}

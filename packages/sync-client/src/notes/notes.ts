import { can } from '@lectern/access';
import { noteEffectOf, observeNotes, readNotes, reduceNotes, seedOf } from '@lectern/channel-doc';
import {
  type ChannelId,
  type CreateNoteOp,
  isNoteOp,
  type NoteEntry,
  type NoteId,
  type NoteOp,
  type UserId,
} from '@lectern/contracts';
import type { FactStore, Facts, NoteJournalStore, SeenNoteStore } from '@lectern/local-store';
import * as Y from 'yjs';
import { actorIn, type Catalog, channelsOf, entryOf } from '../catalog.ts';
import type { Clock } from '../clock.ts';
import type { DocumentKeeper, Documents, WantedDocument } from '../documents.ts';
import type { Journal, OpenOp } from '../journal.ts';
import type { NoteEnd, NoteItem } from '../note-port.ts';
import type { OpenDocument } from '../open-document.ts';
import type { ConnectionState } from '../port-values.ts';
import type { Topics } from '../topics.ts';
import { NoteCompany } from './note-company.ts';
import { NoteCopy } from './note-copy.ts';
import { NoteJournal, type OpenRow } from './note-journal.ts';
import { NoteLooks } from './note-looks.ts';
import { NotesAway } from './notes-away.ts';
import { Replica, type ReplicaHears } from './replica.ts';
import { SeenNotes } from './seen-notes.ts';
import { wantedNotes } from './wanted-notes.ts';
import { wordsOf } from './words-of.ts';

/** Notes of which it is kept when they were opened here. */
const MOST_REMEMBERED = 100;

export interface NotesOptions {
  readonly store: NoteJournalStore;
  readonly seenStore: SeenNoteStore;
  readonly durable: boolean;
  readonly facts: Partial<Facts>;
  readonly factStore: FactStore;
  readonly documents: Pick<Documents, 'find' | 'of' | 'forget'>;
  readonly journal: Pick<Journal, 'of' | 'all' | 'finish'>;
  /** Courses and channels with waiting ops done to them. */
  readonly catalog: () => Catalog;
  /** Whether they have been heard of, now or in an earlier run. */
  readonly isReady: () => boolean;
  readonly viewing: () => ChannelId | null;
  readonly isLive: () => boolean;
  readonly linkState: () => ConnectionState;
  readonly clock: Clock;
  readonly topics: Topics;
  /** Other documents may be wanted now. */
  readonly onWanted: () => void;
  readonly onFault: (error: unknown) => void;
}

/**
 * The notes of one person's channels: which there are, which of them are open here, what was written in them, and the
 * pages that have them open in an editor.
 */
export class Notes {
  readonly journal: NoteJournal;
  readonly company: NoteCompany;
  readonly seen: SeenNotes;
  readonly looks: NoteLooks;
  readonly away: NotesAway;
  readonly options: NotesOptions;
  private readonly lists = new Map<ChannelId, readonly NoteEntry[]>();
  private readonly copies = new Map<NoteId, NoteCopy>();
  private readonly uses = new Map<NoteId, number>();
  private readonly replicas = new Set<Replica>();
  private opened: Facts['notesOpened'];
  /** When each note had been written in last, as far as its text was fetched in this run. */
  private readonly fetched = new Map<NoteId, number>();
  private readonly watched = new WeakSet<Y.Doc>();
  private readonly stopListening: () => void;
  private isStopped = false;
  /** Ops on notes and their states, as last seen. */
  private knownOps = '';

  constructor(options: NotesOptions) {
    const { store, durable, clock, facts, topics, onFault } = options;
    this.options = options;
    this.opened = facts.notesOpened ?? {};
    for (const [channel, list] of Object.entries(facts.notes ?? {}))
      this.lists.set(channel as ChannelId, list);
    this.journal = new NoteJournal({
      store,
      durable,
      clock,
      onChange: (note) => this.journalChanged(note),
      onFault,
    });
    this.company = new NoteCompany({
      me: options.catalog().me.id,
      clock,
      editing: (note) => this.replicasOf(note).filter(({ isEditing }) => isEditing),
      send: (note, text) => this.copies.get(note)?.document.sendStateless(text),
    });
    const me = (): UserId => options.catalog().me.id;
    const [copyOf, isLive] = [(note: NoteId) => this.copyOf(note), () => this.isLive];
    this.seen = new SeenNotes({
      store: options.seenStore,
      clock,
      onChange: (note, channel) => topics.mark(`note:${note}`, `away:${channel}`),
      onFault,
    });
    this.looks = new NoteLooks({
      ...{ seen: this.seen, copyOf, isLive, me, clock },
      listed: (note) => this.listedAs(note),
      onChange: (note) => topics.mark(`note:${note}`),
    });
    this.away = new NotesAway({
      ...{ seen: this.seen, copyOf, isLive, me, told: facts.notesTold ?? {} },
      listOf: (channel) => this.lists.get(channel) ?? [],
      isListKnown: (channel) => this.isListKnown(channel),
      onTold: (told) => this.note('notesTold', told),
      onChange: (channel) => topics.mark(`away:${channel}`),
    });
    this.stopListening = topics.on(['journal'], () => this.opsChanged());
  }

  async start(): Promise<void> {
    await Promise.all([this.journal.read(), this.seen.read()]);
    this.watchChannels();
    this.opsChanged();
  }

  stop(): void {
    this.isStopped = true;
    this.looks.stop();
    for (const replica of this.replicas) replica.end('moved');
    this.stopListening();
  }

  // --- lists ---------------------------------------------------------------------------------------------------

  /** The notes of a channel as they are with this person's ops done: the pinned ones first, each in its place. */
  itemsOf(channel: ChannelId): readonly NoteItem[] {
    const ops = this.opsOf(channel);
    const { me } = this.options.catalog();
    const entries = ops.reduce<readonly NoteEntry[]>(
      (list, { op, since }) => reduceNotes(list, noteEffectOf(op, me.id), { at: since }),
      this.lists.get(channel) ?? [],
    );
    const waiting = new Set(ops.filter(({ state }) => state === 'waiting').map(({ op }) => op.note));
    return [...entries.filter(({ pinned }) => pinned), ...entries.filter(({ pinned }) => !pinned)].map(
      (entry) => ({ ...entry, waiting: waiting.has(entry.id) || this.journal.of(entry.id).length > 0 }),
    );
  }

  itemOf(channel: ChannelId, note: NoteId): NoteItem | null {
    return this.itemsOf(channel).find(({ id }) => id === note) ?? null;
  }

  /** Where a note stands, as far as is known here. */
  channelOf(note: NoteId): ChannelId | null {
    for (const [channel, list] of this.lists) if (list.some(({ id }) => id === note)) return channel;
    const op = this.options.journal.all().find((row) => isNoteOp(row.op) && row.op.note === note)?.op;
    return op?.channel ?? this.journal.of(note)[0]?.channel ?? null;
  }

  /** The channel's document says now which notes there are, so that what it does not name is not there. */
  isListKnown(channel: ChannelId): boolean {
    return this.options.documents.find('channel', channel)?.synced === true;
  }

  /** There is no such note for this person, and it is known that there is none. */
  isGone(note: NoteId, channel = this.channelOf(note)): boolean {
    if (channel !== null) return this.isListKnown(channel) && this.itemOf(channel, note) === null;
    const channels = channelsOf(this.options.catalog());
    return channels.length > 0 && channels.every(({ id }) => this.isListKnown(id));
  }

  get isLive(): boolean {
    return this.options.isLive();
  }

  /** What is not here may come by itself. */
  get isComing(): boolean {
    return ['connecting', 'connected', 'slow'].includes(this.options.linkState());
  }

  isReadable(channel: ChannelId): boolean {
    return channelsOf(this.options.catalog()).some(({ id }) => id === channel);
  }

  /** Keeps the lists of all channels that are open. */
  watchChannels(): void {
    for (const document of this.options.documents.of('channel')) this.watchChannel(document);
  }

  watchChannel({ id, doc }: OpenDocument): void {
    if (this.watched.has(doc)) return;
    this.watched.add(doc);
    const channel = id as ChannelId;
    const stop = observeNotes(doc, (list) => this.listed(channel, list));
    doc.once('destroy', stop);
    // A blank copy says nothing of what there is.
    if (doc.store.clients.size > 0) this.listed(channel, readNotes(doc));
  }

  /** A channel that this person may not read any more leaves the device with its notes; their unsent words stay. */
  async forgetChannel(channel: ChannelId): Promise<void> {
    const notes = new Set((this.lists.get(channel) ?? []).map(({ id }) => id));
    for (const row of this.journal.all) if (row.channel === channel) notes.add(row.note);
    this.forgetSeen([...notes]);
    this.seen.keepOf(channel, new Set());
    this.away.forget(channel);
    this.lists.delete(channel);
    this.writeLists();
    for (const note of notes) await this.lose(note, channel);
  }

  private listed(channel: ChannelId, list: readonly NoteEntry[]): void {
    if (this.isStopped || JSON.stringify(this.lists.get(channel) ?? []) === JSON.stringify(list)) return;
    this.lists.set(channel, list);
    this.writeLists();
    this.tellSeen(channel, list);
    this.options.journal.finish(({ op }) => isNoteOp(op) && op.channel === channel && isListed(list, op));
    this.options.topics.mark(`notes:${channel}`);
    this.options.onWanted();
    for (const replica of this.replicas) replica.look();
  }

  // --- what was seen -------------------------------------------------------------------------------------------

  /** What was seen of notes that are no more, or of lives that are over, leaves the device. */
  private tellSeen(channel: ChannelId, list: readonly NoteEntry[]): void {
    for (const { id, life } of list) this.liveOn(id, life);
    const ids = new Set([...list, ...this.itemsOf(channel)].map(({ id }) => id));
    this.seen.keepOf(channel, ids);
    this.away.listed(channel);
  }

  private liveOn(note: NoteId, life: number): void {
    const seen = this.seen.of(note);
    if (seen === null || seen.life >= life) return;
    this.looks.forget(note);
    this.seen.livesOn(note, life);
  }

  private forgetSeen(notes: readonly NoteId[]): void {
    for (const note of notes) this.looks.forget(note);
    this.seen.drop(notes);
  }

  private listedAs(note: NoteId): { channel: ChannelId; entry: NoteEntry } | null {
    for (const [channel, list] of this.lists) {
      const entry = list.find(({ id }) => id === note);
      if (entry !== undefined) return { channel, entry };
    }
    // One that was made here, and is on no server yet.
    const channel = this.channelOf(note);
    const entry = channel === null ? null : this.itemOf(channel, note);
    return channel === null || entry === null ? null : { channel, entry };
  }

  private opsOf(channel: ChannelId): readonly NoteOpRow[] {
    return this.options.journal
      .of(channel)
      .filter((row): row is NoteOpRow => isNoteOp(row.op) && row.state !== 'refused');
  }

  private opsChanged(): void {
    const ops = this.options.journal.all().filter(({ op }) => isNoteOp(op));
    const known = ops.map(({ op, state }) => `${op.id} ${state}`).join();
    if (known === this.knownOps) return;
    this.knownOps = known;
    for (const { op, state } of this.options.journal.all())
      if (op.kind === 'note.create' && state === 'refused') this.abandon(op).catch(this.options.onFault);
    this.options.onWanted();
  }

  /** The note will never be: what was written in it is kept as a copy. */
  private async abandon({ note, channel, title }: CreateNoteOp): Promise<void> {
    this.forgetSeen([note]);
    if (this.journal.of(note).length === 0) return;
    const document = this.options.documents.find('note', note);
    const copy = document?.encode() ?? Y.mergeUpdates(this.journal.of(note).map(({ update }) => update));
    await this.setAside(note, channel, document?.life ?? 1, title, copy);
    this.end(note, 'gone');
    this.options.onWanted();
    await this.options.documents.forget('note', note);
  }

  // --- documents -----------------------------------------------------------------------------------------------

  /** Notes whose documents are to be open, in order of need. */
  wanted(): readonly WantedDocument[] {
    const listed = new Map([...this.lists.values()].flat().map((entry) => [entry.id, entry]));
    const made = new Set(
      this.options.journal
        .all()
        .flatMap(({ op, state }) => (op.kind === 'note.create' && state !== 'refused' ? [op.note] : [])),
    );
    const shown = [...listed.values()].filter(({ archived }) => !archived);
    const viewing = this.options.viewing();
    const onScreen =
      viewing === null ? [] : (this.lists.get(viewing) ?? []).filter(({ archived }) => !archived);
    const notes = wantedNotes({
      inUse: [...new Set([...this.uses.keys(), ...this.journal.notes])],
      onScreen: onScreen.map(({ id }) => id),
      opened: Object.entries(this.opened)
        .sort(([, a], [, b]) => b - a)
        .map(([note]) => note as NoteId),
      pinned: shown.filter(({ pinned }) => pinned).map(({ id }) => id),
      isFresh: (note) => (this.fetched.get(note) ?? -1) >= (listed.get(note)?.edited?.at ?? 0),
    });
    return notes.flatMap((id): WantedDocument[] => {
      const entry = listed.get(id);
      if (entry !== undefined) return [{ kind: 'note', id, life: entry.life }];
      const life = this.journal.of(id)[0]?.life;
      // Until the channel lists it the server may not know of it, and would say that nobody may read it.
      return made.has(id) || life !== undefined ? [{ kind: 'note', id, life: life ?? 1, local: true }] : [];
    });
  }

  keep(document: OpenDocument): DocumentKeeper {
    const note = document.id as NoteId;
    const copy: NoteCopy = new NoteCopy({
      document,
      rows: () => this.journal.of(note),
      seed: () => this.seedFor(note),
      onLogged: (rows) => this.journal.logged(rows),
      onUnfit: (rows) => this.unfit(note, rows),
      onStateless: (text) => this.company.receive(note, text),
      onLeft: () => this.company.disconnected(note),
      onChange: () => this.changed(note),
      onAccepted: () => {
        this.judge(copy);
        this.company.connected(note);
      },
      onClosed: () => {
        if (this.copies.get(note) === copy) this.copies.delete(note);
        // It goes on in another life, or is begun anew: whoever writes in it takes it up again there.
        this.end(note, 'moved');
        this.changed(note);
      },
    });
    this.copies.set(note, copy);
    this.liveOn(note, document.life);
    return copy;
  }

  lifeOf(note: NoteId): number {
    return this.wanted().find(({ id }) => id === note)?.life ?? 1;
  }

  copyOf(note: NoteId): NoteCopy | null {
    return this.copies.get(note) ?? null;
  }

  /** Somebody looks at the note, until the returned function is called. */
  use(note: NoteId): () => void {
    this.uses.set(note, (this.uses.get(note) ?? 0) + 1);
    this.remember(note);
    this.options.onWanted();
    return () => {
      const left = (this.uses.get(note) ?? 1) - 1;
      if (left > 0) this.uses.set(note, left);
      else this.uses.delete(note);
      if (!this.isStopped) this.options.onWanted();
    };
  }

  /** The server refused what this device wrote, or takes nothing from this person any more. */
  async refused({ id, life }: WantedDocument, copy: Uint8Array): Promise<void> {
    const note = id as NoteId;
    const channel = this.channelOf(note);
    if (channel === null || this.journal.of(note).length === 0) return;
    await this.setAside(note, channel, life, this.titleOf(note, channel), copy);
  }

  /** The server says that the note is not this person's to read. */
  async lost({ id }: WantedDocument): Promise<void> {
    const note = id as NoteId;
    const channel = this.channelOf(note);
    this.forgetSeen([note]);
    if (channel !== null) await this.lose(note, channel);
  }

  // --- what is written -----------------------------------------------------------------------------------------

  /** Null while nobody has said what this person may do in the channel. */
  mayEdit(note: NoteId, channel: ChannelId | null): boolean | null {
    const document = this.copies.get(note)?.document;
    if (document?.accepted) return !document.readOnly;
    const catalog = this.options.catalog();
    const isKnown = channel !== null && this.options.isReady();
    const entry = isKnown ? entryOf(catalog, channel) : null;
    return entry === null ? null : can(actorIn(catalog, entry), 'note.edit', entry);
  }

  /** Resolves when the update is written down here; then it goes into the document and on its way. */
  async write(note: NoteId, life: number, update: Uint8Array, origin: unknown): Promise<void> {
    const channel = this.channelOf(note);
    if (channel === null) throw new Error('there is no such note here');
    const isLive = (): boolean => this.options.isLive() && this.copies.get(note)?.document.accepted === true;
    const names = { title: this.titleOf(note, channel), channelName: this.channelNameOf(note, channel) };
    const row = await this.journal.append({ note, channel, life, update, ...names }, isLive);
    const copy = this.copies.get(note);
    if (copy === undefined) return;
    this.looks.writes(note);
    copy.put(row, origin);
    this.judge(copy);
  }

  /**
   * What a page wrote in a note that is not to be written in any more goes to the rest of that; where there is none, with
   * the note as it is here, or alone.
   */
  async writeAside(note: NoteId, life: number, update: Uint8Array, whole?: Uint8Array): Promise<void> {
    const aside = this.journal.setAsides.find((each) => each.note === note && each.life === life);
    const channel = aside?.channel ?? this.channelOf(note);
    if (channel === null) return;
    const alone = aside === undefined ? wordsOf([update]) : update;
    const copy = whole === undefined ? alone : Y.mergeUpdates([whole, update]);
    // What waits goes on waiting.
    await this.setAside(note, channel, life, aside?.title ?? this.titleOf(note, channel), copy, []);
  }

  openReplica(note: NoteId, hears: ReplicaHears): Replica {
    const replica = new Replica(this, note, hears, () => this.replicas.delete(replica));
    this.replicas.add(replica);
    replica.look();
    return replica;
  }

  replicasOf(note: NoteId): readonly Replica[] {
    return [...this.replicas].filter((replica) => replica.note === note);
  }

  /** As last known. */
  titleOf(note: NoteId, channel: ChannelId): string {
    return this.itemOf(channel, note)?.title ?? this.lastKnown(note)?.title ?? '';
  }

  channelNameOf(note: NoteId, channel: ChannelId): string {
    return entryOf(this.options.catalog(), channel)?.name ?? this.lastKnown(note)?.channelName ?? '';
  }

  private lastKnown(note: NoteId) {
    return this.journal.of(note).at(-1) ?? this.journal.setAsides.findLast((aside) => aside.note === note);
  }

  // --- what has changed ----------------------------------------------------------------------------------------

  /** A document that the server opened for reading alone takes back what is not on the server. */
  private judge(copy: NoteCopy): void {
    const { document, note } = copy;
    if (!document.accepted || !document.readOnly) return;
    this.end(note, 'read-only');
    if (this.journal.of(note).length > 0) document.giveUp();
  }

  private unfit(note: NoteId, rows: readonly OpenRow[]): void {
    const channel = this.channelOf(note);
    const life = rows[0]!.life;
    if (channel === null) return;
    const words = wordsOf(rows.map(({ update }) => update));
    this.setAside(note, channel, life, this.titleOf(note, channel), words, rows).catch(this.options.onFault);
  }

  private async lose(note: NoteId, channel: ChannelId): Promise<void> {
    const rows = this.journal.of(note);
    if (rows.length > 0) {
      const words = wordsOf(rows.map(({ update }) => update));
      await this.setAside(note, channel, rows[0]!.life, this.titleOf(note, channel), words);
    }
    this.end(note, 'gone');
    this.forgetSeen([note]);
    await this.options.documents.forget('note', note);
  }

  private setAside(
    note: NoteId,
    channel: ChannelId,
    life: number,
    title: string,
    copy: Uint8Array,
    rows = this.journal.of(note),
  ): Promise<void> {
    const channelName = this.channelNameOf(note, channel);
    return this.journal.setAside({ note, channel, life, title, channelName, copy }, rows);
  }

  private end(note: NoteId, why: NoteEnd): void {
    for (const replica of this.replicasOf(note)) replica.end(why);
  }

  private seedFor(note: NoteId): Uint8Array | null {
    const made = this.options.journal.all().find(({ op }) => op.kind === 'note.create' && op.note === note);
    return made?.op.kind === 'note.create' ? seedOf(made.op.template) : null;
  }

  private changed(note: NoteId): void {
    const copy = this.copies.get(note);
    if (copy?.document.synced) this.fetchedNow(note);
    for (const replica of this.replicasOf(note)) replica.look();
    this.looks.changed(note);
    this.away.changed(note);
    this.options.topics.mark(`note:${note}`);
  }

  private fetchedNow(note: NoteId): void {
    const isNew = !this.fetched.has(note);
    const channel = this.channelOf(note);
    const entry = channel === null ? undefined : this.lists.get(channel)?.find(({ id }) => id === note);
    this.fetched.set(note, entry?.edited?.at ?? 0);
    if (isNew) queueMicrotask(() => this.isStopped || this.options.onWanted());
  }

  private journalChanged(note: NoteId): void {
    for (const row of this.journal.of(note)) if (row.written !== 'disk') this.copies.get(note)?.put(row);
    const channel = this.channelOf(note);
    this.options.topics.mark('unsentNotes', `note:${note}`);
    if (channel !== null) this.options.topics.mark(`notes:${channel}`);
    if (!this.isStopped && this.journal.of(note).length === 0) this.options.onWanted();
  }

  private remember(note: NoteId): void {
    const opened: Record<string, number> = { ...this.opened, [note]: this.options.clock.now() };
    const latest = Object.entries(opened).sort(([, a], [, b]) => b - a);
    this.opened = Object.fromEntries(latest.slice(0, MOST_REMEMBERED));
    this.note('notesOpened', this.opened);
  }

  private writeLists(): void {
    this.note('notes', Object.fromEntries(this.lists));
  }

  private note<Key extends keyof Facts>(key: Key, value: Facts[Key]): void {
    this.options.factStore.write(key, value).catch(this.options.onFault);
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

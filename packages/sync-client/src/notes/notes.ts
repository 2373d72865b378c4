import { can } from '@lectern/access';
import { seedOf } from '@lectern/channel-doc';
import {
  type ChannelId,
  type CreateNoteOp,
  isNoteOp,
  type NoteEntry,
  type NoteId,
  type UserId,
} from '@lectern/contracts';
import type { FactStore, Facts, NoteJournalStore, SeenNoteStore } from '@lectern/local-store';
import * as Y from 'yjs';
import { actorIn, type Catalog, entryOf } from '../catalog.ts';
import type { Clock } from '../clock.ts';
import type { DocumentKeeper, Documents, WantedDocument } from '../documents.ts';
import type { Journal } from '../journal.ts';
import type { NoteEnd } from '../note-port.ts';
import type { OpenDocument } from '../open-document.ts';
import type { ConnectionState } from '../port-values.ts';
import type { Topics } from '../topics.ts';
import { NoteAsides } from './note-asides.ts';
import { NoteCompany } from './note-company.ts';
import { NoteCopy } from './note-copy.ts';
import { NoteDemand } from './note-demand.ts';
import { NoteHealing } from './note-healing.ts';
import { NoteJournal, type OpenRow } from './note-journal.ts';
import { NoteLists } from './note-lists.ts';
import { NoteLooks } from './note-looks.ts';
import { NotesAway } from './notes-away.ts';
import { Replica, type ReplicaHears } from './replica.ts';
import { SeenNotes } from './seen-notes.ts';
import { WrittenHere } from './written-here.ts';

export interface NotesOptions {
  readonly store: NoteJournalStore;
  readonly seenStore: SeenNoteStore;
  readonly durable: boolean;
  readonly facts: Partial<Facts>;
  readonly factStore: FactStore;
  readonly documents: Pick<Documents, 'find' | 'of' | 'forget' | 'handOver' | 'dropOtherLives'>;
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
  /** A channel lists a note that it did not list before. */
  readonly onListed: (note: NoteId) => void;
  /** Other documents may be wanted now. */
  readonly onWanted: () => void;
  readonly onFault: (error: unknown) => void;
}

/**
 * The notes of one person's channels: the parts that know of them, their documents that are open here, what is written
 * in those, and the pages that have them open in an editor.
 */
export class Notes {
  readonly lists: NoteLists;
  readonly demand: NoteDemand;
  readonly journal: NoteJournal;
  readonly healing: NoteHealing;
  readonly company: NoteCompany;
  readonly seen: SeenNotes;
  readonly looks: NoteLooks;
  readonly away: NotesAway;
  private readonly options: NotesOptions;
  private readonly asides: NoteAsides;
  private readonly written: WrittenHere;
  private readonly copies = new Map<NoteId, NoteCopy>();
  private readonly replicas = new Set<Replica>();
  private readonly stopListening: () => void;
  private isStopped = false;
  /** Ops on notes and their states, as last seen. */
  private knownOps = '';

  constructor(options: NotesOptions) {
    const { store, durable, catalog, clock, documents, facts, journal: ops, topics, onFault } = options;
    this.options = options;
    const me = (): UserId => catalog().me.id;
    const [copyOf, isLive] = [(note: NoteId) => this.copyOf(note), () => this.isLive];
    this.journal = new NoteJournal({
      store,
      durable,
      clock,
      onChange: (note) => this.journalChanged(note),
      onFault,
    });
    const { journal } = this;
    this.lists = new NoteLists({
      ...{ ops, journal, documents, catalog, onFault, lists: facts.notes ?? {} },
      onListed: options.onListed,
      onUnlisted: (notes) => this.healing.handOver(notes),
      onChange: (channel, list) => this.listChanged(channel, list),
      onNote: (lists) => this.note('notes', lists),
    });
    const { lists } = this;
    this.demand = new NoteDemand({
      ...{ ops, journal, lists, clock, opened: facts.notesOpened ?? {} },
      viewing: options.viewing,
      onNote: (opened) => this.note('notesOpened', opened),
      onWanted: options.onWanted,
    });
    this.written = new WrittenHere({
      written: facts.noteWritten ?? {},
      clock,
      onNote: (written) => this.note('noteWritten', written),
    });
    const { written } = this;
    this.asides = new NoteAsides({ journal, lists, written });
    this.healing = new NoteHealing({
      ...{ journal, lists, written, documents, clock, copyOf, onFault, asides: this.asides },
      mayEdit: (note, channel) => this.mayEdit(note, channel),
      write: (note, life, update) => this.write(note, life, update, null),
    });
    this.company = new NoteCompany({
      me: me(),
      clock,
      editing: (note) => this.replicasOf(note).filter(({ isEditing }) => isEditing),
      send: (note, text) => this.copies.get(note)?.document.sendStateless(text),
    });
    this.seen = new SeenNotes({
      store: options.seenStore,
      clock,
      onChange: (note, channel) => topics.mark(`note:${note}`, `away:${channel}`),
      onFault,
    });
    this.looks = new NoteLooks({
      ...{ seen: this.seen, copyOf, isLive, me, clock },
      listed: (note) => lists.find(note),
      onChange: (note) => topics.mark(`note:${note}`),
    });
    this.away = new NotesAway({
      ...{ seen: this.seen, copyOf, isLive, me, told: facts.notesTold ?? {} },
      listOf: (channel) => lists.of(channel),
      isListKnown: (channel) => lists.isKnown(channel),
      onTold: (told) => this.note('notesTold', told),
      onChange: (channel) => topics.mark(`away:${channel}`),
    });
    this.stopListening = topics.on(['journal'], () => this.opsChanged());
  }

  async start(): Promise<void> {
    await Promise.all([this.journal.read(), this.seen.read()]);
    this.lists.watchAll();
    this.opsChanged();
  }

  stop(): void {
    this.isStopped = true;
    this.lists.stop();
    this.demand.stop();
    this.written.stop();
    this.looks.stop();
    this.healing.stop();
    for (const replica of this.replicas) replica.end('moved');
    this.stopListening();
  }

  get isLive(): boolean {
    return this.options.isLive();
  }

  /** What is not here may come by itself. */
  get isComing(): boolean {
    return ['connecting', 'connected', 'slow'].includes(this.options.linkState());
  }

  // --- documents -----------------------------------------------------------------------------------------------

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
        this.healing.accepted(note);
      },
      onClosed: () => {
        if (this.copies.get(note) === copy) this.copies.delete(note);
        // It goes on in another life, or is begun anew: whoever writes in it takes it up again there.
        this.end(note, 'moved');
        this.changed(note);
      },
    });
    this.copies.set(note, copy);
    this.looks.livesOn(note, document.life);
    return copy;
  }

  copyOf(note: NoteId): NoteCopy | null {
    return this.copies.get(note) ?? null;
  }

  lifeOf(note: NoteId): number {
    const wanted = (): WantedDocument | undefined => this.demand.wanted().find(({ id }) => id === note);
    return this.copies.get(note)?.document.life ?? wanted()?.life ?? 1;
  }

  /** The server refused what this device wrote, or takes nothing from this person any more. */
  async refused({ id, life }: WantedDocument, copy: Uint8Array): Promise<void> {
    const note = id as NoteId;
    const channel = this.lists.channelOf(note);
    if (channel === null || this.journal.of(note).length === 0) return;
    this.healing.refused(note);
    await this.asides.keep({ note, channel, life, copy });
  }

  /** The server says that the note is not this person's to read. */
  async lost({ id }: WantedDocument): Promise<void> {
    const note = id as NoteId;
    const channel = this.lists.channelOf(note);
    this.looks.drop([note]);
    if (channel !== null) await this.lose(note, channel);
  }

  /** A channel that this person may not read any more leaves the device with its notes; their unsent words stay. */
  async forgetChannel(channel: ChannelId): Promise<void> {
    const notes = new Set(this.lists.of(channel).map(({ id }) => id));
    for (const row of this.journal.all) if (row.channel === channel) notes.add(row.note);
    this.looks.drop([...notes]);
    this.seen.keepOf(channel, new Set());
    this.away.forget(channel);
    this.lists.forget(channel);
    for (const note of notes) await this.lose(note, channel);
  }

  private async lose(note: NoteId, channel: ChannelId): Promise<void> {
    this.lists.lost(note, channel);
    const rows = this.journal.of(note);
    if (rows.length > 0) await this.asides.keepWords(note, channel, rows);
    this.end(note, 'gone');
    this.looks.drop([note]);
    await this.options.documents.forget('note', note);
  }

  /** The note will never be: what was written in it is kept as a copy. */
  private async abandon({ note, channel, title }: CreateNoteOp): Promise<void> {
    this.looks.drop([note]);
    if (this.journal.of(note).length === 0) return;
    const document = this.options.documents.find('note', note);
    const copy = document?.encode() ?? Y.mergeUpdates(this.journal.of(note).map(({ update }) => update));
    await this.asides.keep({ note, channel, life: document?.life ?? 1, copy, title });
    this.end(note, 'gone');
    this.options.onWanted();
    await this.options.documents.forget('note', note);
  }

  private unfit(note: NoteId, rows: readonly OpenRow[]): void {
    const channel = this.lists.channelOf(note);
    if (channel !== null) this.asides.keepWords(note, channel, rows).catch(this.options.onFault);
  }

  private seedFor(note: NoteId): Uint8Array | null {
    const made = this.options.journal.all().find(({ op }) => op.kind === 'note.create' && op.note === note);
    return made?.op.kind === 'note.create' ? seedOf(made.op.template) : null;
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
    const channel = this.lists.channelOf(note);
    if (channel === null) throw new Error('there is no such note here');
    const isLive = (): boolean => this.isLive && this.copies.get(note)?.document.accepted === true;
    const title = this.lists.titleOf(note, channel);
    const channelName = this.lists.channelNameOf(note, channel);
    this.written.remember(note, update);
    const row = await this.journal.append({ note, channel, life, update, title, channelName }, isLive);
    const copy = this.copies.get(note);
    if (copy === undefined) return;
    this.looks.writes(note);
    copy.put(row, origin);
    this.judge(copy);
  }

  /** As `write`, in a note that is not to be written in any more: what it may yet take is brought to it later. */
  async writeAside(note: NoteId, life: number, update: Uint8Array, whole?: Uint8Array): Promise<void> {
    await this.asides.add(note, life, update, whole);
    this.healing.healSoon(note);
  }

  /** A document that the server opened for reading alone takes back what is not on the server. */
  private judge(copy: NoteCopy): void {
    const { document, note } = copy;
    if (!document.accepted || !document.readOnly) return;
    this.end(note, 'read-only');
    if (this.journal.of(note).length > 0) document.giveUp();
  }

  // --- pages ---------------------------------------------------------------------------------------------------

  openReplica(note: NoteId, hears: ReplicaHears): Replica {
    const replica = new Replica(this, note, hears, () => this.replicas.delete(replica));
    this.replicas.add(replica);
    replica.look();
    return replica;
  }

  private replicasOf(note: NoteId): readonly Replica[] {
    return [...this.replicas].filter((replica) => replica.note === note);
  }

  private end(note: NoteId, why: NoteEnd): void {
    for (const replica of this.replicasOf(note)) replica.end(why);
  }

  // --- what has changed ----------------------------------------------------------------------------------------

  private listChanged(channel: ChannelId, list: readonly NoteEntry[]): void {
    // What was seen of notes that are no more, or of lives that are over, leaves the device.
    for (const { id, life } of list) this.looks.livesOn(id, life);
    const ids = new Set([...list, ...this.lists.itemsOf(channel)].map(({ id }) => id));
    this.seen.keepOf(channel, ids);
    this.away.listed(channel);
    this.lists.finishOps(channel);
    this.options.topics.mark(`notes:${channel}`);
    this.options.onWanted();
    for (const replica of this.replicas) replica.look();
  }

  private changed(note: NoteId): void {
    if (this.copies.get(note)?.document.synced) this.demand.came(note);
    this.healing.healSoon(note);
    for (const replica of this.replicasOf(note)) replica.look();
    this.looks.changed(note);
    this.away.changed(note);
    this.options.topics.mark(`note:${note}`);
  }

  private journalChanged(note: NoteId): void {
    for (const row of this.journal.of(note)) if (row.written !== 'disk') this.copies.get(note)?.put(row);
    const channel = this.lists.channelOf(note);
    this.options.topics.mark('unsentNotes', `note:${note}`);
    if (channel !== null) this.options.topics.mark(`notes:${channel}`);
    if (!this.isStopped && this.journal.of(note).length === 0) this.options.onWanted();
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

  private note<Key extends keyof Facts>(key: Key, value: Facts[Key]): void {
    this.options.factStore.write(key, value).catch(this.options.onFault);
  }
}

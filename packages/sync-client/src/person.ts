import {
  type ChannelId,
  type CourseId,
  conversationOf,
  EPOCH_SIZE,
  isMessageOp,
  isNoteOp,
  isTombstone,
  type Me,
  type MessageRecord,
} from '@lectern/contracts';
import type { Facts, Store } from '@lectern/local-store';
import * as Y from 'yjs';
import type { ShownNote } from './attention.ts';
import type { Background } from './background.ts';
import { type Catalog, channelsOf, isReflected } from './catalog.ts';
import { ChannelMirror } from './channel-mirror.ts';
import { Counts } from './counts.ts';
import { Directory } from './directory.ts';
import { Documents, type WantedDocument } from './documents.ts';
import { History } from './history.ts';
import { DEFAULT_HISTORY_BUDGET } from './history-budget.ts';
import { Journal } from './journal.ts';
import { keepDocument } from './keep-document.ts';
import { Lazy } from './lazy.ts';
import { Link } from './link.ts';
import type { Notes } from './notes/notes.ts';
import type { OpenDocument } from './open-document.ts';
import { Outbox } from './outbox.ts';
import { OwnOps } from './own-ops.ts';
import type { PersonOptions } from './person-options.ts';
import { Presence } from './presence.ts';
import { Profile } from './profile.ts';
import { Saved } from './saved.ts';
import { Search } from './search.ts';
import { ServerClock } from './server-clock.ts';

/** Unread messages are counted this long after the start: what is on screen first is read first. Milliseconds. */
const COUNT_MS = 300;
/** Without a connection the documents of channels are read this long after the start, in milliseconds. */
const REST_MS = 1_500;
/** What is done beside begins this long after the start, in milliseconds. */
const BACKGROUND_MS = 1_000;
/** How long a closing store waits for rows that are being fetched; the next start fetches them again. Milliseconds. */
const FLUSH_MS = 500;
/** How often the time of the last sign of life is written down, in milliseconds. */
const NOTE_HEARD_EVERY_MS = 30_000;
/** Times that a document is begun anew on one connection before it is left alone until the next. */
const MOST_REBUILDS = 50;
/** So long after its effect was seen an op has left the person's document, in milliseconds. */
const TAKEN_OUT_WITHIN_MS = 2_000;
/** A committed op that the directory does not show by then was overtaken by another change, in milliseconds. */
const REFLECTED_WITHIN_MS = 5_000;

/**
 * Everything of the person who is signed in, while the store is open: stores, documents, link, and what the views
 * read. The order in which things reach the disk is the journal's and the mirror's own affair; here they are joined.
 */
export class Person {
  readonly store: Store;
  readonly journal: Journal;
  readonly ops: OwnOps;
  readonly profile: Profile;
  readonly presence: Presence;
  readonly counts: Counts;
  readonly history: History;
  readonly background: Lazy<Background>;
  readonly notes: Lazy<Notes>;
  readonly search: Search;
  readonly saved: Saved;
  readonly serverClock: ServerClock;
  readonly link: Link;
  private readonly directory: Directory;
  private readonly options: PersonOptions;
  private readonly outbox: Outbox;
  private readonly documents: Documents;
  private readonly mirrors = new Map<ChannelId, ChannelMirror>();
  private readonly stopForeign: () => void;
  /** Channels' documents are left on disk: the first screen needs the mirror alone. */
  private resting = true;
  /** The threads that are followed, as last told. */
  private followed = '';
  private rebuilds = 0;
  private viewing: ChannelId | null = null;
  private attentive = false;
  private showing: readonly ShownNote[] = [];
  private epoch: number;
  private heardNotedAt = 0;

  constructor(options: PersonOptions) {
    const { me, store, facts, clock, topics, api, onFault } = options;
    this.options = options;
    this.store = store;
    this.epoch = facts.epoch ?? 0;
    this.directory = new Directory({
      me,
      facts,
      store: store.facts,
      onLost: (what) => {
        if ('channel' in what) this.forgetChannel(what.channel);
        else this.documents.forget('course', what.course);
      },
      onChange: () => this.directoryChanged(),
      onFault,
    });
    this.journal = new Journal({
      store: store.journal,
      durable: store.durable,
      clock,
      onChange: (channels) => this.journalChanged(channels),
      onFault,
    });
    this.outbox = new Outbox(this.journal);
    this.ops = new OwnOps({
      journal: this.journal,
      outbox: this.outbox,
      clock,
      catalog: () => this.catalog,
      isLive: () => this.link.live,
      isSending: () => this.link.live && this.documents.find('user', me.id)?.accepted === true,
    });
    this.profile = new Profile({
      device: options.device,
      facts,
      store: store.facts,
      clock,
      topics,
      onReads: (conversations) =>
        this.counts.recount(
          conversations.flatMap((key) => (conversationOf(key)?.thread ? [] : [key as ChannelId])),
        ),
      onFault,
    });
    const readSeq = async (channel: ChannelId): Promise<number> => {
      await this.profile.begin(channel, () =>
        store.mirror.lastSeqBefore(channel, this.directory.memberSince(channel)),
      );
      return this.profile.readSeq(channel);
    };
    this.saved = new Saved({ facts, store: store.facts, topics, onFault });
    this.serverClock = new ServerClock({
      clock,
      skew: facts.clockSkew ?? 0,
      onChange: (skew) => {
        this.note('clockSkew', skew);
        topics.mark('saved');
      },
    });
    this.counts = new Counts(store.mirror, topics, me.id, this.catalog.inbox.notices, readSeq, onFault);
    this.history = new History({
      store: store.mirror,
      api,
      clock,
      isLive: () => this.link.live,
      onArrived: (channel) => topics.mark(`channel:${channel}`),
      onChange: (channel, records) => this.mirrorChanged(channel, records, null),
    });
    this.background = new Lazy(async () => {
      const { Background } = await import('./background.ts');
      const background = new Background({
        store: store.mirror,
        history: this.history,
        clock,
        durable: store.durable,
        budget: facts.historyBudget ?? DEFAULT_HISTORY_BUDGET,
        seen: facts.seen ?? {},
        channels: () => channelsOf(this.catalog).map(({ id }) => id),
        isLive: () => this.link.live,
        isIdle: () => this.isIdle,
        isCurrent: (channel) => this.link.live && this.mirrors.get(channel)?.isCurrent === true,
        onCoverage: () => topics.mark('coverage'),
        visitNotes: async (channel) => (await this.openNotes()).away.begin(channel),
        onSeen: (seen) => this.note('seen', seen),
        onAway: (channel) => topics.mark(`away:${channel}`),
        onFault,
      });
      background.away.look(this.viewing, this.attentive);
      return background;
    });
    this.notes = new Lazy(async () => {
      const { Notes } = await import('./notes/notes.ts');
      const notes = new Notes({
        store: store.notes,
        seenStore: store.seenNotes,
        durable: store.durable,
        facts,
        factStore: store.facts,
        documents: this.documents,
        journal: this.journal,
        catalog: () => this.ops.catalog,
        isReady: () => this.ready,
        viewing: () => this.viewing,
        isLive: () => this.link.live,
        linkState: () => this.link.state,
        clock,
        topics,
        onWanted: () => this.wantDocuments(),
        onFault,
      });
      await notes.start();
      notes.looks.setShown(this.showing);
      return notes;
    });
    this.search = new Search({
      store: store.search,
      clock,
      catalog: () => this.catalog,
      readSeq: (channel) => this.profile.readSeq(channel),
      saved: () => this.saved.places(),
      onFault,
    });
    this.documents = new Documents({
      store: store.documents,
      clock,
      keep: (document) =>
        keepDocument(document, {
          profile: this.profile,
          saved: this.saved,
          outbox: this.outbox,
          journal: this.journal,
          presence: this.presence,
          directory: this.directory,
          keepChannel: (channel) => this.keepChannel(channel),
          keepNote: (note) => this.notes.now?.keep(note) ?? {},
          onRungs: () => this.markJournal(),
        }),
      onLost: (wanted) => this.lost(wanted),
      onMoved: (wanted, life) => {
        this.directory.moved(wanted, life);
        this.wantDocuments();
      },
      onRefused: (wanted, copy) => this.refused(wanted, copy),
      onReconnect: () => this.link.renew(),
    });
    this.presence = new Presence({
      clock,
      topics,
      send: (message) => this.sendStateless(JSON.stringify(message)),
      onServerTime: (now) => this.serverClock.hear(now),
    });
    this.link = new Link({
      api,
      clock,
      socketUrl: options.socketUrl,
      WebSocket: options.WebSocket,
      online: options.online,
      isOurs: (other) => other.id === me.id,
      ping: () => this.sendStateless('{"t":"ping"}'),
      onSocket: (socket, ticket, admitted) => {
        this.admitted(admitted);
        this.documents.connected(socket, ticket);
      },
      onLost: () => {
        this.documents.disconnected();
        this.presence.disconnected();
      },
      onLocked: options.onLocked,
      onChange: () => this.linkChanged(),
    });
    this.link.heardAt = facts.heardAt ?? null;
    store.onFault((fault) => {
      if (fault.code === 'storage-full') this.background.now?.fill.diskIsFull();
      onFault(fault);
    });
    store.onLost(options.onStoreLost);
    this.stopForeign = store.onForeignChange((change) => {
      if (change.what === 'journal') this.journal.read().catch(onFault);
      if (change.what === 'notes') this.notes.now?.journal.read().catch(onFault);
      if (change.what === 'seenNotes') this.notes.now?.seen.read().catch(onFault);
      if (change.what === 'mirror') {
        this.search.writtenElsewhere();
        this.mirrorChanged(change.channel, [], null);
      }
    });
  }

  /** Shows what is stored, then connects. */
  async open(): Promise<void> {
    await this.journal.read();
    this.journal.prune();
    // What was committed in an earlier run is shown by the directory by now.
    this.journal.finish((row) => !isMessageOp(row.op));
    this.wantDocuments();
    this.link.start();
    this.options.clock.after(COUNT_MS, () => this.recountAll());
    this.options.clock.after(REST_MS, () => this.wantChannels());
    this.options.clock.after(BACKGROUND_MS, () => {
      this.background.get().catch(this.options.onFault);
      this.openNotes().catch(this.options.onFault);
    });
  }

  /** The notes, once their program has come and their journal has been read. */
  async openNotes(): Promise<Notes> {
    const known = this.notes.now;
    const notes = await this.notes.get();
    if (known === null) {
      notes.watchChannels();
      this.wantDocuments();
      // What it found in its journal counts from now on.
      this.options.topics.mark('unsentNotes');
    }
    return notes;
  }

  async close(): Promise<void> {
    this.stopForeign();
    this.search.stop();
    this.background.stop();
    this.notes.stop();
    this.link.stop();
    const written = Promise.all([
      ...[...this.mirrors.values()].map((mirror) => mirror.idle()),
      this.notes.now?.seen.idle(),
    ]);
    await Promise.race([
      written,
      new Promise<void>((resolve) => this.options.clock.after(FLUSH_MS, resolve)),
    ]);
    await this.documents.closeAll();
    await this.store.close();
  }

  async wipe(): Promise<void> {
    this.stopForeign();
    this.search.stop();
    this.background.stop();
    this.notes.stop();
    this.link.stop();
    await this.documents.closeAll();
    await this.store.wipe();
  }

  get catalog(): Catalog {
    return this.directory.catalog;
  }

  /** Whether courses and channels have been heard of, now or in an earlier run. */
  get ready(): boolean {
    return this.directory.ready;
  }

  setViewing(channel: ChannelId | null): void {
    this.viewing = channel;
    this.background.now?.away.look(channel, this.attentive);
    this.directory.setViewing(channel);
    this.presence.setViewing(channel);
    this.wantDocuments();
  }

  /** The notes that are open at any tab of this browser. */
  setShowing(notes: readonly ShownNote[]): void {
    this.showing = notes;
    this.notes.now?.looks.setShown(notes);
  }

  async setHistoryBudget(bytes: number): Promise<void> {
    this.note('historyBudget', bytes);
    (await this.background.get()).fill.setBudget(bytes);
  }

  /** Whether somebody is at any tab of this browser. */
  setAttentive(attentive: boolean): void {
    this.attentive = attentive;
    this.background.now?.away.look(this.viewing, attentive);
  }

  /** Nothing is under way that a person waits for. */
  private get isIdle(): boolean {
    return (
      this.link.state === 'connected' &&
      this.journal.waiting === 0 &&
      !this.history.isFetching &&
      !this.documents.isBusy &&
      ![...this.mirrors.values()].some((mirror) => mirror.isBusy)
    );
  }

  private sendStateless(text: string): void {
    this.documents.find('user', this.catalog.me.id)?.sendStateless(text);
  }

  // --- documents ---------------------------------------------------------------------------------------------

  private wantDocuments(): void {
    const wanted = this.directory.wanted();
    const notes = this.directory.present(this.notes.now?.wanted() ?? []);
    const first = this.resting ? wanted.filter(({ kind }) => kind !== 'channel') : wanted;
    this.documents.want([...first, ...notes]);
  }

  /** The screen is there, or the server is: now the channels' documents are read too. */
  private wantChannels(): void {
    if (!this.resting) return;
    this.resting = false;
    this.wantDocuments();
  }

  private keepChannel(document: OpenDocument): ChannelMirror {
    const { api, clock, onFault } = this.options;
    const mirror = new ChannelMirror({
      document,
      store: this.store.mirror,
      api,
      clock,
      onWritten: (channel, records, cursor) => {
        this.mirrorChanged(channel, records, cursor);
        if (records.some(isTombstone)) document.compact().catch(onFault);
      },
      onFault,
    });
    this.mirrors.set(document.id as ChannelId, mirror);
    this.notes.now?.watchChannel(document);
    return mirror;
  }

  private refused(wanted: WantedDocument, copy: Uint8Array): void {
    this.rebuilds += 1;
    if (this.rebuilds > MOST_REBUILDS) this.directory.deny(wanted);
    if (wanted.kind === 'user') {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, copy);
      if (this.outbox.refused(doc) === 'not-an-op') this.profile.disown();
      this.note('setAside', { name: `user/${wanted.id}`, at: this.options.clock.now(), bytes: copy });
    }
    if (wanted.kind === 'note') this.notes.now?.refused(wanted, copy).catch(this.options.onFault);
    this.wantDocuments();
  }

  /** The server will not have this person read it. */
  private lost(wanted: WantedDocument): void {
    this.directory.deny(wanted);
    if (wanted.kind === 'note') this.notes.now?.lost(wanted).catch(this.options.onFault);
    if (wanted.kind === 'channel') this.forgetChannel(wanted.id as ChannelId);
    if (wanted.kind === 'course') this.directory.loseCourse(wanted.id as CourseId);
    this.wantDocuments();
  }

  // --- what has changed --------------------------------------------------------------------------------------

  private directoryChanged(): void {
    const threads = this.catalog.inbox.threads.map(({ message }) => message).join();
    if (threads !== this.followed) this.options.topics.mark('threads');
    this.followed = threads;
    this.counts.noticed(this.catalog.inbox.notices);
    this.journal.finish(({ op }) => !isMessageOp(op) && !isNoteOp(op) && isReflected(this.catalog, op));
    this.options.topics.mark('facts');
    this.wantDocuments();
    this.background.now?.fill.wake();
  }

  /** A channel that this person may not read any more leaves the device; their own unsent words stay. */
  private forgetChannel(channel: ChannelId): void {
    const { onFault, topics } = this.options;
    this.mirrors.get(channel)?.closed();
    this.mirrors.delete(channel);
    this.documents.forget('channel', channel);
    const dropped = this.store.mirror.dropChannel(channel).then(() => {
      this.counts.recount([channel]);
      topics.mark(`channel:${channel}`);
    });
    dropped.catch(onFault);
    this.notes
      .get()
      .then((notes) => notes.forgetChannel(channel))
      .catch(onFault);
    this.journal.finish((row) => row.op.channel === channel);
  }

  private mirrorChanged(channel: ChannelId, records: readonly MessageRecord[], cursor: number | null): void {
    this.journal.recognise(records);
    if (cursor !== null) {
      this.journal.settle(channel, cursor);
      this.noticeEpoch(Math.floor(cursor / EPOCH_SIZE));
    }
    this.erase(records.filter((record) => isTombstone(record) && record.author === this.catalog.me.id));
    for (const record of records) this.presence.spoke(channel, record.author);
    this.counts.recount([channel]);
    this.search.written();
    this.background.now?.written(channel);
    this.options.topics.mark(`channel:${channel}`, 'coverage');
  }

  /** What this person deleted is gone from what their devices wrote of it, too. */
  private erase(deleted: readonly MessageRecord[]): void {
    if (deleted.length === 0) return;
    const erase = (): void => {
      this.journal.erase(deleted.map(({ id }) => id));
      this.documents.find('user', this.catalog.me.id)?.compact().catch(this.options.onFault);
    };
    erase();
    // What was said and deleted at once is still on its way out of the outbox.
    this.options.clock.after(TAKEN_OUT_WITHIN_MS, erase);
  }

  /** A server in a newer epoch was restored from an older copy: it is told again what it may have lost. */
  private noticeEpoch(epoch: number): void {
    if (epoch <= this.epoch) return;
    this.epoch = epoch;
    this.note('epoch', epoch);
    this.journal.offerDone().catch(this.options.onFault);
  }

  private journalChanged(channels: ReadonlySet<ChannelId>): void {
    this.outbox.feed();
    for (const row of this.journal.all()) {
      if (row.state !== 'committed' || isMessageOp(row.op) || !channels.has(row.op.channel)) continue;
      this.options.clock.after(REFLECTED_WITHIN_MS, () =>
        this.journal.finish((late) => late.op.id === row.op.id),
      );
    }
    this.options.topics.mark('journal', ...[...channels].map((channel) => `ops:${channel}` as const));
  }

  /** What waits may have another rung now. */
  private markJournal(): void {
    const channels = new Set(this.journal.all().map((row) => row.op.channel));
    this.options.topics.mark('journal', ...[...channels].map((channel) => `ops:${channel}` as const));
  }

  private recountAll(): void {
    this.counts.recount(channelsOf(this.catalog).map(({ id }) => id));
  }

  // --- the link ----------------------------------------------------------------------------------------------

  private admitted(me: Me): void {
    this.rebuilds = 0;
    this.history.forgive();
    this.resting = false;
    if (this.directory.admitted(me)) this.options.onMe(me);
    this.wantDocuments();
    this.documents.dropOtherLives();
  }

  private linkChanged(): void {
    const { clock, topics } = this.options;
    const heardAt = this.link.heardAt;
    if (heardAt !== null && (!this.link.live || clock.now() - this.heardNotedAt > NOTE_HEARD_EVERY_MS)) {
      this.heardNotedAt = clock.now();
      this.note('heardAt', heardAt);
    }
    this.background.now?.linkChanged();
    topics.mark('connection');
    this.markJournal();
  }

  private note<Key extends keyof Facts>(key: Key, value: Facts[Key]): void {
    this.store.facts.write(key, value).catch(this.options.onFault);
  }
}

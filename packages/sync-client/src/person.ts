import {
  type ChannelId,
  conversationOf,
  isTombstone,
  type MessageRecord,
  type NoteId,
} from '@lectern/contracts';
import type { Facts, Store } from '@lectern/local-store';
import type { ShownNote } from './attention.ts';
import type { Background } from './background.ts';
import { type Catalog, channelsOf } from './catalog.ts';
import { Counts } from './counts.ts';
import { Directory } from './directory.ts';
import type { DocumentKeepers } from './document-keepers.ts';
import { Documents, fetchDocuments } from './documents.ts';
import type { Healing } from './healing.ts';
import { History } from './history.ts';
import { Journal } from './journal.ts';
import { LateLink } from './late-link.ts';
import { Lazy } from './lazy.ts';
import type { Notes } from './notes/notes.ts';
import type { OpenDocument } from './open-document.ts';
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
  readonly healing: Lazy<Healing>;
  readonly notes: Lazy<Notes>;
  readonly search: Search;
  readonly saved: Saved;
  readonly serverClock: ServerClock;
  readonly link: LateLink;
  private readonly options: PersonOptions;
  private readonly directory: Directory;
  private readonly documents: Documents;
  /** Null before the first document is open: until then nothing is written into the person's own. */
  private keepers: DocumentKeepers | null = null;
  private readonly stopForeign: () => void;
  /** Channels' documents are left on disk: the first screen needs the mirror alone. */
  private resting = true;
  /** The threads that are followed, as last told. */
  private followed = '';
  private viewing: ChannelId | null = null;
  private attentive = false;
  private showing: readonly ShownNote[] = [];

  constructor(options: PersonOptions) {
    const { me, store, facts, clock, topics, api, onFault } = options;
    this.options = options;
    this.store = store;
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
      onChange: (channels) => this.ops.changed(channels),
      onFault,
    });
    this.ops = new OwnOps({
      journal: this.journal,
      outbox: () => this.keepers?.outbox ?? null,
      document: () => this.ownDocument,
      clock,
      topics,
      check: async (op) => (await fetchDocuments()).checkOp(op),
      catalog: () => this.catalog,
      isLive: () => this.link.live,
      onFault,
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
    this.healing = new Lazy(async () => {
      const { Healing } = await import('./healing.ts');
      return new Healing({
        ...options,
        journal: this.journal,
        documents: this.documents,
        catalog: () => this.catalog,
        onReady: () => this.keepers?.outbox.feed(),
        onLostChannel: (channel) => this.forgetChannel(channel),
        onRewound: (channel) => this.mirrorChanged(channel, [], null),
      });
    });
    this.background = new Lazy(async () => {
      const { Background } = await import('./background.ts');
      const background = new Background({
        ...options,
        journal: this.journal,
        history: this.history,
        documents: this.documents,
        healing: this.healing,
        link: this.link,
        catalog: () => this.catalog,
        mirrors: () => this.keepers?.mirrors ?? null,
        visitNotes: async (channel) => (await this.openNotes()).away.begin(channel),
      });
      background.away.look(this.viewing, this.attentive);
      return background;
    });
    this.notes = new Lazy(async () => {
      const [{ Notes }] = await Promise.all([import('./notes/notes.ts'), this.documents.load()]);
      const notes = new Notes({
        ...options,
        store: store.notes,
        seenStore: store.seenNotes,
        durable: store.durable,
        factStore: store.facts,
        documents: this.documents,
        journal: this.journal,
        catalog: () => this.ops.catalog,
        isReady: () => this.ready,
        viewing: () => this.viewing,
        isLive: () => this.link.live,
        linkState: () => this.link.state,
        onListed: (id) => this.directory.readmit({ kind: 'note', id }),
        onWanted: () => this.wantDocuments(),
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
      keep: (document, program) => {
        this.keepers ??= new program.DocumentKeepers({
          ...options,
          profile: this.profile,
          saved: this.saved,
          journal: this.journal,
          presence: this.presence,
          directory: this.directory,
          healing: this.healing,
          notes: this.notes,
          onRows: (channel, records, cursor) => this.mirrorChanged(channel, records, cursor),
          onRungs: () => this.ops.rungsChanged(),
          onLostChannel: (channel) => this.forgetChannel(channel),
          onWanted: () => this.wantDocuments(),
        });
        return this.keepers.keep(document);
      },
      onLost: (wanted) => this.keepers?.lost(wanted),
      onMoved: (wanted, life) => this.keepers?.moved(wanted, life),
      epoch: () => this.catalog.me.epoch,
      onOutlived: async (note, life, copy) =>
        (await this.openNotes()).healing.outlived(note as NoteId, life, copy),
      onRefused: (wanted, copy) => this.keepers?.refused(wanted, copy),
      onReconnect: () => this.link.renew(),
    });
    this.presence = new Presence({
      clock,
      topics,
      send: (message) => this.ownDocument?.sendStateless(JSON.stringify(message)),
      onServerTime: (now) => this.serverClock.hear(now),
    });
    this.link = new LateLink({
      clock,
      online: options.online,
      heardAt: facts.heardAt ?? null,
      make: async (online) => {
        await options.drawn;
        const [{ personLink }] = await Promise.all([fetchDocuments(), this.documents.load()]);
        return personLink({
          ...options,
          online,
          profile: this.profile,
          saved: this.saved,
          history: this.history,
          presence: this.presence,
          directory: this.directory,
          documents: this.documents,
          healing: this.healing,
          keepers: () => this.keepers,
          onAdmitted: () => this.wantAll(),
          onChange: () => this.linkChanged(),
        });
      },
      onChange: () => this.linkChanged(),
      onFault,
    });
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
    const { clock, onFault } = this.options;
    await this.journal.read();
    this.journal.prune();
    if (this.journal.isOffering) this.healing.get().catch(onFault);
    this.ops.reflected();
    this.wantDocuments();
    this.link.start();
    clock.after(COUNT_MS, () => this.counts.recount(channelsOf(this.catalog).map(({ id }) => id)));
    clock.after(REST_MS, () => this.resting && this.wantAll());
    clock.after(BACKGROUND_MS, () => {
      this.background.get().catch(onFault);
      this.openNotes().catch(onFault);
    });
  }

  /** The notes, once their program has come and their journal has been read. */
  async openNotes(): Promise<Notes> {
    const known = this.notes.now;
    const notes = await this.notes.get();
    if (known === null) {
      notes.lists.watchAll();
      this.wantDocuments();
      // What it found in its journal counts from now on.
      this.options.topics.mark('unsentNotes');
    }
    return notes;
  }

  async close(): Promise<void> {
    this.stop();
    const written = Promise.all([this.keepers?.mirrors.idle(), this.notes.now?.seen.idle()]);
    await Promise.race([
      written,
      new Promise<void>((resolve) => this.options.clock.after(FLUSH_MS, resolve)),
    ]);
    await this.documents.closeAll();
    await this.store.close();
  }

  async wipe(): Promise<void> {
    this.stop();
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

  private stop(): void {
    this.stopForeign();
    this.search.stop();
    this.background.stop();
    this.healing.stop();
    this.notes.stop();
    this.link.stop();
  }

  // --- documents ---------------------------------------------------------------------------------------------

  private wantDocuments(): void {
    const wanted = this.directory.wanted();
    const notes = this.directory.present(this.notes.now?.demand.wanted() ?? []);
    const first = this.resting ? wanted.filter(({ kind }) => kind !== 'channel') : wanted;
    this.documents.want([...first, ...notes]);
  }

  /** The screen is there, or the server is: now the channels' documents are read too. */
  private wantAll(): void {
    this.resting = false;
    this.wantDocuments();
  }

  private get ownDocument(): OpenDocument | null {
    return this.documents.find('user', this.catalog.me.id);
  }

  // --- what has changed --------------------------------------------------------------------------------------

  private directoryChanged(): void {
    const threads = this.catalog.inbox.threads.map(({ message }) => message).join();
    if (threads !== this.followed) this.options.topics.mark('threads');
    this.followed = threads;
    this.counts.noticed(this.catalog.inbox.notices);
    this.ops.reflected();
    this.options.topics.mark('facts');
    this.wantDocuments();
    this.healing.now?.look();
    this.background.now?.fill.wake();
  }

  /** A channel that this person may not read any more leaves the device; their own unsent words stay. */
  private forgetChannel(channel: ChannelId): void {
    const { onFault, topics } = this.options;
    this.healing.now?.gone(channel);
    this.keepers?.mirrors.close(channel);
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
    if (cursor !== null) this.journal.settle(channel, cursor);
    if (records.length > 0) this.healing.now?.seen(channel, records);
    this.ops.erase(records.filter((record) => isTombstone(record) && record.author === this.catalog.me.id));
    for (const record of records) this.presence.spoke(channel, record.author);
    this.counts.recount([channel]);
    this.search.written();
    this.background.now?.written(channel);
    this.options.topics.mark(`channel:${channel}`, 'coverage');
  }

  private linkChanged(): void {
    this.background.now?.linkChanged();
    this.options.topics.mark('connection');
    this.ops.rungsChanged();
  }

  private note<Key extends keyof Facts>(key: Key, value: Facts[Key]): void {
    this.store.facts.write(key, value).catch(this.options.onFault);
  }
}

import {
  type ChannelId,
  type CourseId,
  check,
  type DeviceId,
  isMessageOp,
  MAX_OP_BYTES,
  type Me,
  type MessageRecord,
  type Op,
  OpSchema,
} from '@lectern/contracts';
import type { Facts, Store } from '@lectern/local-store';
import * as Y from 'yjs';
import type { Api } from './api.ts';
import { type Catalog, channelsOf, emptyInbox, entryOf, isReflected, withOps } from './catalog.ts';
import { ChannelMirror } from './channel-mirror.ts';
import type { Clock } from './clock.ts';
import { Counts } from './counts.ts';
import { type DocumentKeeper, Documents, type WantedDocument } from './documents.ts';
import { History } from './history.ts';
import { Journal } from './journal.ts';
import { keepCourse, keepInbox, keepUser } from './keepers.ts';
import { Link } from './link.ts';
import type { OpenDocument } from './open-document.ts';
import { Outbox } from './outbox.ts';
import type { Rung } from './port.ts';
import { PortError } from './port-error.ts';
import { Presence } from './presence.ts';
import { bytesOf, Profile } from './profile.ts';
import type { Topics } from './topics.ts';

/**
 * Everything of the person who is signed in, while the store is open: stores, documents, link, and what the views
 * read. The order in which things reach the disk is the journal's and the mirror's own affair; here they are joined.
 */
export interface PersonOptions {
  readonly me: Me;
  readonly device: DeviceId;
  readonly store: Store;
  readonly facts: Partial<Facts>;
  readonly api: Api;
  readonly clock: Clock;
  readonly topics: Topics;
  readonly socketUrl: string;
  readonly WebSocket: typeof WebSocket;
  readonly online: boolean;
  /** The session is over. */
  readonly onLocked: () => void;
  /** The server knows this person by these particulars now. */
  readonly onMe: (me: Me) => void;
  readonly onFault: (error: unknown) => void;
}

/** How often the time of the last sign of life is written down, in milliseconds. */
const NOTE_HEARD_EVERY_MS = 30_000;
/** Times that a document is begun anew on one connection before it is left alone until the next. */
const MOST_REBUILDS = 50;
/** A committed op that the directory does not show by then was overtaken by another change, in milliseconds. */
const REFLECTED_WITHIN_MS = 5_000;

export class Person {
  readonly store: Store;
  readonly journal: Journal;
  readonly profile: Profile;
  readonly presence: Presence;
  readonly counts: Counts;
  readonly history: History;
  readonly link: Link;
  catalog: Catalog;
  /** The directory of this person's courses has been heard of, now or in an earlier run. */
  ready: boolean;
  private readonly options: PersonOptions;
  private readonly outbox: Outbox;
  private readonly documents: Documents;
  private readonly mirrors = new Map<ChannelId, ChannelMirror>();
  private readonly stopForeign: () => void;
  private lives: Facts['lives'];
  /** Lives that the server has named and the directory does not know yet. */
  private readonly movedTo = new Map<string, number>();
  /** Documents that are left alone on this connection. */
  private readonly denied = new Set<string>();
  private rebuilds = 0;
  private viewing: ChannelId | null = null;
  private heardNotedAt = 0;

  constructor(options: PersonOptions) {
    const { me, store, facts, clock, topics, api, onFault } = options;
    this.options = options;
    this.store = store;
    this.catalog = { me, inbox: facts.inbox ?? emptyInbox, courses: facts.courses ?? {} };
    this.ready = facts.inbox !== undefined;
    this.lives = facts.lives ?? me.lives;
    this.journal = new Journal({
      store: store.journal,
      durable: store.durable,
      clock,
      onChange: (channels) => this.journalChanged(channels),
      onFault,
    });
    this.outbox = new Outbox(this.journal);
    this.profile = new Profile({ device: options.device, facts, store: store.facts, clock, topics, onFault });
    this.counts = new Counts(store.mirror, topics, (channel) => this.profile.readSeq(channel), onFault);
    this.history = new History({
      store: store.mirror,
      api,
      clock,
      isLive: () => this.link.live,
      onChange: (channel, records) => this.mirrorChanged(channel, records, null),
    });
    this.documents = new Documents({
      store: store.documents,
      clock,
      keep: (document) => this.keep(document),
      onLost: (wanted) => this.lost(wanted),
      onMoved: (wanted, life) => this.moved(wanted, life),
      onRefused: (wanted, copy) => this.refused(wanted, copy),
      onReconnect: () => this.link.renew(),
    });
    this.presence = new Presence(clock, topics, (message) => this.sendStateless(JSON.stringify(message)));
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
    this.stopForeign = store.onForeignChange((change) => {
      if (change.what === 'journal') this.journal.read().catch(onFault);
      if (change.what === 'mirror') this.mirrorChanged(change.channel, [], null);
    });
  }

  /** Shows what is stored, then connects. */
  async open(): Promise<void> {
    await this.journal.read();
    this.journal.prune();
    // What was committed in an earlier run is shown by the directory by now.
    this.journal.finish((row) => !isMessageOp(row.op));
    this.wantDocuments();
    this.recountAll();
    this.link.start();
  }

  async close(): Promise<void> {
    this.stopForeign();
    this.link.stop();
    await Promise.all([...this.mirrors.values()].map((mirror) => mirror.idle()));
    await this.documents.closeAll();
    await this.store.close();
  }

  async wipe(): Promise<void> {
    this.stopForeign();
    this.link.stop();
    await this.documents.closeAll();
    await this.store.wipe();
  }

  /** The directory with waiting ops done to it. */
  get shownCatalog(): Catalog {
    const ops = this.journal.all().filter((row) => row.state !== 'refused');
    return withOps(
      this.catalog,
      ops.map((row) => row.op),
    );
  }

  channelName(channel: ChannelId): string {
    return entryOf(this.shownCatalog, channel)?.name ?? '';
  }

  /** Where one of this device's ops stands. */
  rungOf(row: { readonly op: Op; readonly state: string; readonly written: string }): Rung {
    if (row.state === 'refused') return 'refused';
    if (row.state !== 'waiting') return 'server';
    if (this.isSending && this.outbox.holds(row.op.id)) return 'sending';
    return row.written === 'disk' ? 'device' : 'unsaved';
  }

  async submit(op: Op): Promise<void> {
    const checked = check(OpSchema, op);
    if (!checked.ok) {
      throw new PortError(
        'internal',
        `not an op: ${checked.faults.map(({ path, message }) => `${path} ${message}`)}`,
      );
    }
    const bytes = bytesOf(op);
    if (bytes > MAX_OP_BYTES) throw new PortError('too-large', `the op has ${bytes} bytes`);
    const channelName = op.kind === 'channel.create' ? op.name : this.channelName(op.channel);
    const row = { op: checked.value, since: this.options.clock.now(), bytes, channelName };
    await this.journal.add(row, () => this.link.live);
  }

  /** Forgets a refused op, or withdraws one that is not on its way. */
  async discard(id: Op['id']): Promise<void> {
    const row = this.journal.find(id);
    if (row === null) return;
    const rung = this.rungOf(row);
    if (rung === 'sending' || rung === 'server') return;
    this.outbox.take([id]);
    await this.journal.remove(id);
  }

  markRead(channel: ChannelId, seq: number): void {
    this.profile.markRead(channel, seq);
    this.counts.recount([channel]);
  }

  setViewing(channel: ChannelId | null): void {
    this.viewing = channel;
    this.presence.setViewing(channel);
    this.wantDocuments();
  }

  private get isSending(): boolean {
    return this.link.live && this.documents.find('user', this.catalog.me.id)?.accepted === true;
  }

  private sendStateless(text: string): void {
    this.documents.find('user', this.catalog.me.id)?.sendStateless(text);
  }

  // --- documents ---------------------------------------------------------------------------------------------

  private wantDocuments(): void {
    const { me, inbox } = this.catalog;
    const channels = channelsOf(this.catalog);
    const wanted: WantedDocument[] = [
      { kind: 'user', id: me.id, life: this.lives.user },
      { kind: 'inbox', id: me.id, life: this.lives.inbox },
      ...inbox.courses.map(({ course, life }) => ({ kind: 'course' as const, id: course, life })),
      // What a person looks at comes first.
      ...[...channels]
        .sort((a, b) => Number(b.id === this.viewing) - Number(a.id === this.viewing))
        .map(({ id, life }) => ({ kind: 'channel' as const, id, life })),
    ];
    this.documents.want(
      wanted
        .map((each) => ({ ...each, life: this.movedTo.get(keyOf(each)) ?? each.life }))
        .filter((each) => !this.denied.has(keyOf(each))),
    );
  }

  private keep(document: OpenDocument): DocumentKeeper {
    switch (document.kind) {
      case 'user':
        return keepUser(document, {
          writable: (doc) => {
            this.profile.attach(doc);
            this.outbox.attach(doc);
          },
          changed: () => {
            this.profile.adopt();
            this.recountAll();
            this.markJournal();
          },
          synced: () => {
            this.presence.connected();
            this.markJournal();
          },
          logged: () => this.profile.logged(),
          stateless: (text) => this.presence.receive(text, null),
          closed: () => {
            this.profile.detach();
            this.outbox.detach();
          },
        });
      case 'inbox':
        return keepInbox(document, {
          changed: (next) => this.inboxChanged(next, document.synced),
          outcomes: (outcomes) => {
            this.journal.conclude(outcomes);
            this.outbox.take(outcomes.map((outcome) => outcome.op));
            this.outbox.feed();
          },
        });
      case 'course':
        return keepCourse(document, {
          changed: (course, facts) => this.courseChanged(course, facts),
          stateless: (text, course) => this.presence.receive(text, course),
        });
      default: {
        const mirror = new ChannelMirror({
          document,
          store: this.store.mirror,
          api: this.options.api,
          clock: this.options.clock,
          onWritten: (channel, records, cursor) => this.mirrorChanged(channel, records, cursor),
          onFault: this.options.onFault,
        });
        this.mirrors.set(document.id as ChannelId, mirror);
        return mirror;
      }
    }
  }

  private moved(wanted: WantedDocument, life: number): void {
    if (wanted.kind === 'user' || wanted.kind === 'inbox') {
      this.lives = { ...this.lives, [wanted.kind]: life };
      this.note('lives', this.lives);
    } else this.movedTo.set(keyOf(wanted), life);
    this.wantDocuments();
  }

  private refused(wanted: WantedDocument, copy: Uint8Array): void {
    this.rebuilds += 1;
    if (this.rebuilds > MOST_REBUILDS) this.denied.add(keyOf(wanted));
    if (wanted.kind === 'user') {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, copy);
      if (this.outbox.refused(doc) === 'not-an-op') this.profile.disown();
      this.note('setAside', { name: keyOf(wanted), at: this.options.clock.now(), bytes: copy });
    }
    this.wantDocuments();
  }

  private lost(wanted: WantedDocument): void {
    this.denied.add(keyOf(wanted));
    if (wanted.kind === 'channel') this.forgetChannel(wanted.id as ChannelId);
    if (wanted.kind === 'course') this.forgetCourse(wanted.id as CourseId);
    this.wantDocuments();
  }

  // --- what documents say ------------------------------------------------------------------------------------

  private inboxChanged(inbox: Facts['inbox'], isPresent: boolean): void {
    const before = this.catalog;
    this.catalog = { ...before, inbox };
    this.ready = true;
    this.note('inbox', inbox);
    if (isPresent) {
      const mine = new Set(channelsOf(this.catalog).map(({ id }) => id));
      for (const { id } of channelsOf(before)) if (!mine.has(id)) this.forgetChannel(id);
      const courses = new Set(inbox.courses.map(({ course }) => course));
      for (const { course } of before.inbox.courses) if (!courses.has(course)) this.forgetCourse(course);
    }
    this.catalogChanged();
  }

  private courseChanged(course: CourseId, facts: Facts['courses'][CourseId]): void {
    this.catalog = { ...this.catalog, courses: { ...this.catalog.courses, [course]: facts } };
    this.note('courses', this.catalog.courses);
    this.catalogChanged();
  }

  private catalogChanged(): void {
    this.journal.finish((row) => !isMessageOp(row.op) && isReflected(this.catalog, row.op));
    this.options.topics.mark('facts');
    this.wantDocuments();
  }

  private forgetChannel(channel: ChannelId): void {
    const { onFault, topics } = this.options;
    this.mirrors.get(channel)?.closed();
    this.mirrors.delete(channel);
    const life =
      this.movedTo.get(keyOf({ kind: 'channel', id: channel })) ?? entryOf(this.catalog, channel)?.life;
    if (life !== undefined) this.documents.drop({ kind: 'channel', id: channel, life });
    this.store.mirror
      .dropChannel(channel)
      .then(() => {
        this.counts.recount([channel]);
        topics.mark(`channel:${channel}`);
      })
      .catch(onFault);
    this.journal.finish((row) => row.op.channel === channel);
  }

  private forgetCourse(course: CourseId): void {
    for (const { id } of this.catalog.courses[course]?.channels ?? []) this.forgetChannel(id);
    const { [course]: _, ...courses } = this.catalog.courses;
    this.catalog = { ...this.catalog, courses };
    this.note('courses', courses);
  }

  private mirrorChanged(channel: ChannelId, records: readonly MessageRecord[], cursor: number | null): void {
    this.journal.recognise(records);
    if (cursor !== null) this.journal.settle(channel, cursor);
    for (const record of records) this.presence.spoke(channel, record.author);
    this.counts.recount([channel]);
    this.options.topics.mark(`channel:${channel}`);
  }

  private journalChanged(channels: ReadonlySet<ChannelId>): void {
    this.outbox.feed();
    for (const row of this.journal.all()) {
      if (row.state !== 'committed' || !row.op.kind.startsWith('channel.') || !channels.has(row.op.channel))
        continue;
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
    this.denied.clear();
    this.rebuilds = 0;
    this.history.forgive();
    if (JSON.stringify({ ...me, now: 0 }) !== JSON.stringify({ ...this.catalog.me, now: 0 })) {
      this.catalog = { ...this.catalog, me };
      this.options.onMe(me);
    }
    if (JSON.stringify(me.lives) !== JSON.stringify(this.lives)) {
      this.lives = me.lives;
      this.note('lives', me.lives);
    }
    this.wantDocuments();
  }

  private linkChanged(): void {
    const { clock, topics } = this.options;
    const heardAt = this.link.heardAt;
    if (heardAt !== null && (!this.link.live || clock.now() - this.heardNotedAt > NOTE_HEARD_EVERY_MS)) {
      this.heardNotedAt = clock.now();
      this.note('heardAt', heardAt);
    }
    topics.mark('connection');
    this.markJournal();
  }

  private note<Key extends keyof Facts>(key: Key, value: Facts[Key]): void {
    this.store.facts.write(key, value).catch(this.options.onFault);
  }
}

const keyOf = ({ kind, id }: Pick<WantedDocument, 'kind' | 'id'>): string => `${kind}/${id}`;

import type {
  Connection,
  connectedPayload,
  Document,
  Extension,
  onStatelessPayload,
} from '@hocuspocus/server';
import { can } from '@lectern/access';
import {
  type ChannelId,
  type ClientStateless,
  ClientStatelessSchema,
  type CourseId,
  check,
  formatDocumentName,
  type PresenceState,
  parseDocumentName,
  type ServerStateless,
  TYPING_EVERY_MS,
  type UserId,
} from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { writeLastSeen } from '../database/last-seen.ts';
import type { Schema } from '../database/schema.ts';
import type { Bus } from '../instances/bus.ts';
import type { InstanceMessage } from '../instances/instance-message.ts';
import type { LiveDocuments } from './live-documents.ts';
import { actorIn } from './policy-facts.ts';
import { PresenceBoard } from './presence-board.ts';
import { PresenceNews } from './presence-news.ts';
import type { SocketSession, SocketSessions, SyncContext } from './socket-session.ts';

/** Changes of presence are told together, once in this time, in milliseconds. */
const TELL_EVERY_MS = 500;
/**
 * A device that nobody looks at is told so often, in milliseconds, and at once when somebody does: of 300 people in a
 * course somebody comes or goes every other second, and most of it has been undone by the time one looks.
 */
const TELL_IDLE_EVERY_MS = 5 * 60_000;
/** Other instances hear at least so often that this one lives, in milliseconds. */
const SAY_EVERY_MS = 5_000;
/** Now and then they are told everything again, because a message may have been lost. In milliseconds. */
const SAY_ALL_EVERY_MS = 60_000;
/** Longest stateless message that is read, in characters. */
const MAX_STATELESS_LENGTH = 500;

/**
 * Who is here and who types. The server knows who is connected; it tells differences to the course documents and
 * typing only to those who have the channel on screen. Nothing of it is stored but the time a person was last seen.
 */
export class Presence implements Extension<SyncContext> {
  readonly extensionName = 'presence';
  readonly priority = 700;
  readonly #db: Kysely<Schema>;
  readonly #sessions: SocketSessions;
  readonly #live: LiveDocuments;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #ticks: () => number;
  readonly #bus: Pick<Bus, 'publish'>;
  readonly #board = new PresenceBoard();
  readonly #news = new Map<CourseId, PresenceNews>();
  /** Up to which version of its course's news a connection was told, and when. */
  readonly #told = new WeakMap<Connection, { readonly version: number; readonly at: number }>();
  readonly #lastTyped = new Map<UserId, number>();
  readonly #ticker: NodeJS.Timeout;
  #saidAt = Number.NEGATIVE_INFINITY;
  #saidAllAt = Number.NEGATIVE_INFINITY;

  /**
   * @param now the time of day, for what people are told of it
   * @param ticks what everything that lasts is counted by: a clock that is set back must not make a moment last for hours
   */
  constructor(
    db: Kysely<Schema>,
    sessions: SocketSessions,
    live: LiveDocuments,
    bus: Pick<Bus, 'publish'>,
    log: Logger,
    now: () => number,
    ticks: () => number,
  ) {
    this.#db = db;
    this.#sessions = sessions;
    this.#live = live;
    this.#bus = bus;
    this.#log = log;
    this.#now = now;
    this.#ticks = ticks;
    this.#ticker = setInterval(() => this.#tell(), TELL_EVERY_MS);
    this.#ticker.unref();
  }

  async connected({ connection, context }: connectedPayload<SyncContext>) {
    const name = parseDocumentName(connection.document.name);
    if (name?.kind === 'user') {
      const { session } = context;
      session.own = connection;
      connection.onClose(() => {
        if (session.own === connection) session.own = null;
      });
      this.#update(name.id as UserId);
    }
    if (name?.kind === 'course') {
      // It may be new to this person, who has been here for long.
      this.#update(context.session.identity!.user);
      this.#tellWhole(connection, name.id as CourseId);
    }
  }

  async onStateless({ connection, payload }: onStatelessPayload) {
    try {
      const message = read(payload);
      const { session } = connection.context as SyncContext;
      if (message !== null && session.identity !== null) this.#handle(session, connection, message);
    } catch (error) {
      // A throw in this hook would end the process.
      this.#log.error({ err: error }, 'a stateless message could not be handled');
    }
  }

  /** Whether any device of a person is connected, to whatever instance, or was until a moment ago. */
  isHere(user: UserId): boolean {
    return this.#board.has(user);
  }

  /** Another instance says who is there. */
  heardOf(from: string, { whole, people }: Extract<InstanceMessage, { t: 'presence' }>): void {
    this.#board.setThere(from, whole, people, this.#ticks());
  }

  /** Tells other instances of everybody here: one of them is new, or nobody knows what got lost. */
  sayAll(): void {
    this.#saidAt = this.#ticks();
    this.#saidAllAt = this.#saidAt;
    this.#bus.publish({ t: 'presence', whole: true, people: this.#board.everybodyHere() });
  }

  /** Tells everybody here who has the channel on screen that this person types in it. */
  tellTyping(channel: ChannelId, user: UserId): void {
    const payload = text({ t: 'typing', channel, user });
    for (const other of this.#sessions.all()) {
      if (other.viewing !== channel || other.identity!.user === user) continue;
      if (mayRead(other, channel)) other.own?.sendStateless(payload);
    }
  }

  /** A socket has gone. */
  socketClosed(session: SocketSession): void {
    if (session.identity !== null) this.#update(session.identity.user);
  }

  close(): void {
    clearInterval(this.#ticker);
  }

  #handle(session: SocketSession, connection: Connection, message: ClientStateless): void {
    switch (message.t) {
      case 'ping':
        connection.sendStateless(text({ t: 'pong', now: this.#now() }));
        return;
      case 'here':
        session.attention = message.state;
        this.#update(session.identity!.user);
        return;
      case 'view':
        session.viewing = message.channel;
        return;
      case 'typing':
        this.#typing(session, message.channel);
    }
  }

  #typing(session: SocketSession, channel: ChannelId): void {
    const { user } = session.identity!;
    const ticks = this.#ticks();
    const before = this.#lastTyped.get(user) ?? Number.NEGATIVE_INFINITY;
    if (ticks - before < TYPING_EVERY_MS / 2 || !mayPost(session, channel)) return;
    this.#lastTyped.set(user, ticks);
    this.tellTyping(channel, user);
    this.#bus.publish({ t: 'typing', channel, user });
  }

  #update(user: UserId): void {
    // Of a socket that is just being let in nobody knows yet where its person has a part.
    const sessions = this.#sessions.of(user).filter(({ standing }) => standing !== null);
    const courses = new Set(sessions.flatMap(({ standing }) => [...standing!.courses.keys()]));
    this.#board.setHere({ user, state: stateOf(sessions), courses: [...courses] }, this.#ticks());
  }

  #tell(): void {
    const now = this.#now();
    const ticks = this.#ticks();
    const left = this.#board.settle(ticks);
    for (const user of left) this.#lastTyped.delete(user);
    if (left.length > 0) this.#remember(left, now);
    const changedIn = this.#board.takeChanged(now);
    const open = new Set<CourseId>();
    for (const document of this.#live.ofKind('course')) {
      const course = parseDocumentName(document.name)!.id as CourseId;
      open.add(course);
      const news = this.#newsOf(course);
      news.add(changedIn(course));
      this.#tellCourse(document, news, ticks);
    }
    for (const course of this.#news.keys()) if (!open.has(course)) this.#news.delete(course);
    this.#sayNews(ticks);
  }

  #tellCourse(document: Document, news: PresenceNews, ticks: number): void {
    const payloads = new Map<number, string>();
    for (const connection of document.getConnections()) {
      const told = this.#told.get(connection);
      // One that has not been told the whole will be, with all of this in it.
      if (told === undefined || told.version === news.version) continue;
      const { session } = connection.context as SyncContext;
      if (session.attention === 'away' && ticks - told.at < TELL_IDLE_EVERY_MS) continue;
      let payload = payloads.get(told.version);
      if (payload === undefined) {
        payload = text({ t: 'presence', whole: false, people: news.since(told.version) });
        payloads.set(told.version, payload);
      }
      connection.sendStateless(payload);
      this.#told.set(connection, { version: news.version, at: ticks });
    }
  }

  #newsOf(course: CourseId): PresenceNews {
    const known = this.#news.get(course);
    if (known !== undefined) return known;
    const news = new PresenceNews();
    this.#news.set(course, news);
    return news;
  }

  #sayNews(ticks: number): void {
    if (ticks - this.#saidAllAt >= SAY_ALL_EVERY_MS) {
      this.sayAll();
      return;
    }
    const people = this.#board.takeNews();
    if (people.length === 0 && ticks - this.#saidAt < SAY_EVERY_MS) return;
    this.#saidAt = ticks;
    this.#bus.publish({ t: 'presence', whole: false, people });
  }

  #tellWhole(connection: Connection, course: CourseId): void {
    const people = this.#board.everybodyIn(course, this.#now());
    connection.sendStateless(text({ t: 'presence', whole: true, people }));
    this.#told.set(connection, { version: this.#newsOf(course).version, at: this.#ticks() });
  }

  #remember(people: readonly UserId[], now: number): void {
    writeLastSeen(this.#db, people, now).catch((error: unknown) =>
      this.#log.warn({ err: error }, 'last seen could not be stored'),
    );
  }
}

/** One person's many sockets → one state: busy is chosen and wins, then whoever is active. */
function stateOf(sessions: readonly SocketSession[]): PresenceState {
  if (sessions.length === 0) return 'offline';
  if (sessions.some((session) => session.attention === 'busy')) return 'busy';
  return sessions.some((session) => session.attention === 'online') ? 'online' : 'away';
}

function read(payload: string): ClientStateless | null {
  if (payload.length > MAX_STATELESS_LENGTH) return null;
  let json: unknown;
  try {
    json = JSON.parse(payload);
  } catch {
    return null;
  }
  const checked = check(ClientStatelessSchema, json);
  return checked.ok ? checked.value : null;
}

const text = (message: ServerStateless): string => JSON.stringify(message);

const inChannel =
  (action: 'channel.post' | 'channel.read') =>
  (session: SocketSession, id: ChannelId): boolean => {
    const { standing } = session;
    const channel = standing?.channels.get(id);
    if (standing === null || channel === undefined) return false;
    return can(actorIn(standing, parseDocumentName(formatDocumentName('channel', id, 1))!), action, channel);
  };
const mayPost = inChannel('channel.post');
const mayRead = inChannel('channel.read');

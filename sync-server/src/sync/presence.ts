import type { Connection, connectedPayload, Extension, onStatelessPayload } from '@hocuspocus/server';
import { can } from '@lectern/access';
import {
  type ChannelId,
  type ClientStateless,
  ClientStatelessSchema,
  type CourseId,
  check,
  formatDocumentName,
  type PresenceEntry,
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
import type { LiveDocuments } from './live-documents.ts';
import { actorIn } from './policy-facts.ts';
import type { SocketSession, SocketSessions, SyncContext } from './socket-session.ts';

/** Changes of presence are told together, once in this time, in milliseconds. */
const TELL_EVERY_MS = 500;
/** A person whose last socket has closed is offline after this time: a reload or a change of network is no absence. */
const LINGER_MS = 3_000;
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
  readonly #states = new Map<UserId, Present>();
  readonly #changed = new Set<UserId>();
  readonly #lastTyped = new Map<UserId, number>();
  readonly #ticker: NodeJS.Timeout;

  constructor(
    db: Kysely<Schema>,
    sessions: SocketSessions,
    live: LiveDocuments,
    log: Logger,
    now: () => number,
  ) {
    this.#db = db;
    this.#sessions = sessions;
    this.#live = live;
    this.#log = log;
    this.#now = now;
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
    if (name?.kind === 'course') this.#tellWhole(connection, name.id as CourseId);
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

  /** Whether any device of a person is connected to this server, or was until a moment ago. */
  isHere(user: UserId): boolean {
    return this.#states.has(user);
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
    const now = this.#now();
    if (now - (this.#lastTyped.get(user) ?? 0) < TYPING_EVERY_MS / 2 || !mayPost(session, channel)) return;
    this.#lastTyped.set(user, now);
    const payload = text({ t: 'typing', channel, user });
    for (const other of this.#sessions.all()) {
      if (other.viewing !== channel || other.identity!.user === user) continue;
      if (mayRead(other, channel)) other.own?.sendStateless(payload);
    }
  }

  #update(user: UserId): void {
    const sessions = this.#sessions.of(user);
    const state = stateOf(sessions);
    const known = this.#states.get(user);
    if (state === 'offline') {
      if (known !== undefined) known.goneAt ??= this.#now();
      return;
    }
    const courses = new Set(sessions.flatMap((session) => [...(session.standing?.courses.keys() ?? [])]));
    this.#states.set(user, { state, courses, goneAt: null });
    if (known?.state !== state) this.#changed.add(user);
  }

  #tell(): void {
    const now = this.#now();
    const gone: UserId[] = [];
    for (const [user, present] of this.#states) {
      if (present.goneAt === null || now - present.goneAt < LINGER_MS) continue;
      present.state = 'offline';
      this.#changed.add(user);
      gone.push(user);
    }
    if (this.#changed.size === 0) return;
    for (const document of this.#live.ofKind('course')) {
      const course = parseDocumentName(document.name)!.id as CourseId;
      const people = this.#entries(course, this.#changed, now);
      if (people.length > 0) document.broadcastStateless(text({ t: 'presence', whole: false, people }));
    }
    this.#changed.clear();
    for (const user of gone) {
      this.#states.delete(user);
      this.#lastTyped.delete(user);
    }
    if (gone.length > 0) this.#remember(gone, now);
  }

  #tellWhole(connection: Connection, course: CourseId): void {
    const people = this.#entries(course, this.#states.keys(), this.#now());
    connection.sendStateless(text({ t: 'presence', whole: true, people }));
  }

  /** Of these people, those of the course, with the state to tell. */
  #entries(course: CourseId, people: Iterable<UserId>, now: number): PresenceEntry[] {
    const entries: PresenceEntry[] = [];
    for (const user of people) {
      const present = this.#states.get(user);
      if (present === undefined || !present.courses.has(course)) continue;
      entries.push({ user, state: present.state, lastSeen: present.state === 'offline' ? now : null });
    }
    return entries;
  }

  #remember(people: readonly UserId[], now: number): void {
    writeLastSeen(this.#db, people, now).catch((error: unknown) =>
      this.#log.warn({ err: error }, 'last seen could not be stored'),
    );
  }
}

interface Present {
  state: PresenceState;
  readonly courses: ReadonlySet<CourseId>;
  /** Server clock when the last socket closed; null while there is one. */
  goneAt: number | null;
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

import {
  type ChannelId,
  type ClientStateless,
  type CourseId,
  type PresenceEntry,
  type ServerStateless,
  TYPING_EVERY_MS,
  TYPING_FORGOTTEN_MS,
  type UserId,
} from '@lectern/contracts';
import type { Clock } from './clock.ts';
import type { Topics } from './topics.ts';

export interface PresenceOptions {
  readonly clock: Clock;
  readonly topics: Topics;
  readonly send: (message: ClientStateless) => void;
  /** The server has told its time, with its sign of life. */
  readonly onServerTime: (now: number) => void;
}

/** Who is here and who types, as the server tells it, and what this device tells of its person. None of it is kept. */
export class Presence {
  private readonly options: PresenceOptions;
  private readonly courses = new Map<CourseId, Map<UserId, PresenceEntry>>();
  private readonly typists = new Map<ChannelId, Map<UserId, () => void>>();
  private here: 'online' | 'away' | 'busy' = 'online';
  private viewing: ChannelId | null = null;
  private typedAt = Number.NEGATIVE_INFINITY;

  constructor(options: PresenceOptions) {
    this.options = options;
  }

  in(course: CourseId): readonly PresenceEntry[] {
    return [...(this.courses.get(course)?.values() ?? [])];
  }

  typingIn(channel: ChannelId): readonly UserId[] {
    return [...(this.typists.get(channel)?.keys() ?? [])];
  }

  /** A small message of the server, on a course's document or on the person's own. */
  receive(message: ServerStateless, course: CourseId | null): void {
    if (message.t === 'presence' && course !== null) this.hear(course, message.whole, message.people);
    if (message.t === 'pong') this.options.onServerTime(message.now);
    if (message.t === 'typing') this.hearTyping(message.channel, message.user);
  }

  /** A new connection knows nothing of this device yet. */
  connected(): void {
    this.options.send({ t: 'here', state: this.here });
    this.options.send({ t: 'view', channel: this.viewing });
  }

  /** Without a connection nobody knows who is here. */
  disconnected(): void {
    this.courses.clear();
    for (const typists of this.typists.values()) for (const forget of typists.values()) forget();
    this.typists.clear();
    this.options.topics.mark('presence', 'typing');
  }

  setHere(state: 'online' | 'away' | 'busy'): void {
    if (state === this.here) return;
    this.here = state;
    this.options.send({ t: 'here', state });
  }

  setViewing(channel: ChannelId | null): void {
    if (channel === this.viewing) return;
    this.viewing = channel;
    this.options.send({ t: 'view', channel });
  }

  typing(channel: ChannelId): void {
    const now = this.options.clock.ticks();
    if (now - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = now;
    this.options.send({ t: 'typing', channel });
  }

  /** A message of theirs has come: they type no more. */
  spoke(channel: ChannelId, user: UserId): void {
    const typists = this.typists.get(channel);
    const forget = typists?.get(user);
    if (forget === undefined) return;
    forget();
    typists?.delete(user);
    this.options.topics.mark('typing');
  }

  private hear(course: CourseId, whole: boolean, people: readonly PresenceEntry[]): void {
    const known = this.courses.get(course);
    const entries = whole || known === undefined ? new Map<UserId, PresenceEntry>() : known;
    for (const entry of people) entries.set(entry.user, entry);
    this.courses.set(course, entries);
    this.options.topics.mark('presence');
  }

  private hearTyping(channel: ChannelId, user: UserId): void {
    const typists = this.typists.get(channel) ?? new Map<UserId, () => void>();
    this.typists.set(channel, typists);
    typists.get(user)?.();
    const forget = (): void => {
      typists.delete(user);
      this.options.topics.mark('typing');
    };
    typists.set(user, this.options.clock.after(TYPING_FORGOTTEN_MS, forget));
    this.options.topics.mark('typing');
  }
}

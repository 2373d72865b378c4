import type { CourseId, PresenceEntry, PresenceState, UserId } from '@lectern/contracts';

/** A person whose last socket has closed is offline after this time: a reload or a change of network is no absence. */
const LINGER_MS = 3_000;
/** An instance that has said nothing for so long is gone, and with it the people who were there. In milliseconds. */
export const SILENT_MS = 15_000;

/** A person as one instance sees them. */
export interface SeenPerson {
  readonly user: UserId;
  readonly state: PresenceState;
  readonly courses: readonly CourseId[];
}

interface PersonHere extends SeenPerson {
  /** When the last socket closed; null while there is one. */
  goneAt: number | null;
}

interface Instance {
  heardAt: number;
  readonly people: Map<UserId, SeenPerson>;
}

/** Many devices make one state: busy is chosen and wins, then the most active. */
const RANK: Record<PresenceState, number> = { offline: 0, away: 1, online: 2, busy: 3 };

/** Who is connected: to this instance, as its sockets say, and to others, as those say. Keeps no time of its own. */
export class PresenceBoard {
  readonly #here = new Map<UserId, PersonHere>();
  readonly #instances = new Map<string, Instance>();
  /** Of whom clients have not been told since they changed, with the courses where they were or are seen. */
  readonly #changed = new Map<UserId, Set<CourseId>>();
  /** Of whom other instances have not been told. */
  readonly #news = new Set<UserId>();

  /** Takes what a person's sockets here say of them; `offline` when there is none. `ticks` never go back. */
  setHere({ user, state, courses }: SeenPerson, ticks: number): void {
    const known = this.#here.get(user);
    if (state === 'offline') {
      if (known !== undefined) known.goneAt ??= ticks;
      return;
    }
    this.#here.set(user, { user, state, courses, goneAt: null });
    if (this.#noteChange(known, { user, state, courses })) this.#news.add(user);
  }

  /** Takes what another instance says of people there. `whole`: there are no others; `offline`: they have left it. */
  setThere(from: string, whole: boolean, people: readonly SeenPerson[], ticks: number): void {
    const instance = this.#instances.get(from) ?? { heardAt: ticks, people: new Map() };
    this.#instances.set(from, instance);
    instance.heardAt = ticks;
    const named = new Set(people.map(({ user }) => user));
    const left = whole ? [...instance.people.keys()].filter((user) => !named.has(user)) : [];
    for (const user of left) this.#leave(instance, user);
    for (const person of people) {
      const { user, state } = person;
      if (state === 'offline') this.#leave(instance, user);
      else {
        this.#noteChange(instance.people.get(user), person);
        instance.people.set(user, person);
      }
    }
  }

  /** Lets go of whoever has been away for long enough. Answers the people who are on no instance any more. */
  settle(ticks: number): UserId[] {
    const left: UserId[] = [];
    for (const [user, { goneAt, courses }] of this.#here) {
      if (goneAt === null || ticks - goneAt < LINGER_MS) continue;
      this.#here.delete(user);
      this.#note(user, courses);
      this.#news.add(user);
      left.push(user);
    }
    for (const [from, instance] of this.#instances) {
      if (ticks - instance.heardAt < SILENT_MS) continue;
      for (const user of [...instance.people.keys()]) this.#leave(instance, user);
      this.#instances.delete(from);
    }
    return left.filter((user) => !this.has(user));
  }

  /** Whether any device of a person is connected, or was until a moment ago. */
  has(user: UserId): boolean {
    return this.#seen(user).length > 0;
  }

  /** Answers for a course who has changed since this was asked last. */
  takeChanged(now: number): (course: CourseId) => PresenceEntry[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return (course) =>
      changed.flatMap(([user, courses]) => (courses.has(course) ? [this.#entry(user, course, now)] : []));
  }

  /** Everybody of a course who is not offline. */
  everybodyIn(course: CourseId, now: number): PresenceEntry[] {
    const people = new Set<UserId>();
    for (const seen of [this.#here, ...[...this.#instances.values()].map((instance) => instance.people)])
      for (const { user, courses } of seen.values()) if (courses.includes(course)) people.add(user);
    return [...people].map((user) => this.#entry(user, course, now));
  }

  /** What other instances have not been told of the people here. */
  takeNews(): SeenPerson[] {
    const news = [...this.#news].map(
      (user): SeenPerson => this.#here.get(user) ?? { user, state: 'offline', courses: [] },
    );
    this.#news.clear();
    return news.map(({ user, state, courses }) => ({ user, state, courses }));
  }

  /** Everybody here, for instances that know nothing. */
  everybodyHere(): SeenPerson[] {
    this.#news.clear();
    return [...this.#here.values()].map(({ user, state, courses }) => ({ user, state, courses }));
  }

  #leave(instance: Instance, user: UserId): void {
    const person = instance.people.get(user);
    if (person === undefined) return;
    instance.people.delete(user);
    this.#note(user, person.courses);
  }

  /** Who has come into a course, or left one, is seen otherwise in it though they do what they did. */
  #noteChange(known: SeenPerson | undefined, { user, state, courses }: SeenPerson): boolean {
    const before = known?.courses ?? [];
    const isSame =
      known?.state === state &&
      before.length === courses.length &&
      courses.every((course) => before.includes(course));
    if (!isSame) this.#note(user, [...before, ...courses]);
    return !isSame;
  }

  #note(user: UserId, courses: readonly CourseId[]): void {
    const noted = this.#changed.get(user) ?? new Set();
    for (const course of courses) noted.add(course);
    this.#changed.set(user, noted);
  }

  #seen(user: UserId): SeenPerson[] {
    const here = this.#here.get(user);
    const there = [...this.#instances.values()].flatMap(({ people }) => people.get(user) ?? []);
    return here === undefined ? there : [here, ...there];
  }

  /** As a person is seen in a course: where they have no part, they are not there. */
  #entry(user: UserId, course: CourseId, now: number): PresenceEntry {
    const state = this.#seen(user)
      .filter(({ courses }) => courses.includes(course))
      .map((person) => person.state)
      .reduce((best, other) => (RANK[other] > RANK[best] ? other : best), 'offline');
    return { user, state, lastSeen: state === 'offline' ? now : null };
  }
}

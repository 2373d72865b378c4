import type { ChannelId, CourseId, Me } from '@lectern/contracts';
import type { CourseFacts, FactStore, Facts } from '@lectern/local-store';
import { type Catalog, channelsOf, emptyInbox, entriesOf } from './catalog.ts';
import type { WantedDocument } from './documents.ts';

/**
 * Keeps the catalog as inbox and courses tell it, and says which documents follow from it. What a person has lost
 * access to is named once, so that its data can leave the device.
 */
export interface DirectoryOptions {
  readonly me: Me;
  readonly facts: Partial<Facts>;
  readonly store: FactStore;
  readonly onLost: (what: { readonly channel: ChannelId } | { readonly course: CourseId }) => void;
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
}

export class Directory {
  catalog: Catalog;
  /** The inbox has been read, now or in an earlier run. */
  ready: boolean;
  private readonly options: DirectoryOptions;
  private lives: Facts['lives'];
  /** Lives that the server has named and the directory does not know yet. */
  private readonly movedTo = new Map<string, number>();
  /** Documents that are left alone on this connection. */
  private readonly denied = new Set<string>();
  private viewing: ChannelId | null = null;

  constructor(options: DirectoryOptions) {
    const { me, facts } = options;
    this.options = options;
    this.catalog = { me, inbox: facts.inbox ?? emptyInbox, courses: facts.courses ?? {} };
    this.ready = facts.inbox !== undefined;
    this.lives = facts.lives ?? me.lives;
  }

  /** Every document that this person may open, in order of need: their own, courses, what they look at, the rest. */
  wanted(): readonly WantedDocument[] {
    const { me, inbox } = this.catalog;
    const wanted: WantedDocument[] = [
      { kind: 'user', id: me.id, life: this.lives.user },
      { kind: 'inbox', id: me.id, life: this.lives.inbox },
      ...inbox.courses.map(({ course, life }) => ({ kind: 'course' as const, id: course, life })),
      ...[...channelsOf(this.catalog)]
        .sort((a, b) => Number(b.id === this.viewing) - Number(a.id === this.viewing))
        .map(({ id, life }) => ({ kind: 'channel' as const, id, life })),
    ];
    return this.present(wanted);
  }

  /** Documents in the lives that the server has named, without those that are left alone. */
  present(wanted: readonly WantedDocument[]): readonly WantedDocument[] {
    return wanted
      .map((each) => ({ ...each, life: Math.max(each.life, this.movedTo.get(keyOf(each)) ?? 0) }))
      .filter((each) => !this.denied.has(keyOf(each)));
  }

  /** Server clock when this person came into the course of a channel; 0 when that is not known. */
  memberSince(channel: ChannelId): number {
    const course = entriesOf(this.catalog).find(({ id }) => id === channel)?.course;
    return this.catalog.inbox.courses.find((membership) => membership.course === course)?.since ?? 0;
  }

  /** The life of the person's own document. */
  get ownLife(): number {
    return this.lives.user;
  }

  setViewing(channel: ChannelId | null): void {
    this.viewing = channel;
  }

  /** A new connection: what was denied on the last one may be asked for again. Answers whether `me` is news. */
  admitted(me: Me): boolean {
    this.denied.clear();
    if (JSON.stringify(me.lives) !== JSON.stringify(this.lives)) this.setLives(me.lives);
    const isNews = JSON.stringify({ ...me, now: 0 }) !== JSON.stringify({ ...this.catalog.me, now: 0 });
    this.catalog = { ...this.catalog, me };
    return isNews;
  }

  /** The server says that the document lives on under this life. */
  moved(wanted: WantedDocument, life: number): void {
    if (wanted.kind === 'user' || wanted.kind === 'inbox')
      this.setLives({ ...this.lives, [wanted.kind]: life });
    else this.movedTo.set(keyOf(wanted), life);
  }

  /** Leaves a document alone until the next connection. */
  deny(wanted: WantedDocument): void {
    this.denied.add(keyOf(wanted));
  }

  /** The server names again what it had denied. */
  readmit(named: Pick<WantedDocument, 'kind' | 'id'>): void {
    this.denied.delete(keyOf(named));
  }

  /** What an inbox says. Only one that is as the server has it now takes anything away. */
  inboxChanged(inbox: Facts['inbox'], isPresent: boolean): void {
    const before = this.catalog;
    this.catalog = { ...before, inbox };
    this.ready = true;
    this.allow(before);
    this.note('inbox', inbox);
    if (isPresent) {
      const mine = new Set(channelsOf(this.catalog).map(({ id }) => id));
      for (const { id } of channelsOf(before)) if (!mine.has(id)) this.options.onLost({ channel: id });
      const courses = new Set(inbox.courses.map(({ course }) => course));
      for (const { course } of before.inbox.courses) if (!courses.has(course)) this.loseCourse(course);
    }
    this.options.onChange();
  }

  courseChanged(course: CourseId, facts: CourseFacts): void {
    const before = this.catalog;
    this.catalog = { ...before, courses: { ...before.courses, [course]: facts } };
    this.allow(before);
    const lives = new Map(
      entriesOf(this.catalog).map(({ id, life }) => [keyOf({ kind: 'channel', id }), life]),
    );
    for (const [key, life] of this.movedTo) if ((lives.get(key) ?? 0) >= life) this.movedTo.delete(key);
    this.note('courses', this.catalog.courses);
    this.options.onChange();
  }

  /** The person is not in the course any more: with its document go its channels. */
  loseCourse(course: CourseId): void {
    for (const { id } of this.catalog.courses[course]?.channels ?? []) this.options.onLost({ channel: id });
    const { [course]: _, ...courses } = this.catalog.courses;
    this.catalog = { ...this.catalog, courses };
    this.note('courses', courses);
    this.options.onLost({ course });
  }

  /** A channel that was denied is back: a restored server has it again. */
  private allow(before: Catalog): void {
    if (this.denied.size === 0) return;
    const known = new Set(channelsOf(before).map(({ id }) => id));
    for (const { id } of channelsOf(this.catalog)) if (!known.has(id)) this.readmit({ kind: 'channel', id });
  }

  private setLives(lives: Facts['lives']): void {
    this.lives = lives;
    this.note('lives', lives);
  }

  private note<Key extends keyof Facts>(key: Key, value: Facts[Key]): void {
    this.options.store.write(key, value).catch(this.options.onFault);
  }
}

const keyOf = ({ kind, id }: Pick<WantedDocument, 'kind' | 'id'>): string => `${kind}/${id}`;

import {
  addNotices,
  addOutcomes,
  type Bounds,
  documentBounds,
  needsNewLife,
  projectCourse,
  projectInbox,
  rebased,
} from '@lectern/channel-doc';
import type { CourseId, DocumentKind, Notice, Outcome, UserId } from '@lectern/contracts';
import type { Kysely, Transaction } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import type * as Y from 'yjs';
import { readCourseDirectory, readInboxContent } from '../database/directory.ts';
import {
  appendUpdates,
  compactDocument,
  type DocumentHead,
  ensureDocuments,
  type LoggedUpdate,
  lockDocuments,
  renewDocument,
} from '../database/documents.ts';
import { inTransaction } from '../database/pipelined-transaction.ts';
import type { Schema } from '../database/schema.ts';
import { encodeState } from './encode-state.ts';
import type { LiveDocuments } from './live-documents.ts';
import { Pace } from './pace.ts';
import type { WriterCopies } from './writer-copies.ts';

/** Documents that are changed in one transaction at most. */
const MAX_DOCUMENTS_PER_COMMIT = 64;
/** Logged updates of a server document after which it is compacted. */
const COMPACT_EVERY = 256;
/** Transactions begin at least this far apart, in milliseconds: an outcome may come a frame or two later. */
const APART_MS = 25;
/** Wait after a failed transaction before the next attempt, in milliseconds. */
const RETRY_MS = 500;

/** What is to be done to one inbox or course document. */
interface Wish {
  /** Make the document equal to the tables. */
  project: boolean;
  readonly outcomes: Outcome[];
  readonly notices: Notice[];
  readonly settled: (() => void)[];
}

/**
 * Keeps inbox and course documents equal to the tables. Wishes for the same document are gathered while a
 * transaction runs and are carried out together in the next; losing a wish loses nothing, because a document is
 * compared with its tables whenever it is loaded and outcomes are answered again from the ledger.
 */
export class ServerDocuments {
  readonly #pool: pg.Pool;
  readonly #db: Kysely<Schema>;
  readonly #copies: WriterCopies;
  readonly #live: LiveDocuments;
  readonly #log: Logger;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #bounds: Bounds;
  readonly #compactEvery: number;
  readonly #wishes = { inbox: new Map<string, Wish>(), course: new Map<string, Wish>() };
  readonly #running: { inbox: Promise<void> | null; course: Promise<void> | null } = {
    inbox: null,
    course: null,
  };
  readonly #pace = { inbox: new Pace(APART_MS), course: new Pace(APART_MS) };
  #stopped = false;

  constructor(
    pool: pg.Pool,
    db: Kysely<Schema>,
    copies: WriterCopies,
    live: LiveDocuments,
    log: Logger,
    wait: (ms: number) => Promise<void>,
    bounds = documentBounds,
    compactEvery = COMPACT_EVERY,
  ) {
    this.#pool = pool;
    this.#db = db;
    this.#copies = copies;
    this.#live = live;
    this.#log = log;
    this.#wait = wait;
    this.#bounds = bounds;
    this.#compactEvery = compactEvery;
  }

  addOutcome(person: UserId, outcome: Outcome): void {
    this.#wish('inbox', person).outcomes.push(outcome);
  }

  addNotice(person: UserId, notice: Notice): void {
    this.#wish('inbox', person).notices.push(notice);
  }

  projectInbox(person: UserId): void {
    this.#wish('inbox', person).project = true;
  }

  projectCourse(course: CourseId): void {
    this.#wish('course', course).project = true;
  }

  /** Makes a document equal to its tables before it is loaded. Resolves when that is done. */
  fresh(kind: 'inbox' | 'course', id: string): Promise<void> {
    return new Promise((resolve) => {
      const wish = this.#wish(kind, id);
      wish.project = true;
      wish.settled.push(resolve);
    });
  }

  /** Resolves when no wish is open. */
  async idle(): Promise<void> {
    while (this.#running.inbox !== null || this.#running.course !== null) {
      await Promise.all([this.#running.inbox, this.#running.course]);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
  }

  #wish(kind: 'inbox' | 'course', id: string): Wish {
    const wishes = this.#wishes[kind];
    let wish = wishes.get(id);
    if (wish === undefined) {
      wish = { project: false, outcomes: [], notices: [], settled: [] };
      wishes.set(id, wish);
    }
    this.#running[kind] ??= this.#run(kind);
    return wish;
  }

  async #run(kind: 'inbox' | 'course'): Promise<void> {
    await Promise.resolve();
    const wishes = this.#wishes[kind];
    let awaitedFirst = true;
    while (wishes.size > 0) {
      await this.#pace[kind].next();
      const taken = nextOf([...wishes], awaitedFirst);
      awaitedFirst = !awaitedFirst;
      for (const [id] of taken) wishes.delete(id);
      try {
        await this.#carryOut(kind, new Map(taken));
      } catch (error) {
        this.#log.error(
          { err: error, kind, documents: taken.length },
          'server documents could not be written',
        );
        for (const [id] of taken) this.#copies.discard(kind, id);
        if (this.#stopped) break;
        for (const [id, wish] of taken) mergeInto(this.#wish(kind, id), wish);
        await this.#wait(RETRY_MS);
      }
    }
    // In the same turn as the last look at the wishes: a wish that comes later must start a run of its own.
    this.#running[kind] = null;
  }

  async #carryOut(kind: 'inbox' | 'course', wishes: ReadonlyMap<string, Wish>): Promise<void> {
    const ids = [...wishes.keys()].sort();
    const updates = await inTransaction(this.#pool, async (trx, last) => {
      const [, heads] = await Promise.all([
        ensureDocuments(
          trx,
          ids.map((id) => ({ kind, id })),
        ),
        lockDocuments(trx, kind, ids),
      ]);
      const written: LoggedUpdate[] = [];
      for (const id of ids) {
        const update = await this.#write(trx, kind, id, heads.get(id)!, wishes.get(id)!);
        if (update !== null) written.push(update);
      }
      if (written.length > 0) void last(appendUpdates(written));
      return written;
    });
    for (const { id, life, position, bytes } of updates) {
      await this.#live.publish(kind, id, life, position, bytes);
      if (position % this.#compactEvery === 0) await this.#tidy(kind, id, life);
    }
    for (const wish of wishes.values()) for (const done of wish.settled) done();
  }

  async #write(
    trx: Transaction<Schema>,
    kind: DocumentKind,
    id: string,
    head: DocumentHead,
    wish: Wish,
  ): Promise<LoggedUpdate | null> {
    const change =
      kind === 'course'
        ? await courseChange(trx, id as CourseId)
        : await inboxChange(trx, id as UserId, wish);
    return change === null ? null : this.#copies.get(kind, id).write(trx, head, change);
  }

  /** Folds the log into the state, or begins a new life when the document has outgrown its bounds. */
  async #tidy(kind: 'inbox' | 'course', id: string, life: number): Promise<void> {
    const { doc, position } = this.#copies.get(kind, id);
    if (doc === null) return;
    try {
      const state = encodeState(doc);
      const next = needsNewLife(doc, state.length, this.#bounds)
        ? await renewDocument(this.#db, { kind, id }, { life, head: position }, rebased(kind, doc))
        : null;
      if (next === null) return await compactDocument(this.#db, { kind, id }, life, position, state);
      this.#copies.discard(kind, id);
      this.#live.endLives(kind, id, next);
    } catch (error) {
      this.#log.warn({ err: error, kind, id }, 'a server document could not be compacted; its log stays');
    }
  }
}

/**
 * What is carried out together next. A call of a group is a notice for a thousand people, and an outcome must not wait
 * behind all of them: every other time what somebody waits for goes alone, if there is any.
 */
function nextOf(wishes: readonly [string, Wish][], awaitedFirst: boolean): readonly [string, Wish][] {
  const awaited = awaitedFirst && wishes.length > MAX_DOCUMENTS_PER_COMMIT ? wishes.filter(isAwaited) : [];
  return (awaited.length > 0 ? awaited : wishes).slice(0, MAX_DOCUMENTS_PER_COMMIT);
}

const isAwaited = ([, { project, outcomes, settled }]: [string, Wish]): boolean =>
  project || outcomes.length > 0 || settled.length > 0;

async function courseChange(
  trx: Transaction<Schema>,
  course: CourseId,
): Promise<((doc: Y.Doc) => void) | null> {
  const directory = await readCourseDirectory(trx, course);
  return directory === null ? null : (doc) => projectCourse(doc, directory);
}

async function inboxChange(
  trx: Transaction<Schema>,
  person: UserId,
  wish: Wish,
): Promise<(doc: Y.Doc) => void> {
  const content = wish.project ? await readInboxContent(trx, person) : null;
  return (doc) => {
    if (content !== null) projectInbox(doc, content);
    else if (wish.notices.length > 0) addNotices(doc, wish.notices);
    if (wish.outcomes.length > 0) addOutcomes(doc, wish.outcomes);
  };
}

function mergeInto(target: Wish, wish: Wish): void {
  target.project ||= wish.project;
  target.outcomes.unshift(...wish.outcomes);
  target.notices.unshift(...wish.notices);
  target.settled.push(...wish.settled);
}

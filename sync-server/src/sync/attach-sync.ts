import { setTimeout as sleep } from 'node:timers/promises';
import { Hocuspocus } from '@hocuspocus/server';
import type { Bounds } from '@lectern/channel-doc';
import {
  closeReasons,
  type ServedProtocols,
  servedProtocols,
  socketCloseCodes,
  type UserId,
} from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import { refuseOps } from '../database/ledger.ts';
import { readNoteClients } from '../database/note-clients.ts';
import { channelOfNote } from '../database/notes.ts';
import type { Schema } from '../database/schema.ts';
import { type Bus, lonelyBus } from '../instances/bus.ts';
import { Buckets } from '../limits/buckets.ts';
import { type Clock, systemClock } from '../limits/clock.ts';
import { OpPacer } from '../limits/op-pacer.ts';
import { defaultRates, type RateKind, type Rates } from '../limits/rates.ts';
import { Turnstile } from '../limits/turnstile.ts';
import { CARRIED_OUT, countSlowed, createMetrics, type ServerMetrics } from '../metrics/server-metrics.ts';
import { addSyncMetrics } from '../metrics/sync-metrics.ts';
import { createChannelScribe } from '../scribe/channel-scribe.ts';
import { createNoteList, type NoteList } from '../scribe/note-list.ts';
import type { Scribe } from '../scribe/scribe.ts';
import { createAccessWatch } from './access-watch.ts';
import { Authenticate } from './authenticate.ts';
import { Announcer, followInstances } from './between-instances.ts';
import type { ChangeSink } from './change-sink.ts';
import { Cursors } from './cursors.ts';
import { Erasure } from './erasure.ts';
import { FreshBeforeLoad } from './fresh-before-load.ts';
import { guarded } from './guarded-extension.ts';
import { LiveDocuments } from './live-documents.ts';
import { NoteChannels } from './note-channels.ts';
import { NoteEdits } from './note-edits.ts';
import { NoteGate } from './note-gate.ts';
import { NoteKeeper } from './note-keeper.ts';
import { OutboxReader } from './outbox-reader.ts';
import { Persist } from './persist.ts';
import { Presence } from './presence.ts';
import { Refusals } from './refusals.ts';
import { ServerDocuments } from './server-documents.ts';
import { createSocketDoor, type SocketDoor } from './socket-door.ts';
import { SocketSessions, type SyncContext } from './socket-session.ts';
import { Unload } from './unload.ts';
import { UpdateInlet } from './update-inlet.ts';
import { UpdateLog } from './update-log.ts';
import { UserGate } from './user-gate.ts';
import { WriterCopies } from './writer-copies.ts';

/** Channels that one socket may be opening at a time: more than any person's hub opens in one breath. */
const MAX_PENDING_DOCUMENTS = 600;
/**
 * How often documents are compared with their logs, and unused ones let go: a wake-up between instances may be lost.
 * In milliseconds.
 */
const LOOK_EVERY_MS = 1_000;
/**
 * What may wait of one person's updates, in `updateCost`: two of the largest, or half a minute of a key that is held down.
 * Whoever has more comes again, with all of it in one update.
 */
const MOST_WAITING_UPDATES = 2_000;
/** How often idle writer copies are let go, in milliseconds. */
const SWEEP_EVERY_MS = 30_000;

export interface SyncDeps {
  readonly db: Kysely<Schema>;
  /** The pool that `db` uses, in pipeline mode. */
  readonly pool: pg.Pool;
  /** Scheme, host and port of the page, which the Origin of a socket must equal. */
  readonly origin: string;
  readonly log: Logger;
  /** The way to other instances on the same database; the caller's, who closes it. */
  readonly bus?: Bus;
  /** The time of day. */
  readonly now?: () => number;
  /** Beyond these a document gets a new life. */
  readonly bounds?: Bounds;
  /** Logged updates after which a document is compacted, or gets a new life. */
  readonly compactAfter?: number;
  /** Time without a byte after which a socket is dead, in milliseconds. */
  readonly silenceMs?: number;
  /** How often is looked for what other instances have changed, in milliseconds. */
  readonly lookEveryMs?: number;
  /** How much a person may do. */
  readonly rates?: Rates;
  /** What the rates, and all that lasts, are counted by. */
  readonly clock?: Clock;
  readonly metrics?: ServerMetrics;
  /** Clients of which versions may open a socket. */
  readonly protocols?: ServedProtocols;
}

/** The sync side of one server process. */
export interface Sync extends ChangeSink {
  readonly handleUpgrade: SocketDoor['handleUpgrade'];
  readonly accept: SocketDoor['accept'];
  readonly scribe: Scribe;
  readonly notes: NoteList;
  /** Tells every client that the server goes, lets running transactions end, and stops. */
  close(): Promise<void>;
  /** Takes in what other instances have logged and lets unused documents go; done every second in any case. */
  look(): Promise<void>;
  /** Milliseconds since the heads of open documents were last read. */
  lookedAgo(): number;
  /** Documents in memory. */
  openDocuments(): number;
  /** Resolves when nothing that was asked for is still on its way to Postgres. */
  idle(): Promise<void>;
}

/** Composes the sync side. The extensions run in the order of their priorities, which is the order of this list. */
export function createSync({
  db,
  pool,
  origin,
  log,
  bus = lonelyBus,
  now = Date.now,
  bounds,
  compactAfter,
  silenceMs,
  protocols = servedProtocols,
  lookEveryMs = LOOK_EVERY_MS,
  rates = defaultRates,
  clock = systemClock,
  metrics = createMetrics(),
}: SyncDeps): Sync {
  const ticks = () => clock.now();
  const live = new LiveDocuments(db, new Announcer(bus));
  const copies = new WriterCopies(ticks);
  const updates = new UpdateLog(pool, db, metrics);
  const sessions = new SocketSessions();
  const documents = new ServerDocuments(pool, db, copies, live, log, sleep, bounds, compactAfter);
  const erasure = new Erasure(db, log);
  const access = createAccessWatch(db, sessions, documents, () => bus.publish({ t: 'access' }), log);
  const presence = new Presence(db, sessions, live, bus, log, now, ticks);
  const scribe = createChannelScribe({
    db,
    pool,
    copies,
    live,
    documents,
    erasure,
    accessChanged: access.accessChanged,
    isHere: (person) => presence.isHere(person),
    channelChanged: access.channelChanged,
    metrics,
    log,
    now,
    wait: sleep,
  });
  const notes = createNoteList({ db, pool, copies, live, documents, scribe, log });
  const refusals = new Refusals({
    write: (actor, refused) => refuseOps(db, actor, refused),
    tell(actor, outcome) {
      metrics.ops.add({ outcome: outcome.ok ? CARRIED_OUT : outcome.reason });
      documents.addOutcome(actor, outcome);
    },
    log,
  });
  const pacer = new OpPacer({
    rates,
    clock,
    release: (submission) => scribe.submit(submission),
    onRoom: (actor) => outbox.readAgain(actor),
    slowed: (kind) => metrics.slowed.add({ kind }),
  });
  const outbox = new OutboxReader(
    {
      submit: (submission) => pacer.submit(submission),
      hasRoom: (actor) => pacer.hasRoom(actor),
      refuse: (actor, op, reason) => refusals.refuse(actor, op, reason),
    },
    log,
  );
  const edits = new NoteEdits(notes.noteEdited, log, now);
  const noteGate = new NoteGate(
    (note) => readNoteClients(db, note),
    (note, by) => edits.edited(note, by),
  );
  const gates = { user: new UserGate(), note: noteGate };
  const keeper = new NoteKeeper(db, live, noteGate, notes.noteMoved, log);
  const turnstile = (kind: RateKind, mostWaiting?: number) =>
    new Turnstile<UserId>(rates[kind], clock, {
      slowed: countSlowed(metrics, kind),
      ...(mostWaiting === undefined ? {} : { mostWaiting }),
    });
  const turns = {
    opens: turnstile('opens'),
    writing: {
      user: turnstile('ownUpdates', MOST_WAITING_UPDATES),
      note: turnstile('noteUpdates', MOST_WAITING_UPDATES),
    },
  };
  const inlet = new UpdateInlet(live, updates, outbox, gates, turns.writing, metrics, log);
  const persist = new Persist(
    db,
    live,
    updates,
    inlet,
    gates,
    keeper,
    turns,
    metrics,
    log,
    bounds,
    compactAfter,
  );
  const cursors = new Cursors(bus, ticks);
  followInstances(bus, { live, access, presence, cursors, log });
  const unload = new Unload();
  const hocuspocus = new Hocuspocus<SyncContext>({
    quiet: true,
    maxPendingDocuments: MAX_PENDING_DOCUMENTS,
    extensions: [
      new Authenticate(db, sessions, new NoteChannels((note) => channelOfNote(db, note)), turns.opens),
      new FreshBeforeLoad(db, documents, copies),
      persist,
      outbox,
      presence,
      cursors,
      unload,
    ].map((extension) => guarded(extension, log)),
  });
  const door = createSocketDoor({
    hocuspocus,
    inlet,
    stateless: new Buckets<UserId>(rates.stateless, clock, countSlowed(metrics, 'stateless')),
    clock,
    origin,
    log,
    silenceMs,
    protocols,
    onClosed: (session) => {
      sessions.remove(session);
      presence.socketClosed(session);
    },
  });
  const sweeper = setInterval(() => copies.sweep(), SWEEP_EVERY_MS);
  sweeper.unref();
  let lookedAt = performance.now();
  const look = async () => {
    await unload.sweep(hocuspocus);
    erasure.look();
    const began = performance.now();
    await Promise.all([live.look(), access.look()]).then(
      () => {
        lookedAt = Math.max(lookedAt, began);
      },
      (error: unknown) => log.warn({ err: error }, 'what other instances have changed could not be read'),
    );
  };
  let isLooking = false;
  const watcher = setInterval(async () => {
    // A database that does not answer is asked once: each question holds a connection.
    if (isLooking) return;
    isLooking = true;
    try {
      await look();
    } finally {
      isLooking = false;
    }
  }, lookEveryMs);
  watcher.unref();
  const lookedAgo = () => performance.now() - lookedAt;
  addSyncMetrics(metrics.registry, { sessions, live, pacer, lookedAgo });
  const idle = async () => {
    await updates.drained();
    await edits.idle();
    await scribe.idle();
    await refusals.idle();
    await documents.idle();
    await erasure.idle();
  };
  return {
    ...access,
    noteLogged(note, by, { life, position, bytes }) {
      live
        .publish('note', note, life, position, bytes)
        .catch((error: unknown) =>
          log.warn({ err: error, note }, 'an edit is shown by the next look at the log'),
        );
      edits.edited(note, by);
    },
    noteMoved(note, life) {
      live.endLives('note', note, life);
      notes
        .noteMoved(note)
        .catch((error: unknown) =>
          log.warn({ err: error, note }, 'the list does not say that a note has moved'),
        );
    },
    scribe,
    notes,
    handleUpgrade: door.handleUpgrade,
    accept: door.accept,
    openDocuments: () => hocuspocus.getDocumentsCount(),
    idle,
    look,
    lookedAgo,
    async close() {
      // Whoever is still here is served as ever.
      await door.closeAll(socketCloseCodes.goingAway, closeReasons.goingAway);
      clearInterval(sweeper);
      clearInterval(watcher);
      presence.close();
      cursors.close();
      pacer.stop();
      for (const each of [turns.opens, turns.writing.user, turns.writing.note]) each.stop();
      await updates.drained();
      await persist.stop();
      await edits.stop();
      await scribe.stop();
      await erasure.idle();
      await refusals.stop();
      await documents.stop();
    },
  };
}

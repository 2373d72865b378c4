import type {
  Connection,
  connectedPayload,
  Document,
  Extension,
  onStatelessPayload,
} from '@hocuspocus/server';
import {
  type ClientCursor,
  ClientCursorSchema,
  check,
  type NoteId,
  type PersonCursor,
  parseDocumentName,
  type ServerCursors,
} from '@lectern/contracts';
import type { Bus } from '../instances/bus.ts';
import type { InstanceMessage } from '../instances/instance-message.ts';
import { CursorsElsewhere } from './cursors-elsewhere.ts';
import type { SyncContext } from './socket-session.ts';

/** Cursors of a note are told together, at most once in this time, in milliseconds: no eye sees them move faster. */
const TELL_EVERY_MS = 60;
/** Longest message about a cursor that is read, in characters. */
const MAX_CURSOR_LENGTH = 400;
/** How often is looked for instances that have fallen silent, in milliseconds. */
const SWEEP_EVERY_MS = 5_000;
/** Editors that one connection may have open: a hub serves all tabs of a browser. */
const MAX_EDITORS = 16;

/**
 * Where the people are who have a note open in an editor. Each says it of their own editors, the server adds who they
 * are, and the others are told; with a connection its editors are gone, and who comes is told who is there. Only those
 * who may write in the note take part: a hall of readers would be told of every stroke, and draws no cursors.
 */
export class Cursors implements Extension<SyncContext> {
  readonly extensionName = 'cursors';
  readonly priority = 650;
  /** Every note with an editor in it, and by connection the editors there. */
  readonly #notes = new Map<Document, Map<Connection, Editors>>();
  readonly #changed = new Map<Document, Set<Connection>>();
  readonly #bus: Pick<Bus, 'publish'>;
  readonly #elsewhere: CursorsElsewhere;
  readonly #sweeper: NodeJS.Timeout;
  #timer: NodeJS.Timeout | null = null;

  constructor(bus: Pick<Bus, 'publish'>, ticks: () => number) {
    this.#bus = bus;
    this.#elsewhere = new CursorsElsewhere(ticks);
    this.#sweeper = setInterval(() => this.#forgetSilent(), SWEEP_EVERY_MS);
    this.#sweeper.unref();
  }

  async connected({ connection, connectionConfig }: connectedPayload<SyncContext>) {
    const { document } = connection;
    if (connectionConfig.readOnly || parseDocumentName(document.name)?.kind !== 'note') return;
    const present = this.#notes.get(document) ?? new Map<Connection, Editors>();
    // Instances tell those who have the note open; to this one nobody did until now.
    if (present.size === 0) this.#bus.publish({ t: 'note-opened', note: idOf(document) });
    this.#notes.set(document, present);
    present.set(connection, { shown: new Map(), moved: new Set() });
    connection.onClose(() => this.#gone(document, connection));
    const others = [...present].flatMap(([other, { shown }]) =>
      other === connection ? [] : [...shown.values()],
    );
    send(connection, true, [...others, ...this.#elsewhere.of(idOf(document))]);
  }

  async onStateless({ connection, payload }: onStatelessPayload) {
    const editors = this.#notes.get(connection.document)?.get(connection);
    const cursor = editors && read(payload);
    if (!editors || !cursor) return;
    const { editor } = cursor;
    const isGone = 'none' in cursor && cursor.none === 'editor';
    if (!editors.shown.has(editor) && (isGone || editors.shown.size >= MAX_EDITORS)) return;
    const { t: _, ...where } = cursor;
    editors.shown.set(editor, { user: connection.context.session.identity.user, ...where });
    editors.moved.add(editor);
    this.#tellSoon(connection.document, connection);
  }

  /** Tells other instances of all editors that this note has here. */
  sayOf(note: NoteId): void {
    const document = this.#documentOf(note);
    if (document === undefined) return;
    const cursors = [...this.#notes.get(document)!.values()].flatMap(({ shown }) => [...shown.values()]);
    this.#bus.publish({ t: 'cursors', note, whole: true, cursors });
  }

  /** Another instance says who has a note open there. */
  heardOf(from: string, { note, whole, cursors }: Extract<InstanceMessage, { t: 'cursors' }>): void {
    const document = this.#documentOf(note);
    if (document !== undefined) this.#tellHere(document, this.#elsewhere.take(from, note, whole, cursors));
  }

  /** Another instance lives. */
  heardFrom(from: string): void {
    this.#elsewhere.heardFrom(from);
  }

  close(): void {
    clearInterval(this.#sweeper);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #gone(document: Document, connection: Connection): void {
    const present = this.#notes.get(document);
    const editors = present?.get(connection);
    if (present === undefined || editors === undefined) return;
    present.delete(connection);
    this.#changed.get(document)?.delete(connection);
    if (present.size === 0) {
      this.#notes.delete(document);
      this.#elsewhere.forget(idOf(document));
    }
    const gone = [...editors.shown.values()].map(({ user, editor }) => ({
      user,
      editor,
      none: 'editor' as const,
    }));
    if (gone.length === 0) return;
    for (const other of present.keys()) send(other, false, gone);
    this.#sayElsewhere(document, gone);
  }

  #documentOf(note: NoteId): Document | undefined {
    return [...this.#notes.keys()].find((document) => idOf(document) === note);
  }

  #tellHere(document: Document, cursors: readonly PersonCursor[]): void {
    if (cursors.length === 0) return;
    for (const connection of this.#notes.get(document)?.keys() ?? []) send(connection, false, cursors);
  }

  #sayElsewhere(document: Document, cursors: readonly PersonCursor[]): void {
    this.#bus.publish({ t: 'cursors', note: idOf(document), whole: false, cursors: [...cursors] });
  }

  #forgetSilent(): void {
    for (const [note, gone] of this.#elsewhere.forgetSilent()) {
      const document = this.#documentOf(note);
      if (document !== undefined) this.#tellHere(document, gone);
    }
  }

  #tellSoon(document: Document, connection: Connection): void {
    const changed = this.#changed.get(document);
    if (changed === undefined) this.#changed.set(document, new Set([connection]));
    else changed.add(connection);
    this.#timer ??= setTimeout(() => this.#tell(), TELL_EVERY_MS);
  }

  #tell(): void {
    this.#timer = null;
    for (const [document, connections] of this.#changed) {
      const present = this.#notes.get(document) ?? new Map<Connection, Editors>();
      const news = new Map(
        [...connections].map((connection) => [connection, taken(present.get(connection)!)]),
      );
      for (const other of present.keys()) {
        const told = [...news].flatMap(([connection, cursors]) => (connection === other ? [] : cursors));
        if (told.length > 0) send(other, false, told);
      }
      this.#sayElsewhere(document, [...news.values()].flat());
    }
    this.#changed.clear();
  }
}

interface Editors {
  readonly shown: Map<string, PersonCursor>;
  /** Of which nobody has been told since they moved. */
  readonly moved: Set<string>;
}

/** What is to be told of a connection's editors; those that are closed are forgotten with that. */
function taken({ shown, moved }: Editors): PersonCursor[] {
  const cursors = [...moved].flatMap((editor) => shown.get(editor) ?? []);
  moved.clear();
  for (const cursor of cursors) if ('none' in cursor && cursor.none === 'editor') shown.delete(cursor.editor);
  return cursors;
}

const idOf = (document: Document): NoteId => parseDocumentName(document.name)!.id as NoteId;

function read(payload: string): ClientCursor | null {
  if (payload.length > MAX_CURSOR_LENGTH) return null;
  let json: unknown;
  try {
    json = JSON.parse(payload);
  } catch {
    return null;
  }
  const checked = check(ClientCursorSchema, json);
  return checked.ok ? checked.value : null;
}

function send(connection: Connection, whole: boolean, cursors: readonly PersonCursor[]): void {
  const message: ServerCursors = { t: 'cursors', whole, cursors: [...cursors] };
  connection.sendStateless(JSON.stringify(message));
}

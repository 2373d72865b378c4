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
  type PersonCursor,
  parseDocumentName,
  type ServerCursors,
} from '@lectern/contracts';
import type { SyncContext } from './socket-session.ts';

/** Cursors of a note are told together, at most once in this time, in milliseconds: no eye sees them move faster. */
const TELL_EVERY_MS = 60;
/** Longest message about a cursor that is read, in characters. */
const MAX_CURSOR_LENGTH = 400;
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
  #timer: NodeJS.Timeout | null = null;

  async connected({ connection, connectionConfig }: connectedPayload<SyncContext>) {
    const { document } = connection;
    if (connectionConfig.readOnly || parseDocumentName(document.name)?.kind !== 'note') return;
    const present = this.#notes.get(document) ?? new Map<Connection, Editors>();
    this.#notes.set(document, present);
    present.set(connection, { shown: new Map(), moved: new Set() });
    connection.onClose(() => this.#gone(document, connection));
    const others = [...present].flatMap(([other, { shown }]) =>
      other === connection ? [] : [...shown.values()],
    );
    send(connection, true, others);
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

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #gone(document: Document, connection: Connection): void {
    const present = this.#notes.get(document);
    const editors = present?.get(connection);
    if (present === undefined || editors === undefined) return;
    present.delete(connection);
    this.#changed.get(document)?.delete(connection);
    if (present.size === 0) this.#notes.delete(document);
    const gone = [...editors.shown.values()].map(({ user, editor }) => ({
      user,
      editor,
      none: 'editor' as const,
    }));
    if (gone.length > 0) for (const other of present.keys()) send(other, false, gone);
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

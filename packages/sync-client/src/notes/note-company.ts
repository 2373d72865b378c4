import {
  type ClientCursor,
  check,
  type NoteId,
  type PersonCursor,
  ServerCursorsSchema,
  type UserId,
} from '@lectern/contracts';
import type { Clock } from '../clock.ts';
import type { NoteCursor, NotePresence } from '../note-port.ts';
import type { Replica } from './replica.ts';

/** A caret that moves is told of at most once in this time, in milliseconds: the server tells the others no more often. */
const TELL_EVERY_MS = 60;

export interface NoteCompanyOptions {
  readonly me: UserId;
  readonly clock: Pick<Clock, 'after'>;
  /** The pages that have the note open in an editor. */
  readonly editing: (note: NoteId) => readonly Replica[];
  readonly send: (note: NoteId, text: string) => void;
}

/**
 * Who has a note open in an editor, and where their carets are: other people and other devices as the server tells it,
 * and the other pages of this browser. Nothing of it is kept.
 */
export class NoteCompany {
  private readonly options: NoteCompanyOptions;
  private readonly others = new Map<NoteId, Map<string, NotePresence>>();
  /** Editors that moved and of which the server is told soon. */
  private readonly moving = new Map<Replica, () => void>();

  constructor(options: NoteCompanyOptions) {
    this.options = options;
  }

  /** A small message of the server on the note's document. */
  receive(note: NoteId, text: string): void {
    const message = parse(text);
    if (message === null) return;
    const present = message.whole ? new Map<string, NotePresence>() : new Map(this.others.get(note));
    for (const cursor of message.cursors) {
      if ('none' in cursor && cursor.none === 'editor') present.delete(cursor.editor);
      else present.set(cursor.editor, presenceOf(cursor));
    }
    this.others.set(note, present);
    this.tell(note);
  }

  /** The server lets this person in: it knows of none of their editors yet. */
  connected(note: NoteId): void {
    for (const replica of this.options.editing(note)) this.say(replica);
  }

  /** Without a connection nobody knows who is there. */
  disconnected(note: NoteId): void {
    if (this.others.delete(note)) this.tell(note);
  }

  came(replica: Replica): void {
    this.say(replica);
    this.tell(replica.note);
  }

  moved(replica: Replica): void {
    this.tell(replica.note);
    if (this.moving.has(replica)) return;
    const say = (): void => {
      this.moving.delete(replica);
      this.say(replica);
    };
    this.moving.set(replica, this.options.clock.after(TELL_EVERY_MS, say));
  }

  left(replica: Replica): void {
    this.moving.get(replica)?.();
    this.moving.delete(replica);
    this.send(replica.note, { t: 'cursor', editor: replica.editor, none: 'editor' });
    this.tell(replica.note);
  }

  private say({ note, editor, cursor }: Replica): void {
    this.send(
      note,
      cursor === null
        ? { t: 'cursor', editor, none: 'caret' }
        : { t: 'cursor', editor, anchor: base64(cursor.anchor), focus: base64(cursor.focus) },
    );
  }

  private send(note: NoteId, message: ClientCursor): void {
    this.options.send(note, JSON.stringify(message));
  }

  private tell(note: NoteId): void {
    const editing = this.options.editing(note);
    const others = [...(this.others.get(note)?.values() ?? [])];
    for (const replica of editing) {
      const here = editing
        .filter((other) => other !== replica)
        .map(({ editor, cursor }) => ({ user: this.options.me, editor, cursor }));
      replica.tellPresence([...others, ...here]);
    }
  }
}

const presenceOf = (cursor: PersonCursor): NotePresence => {
  const { user, editor } = cursor;
  return { user, editor, cursor: 'none' in cursor ? null : endsOf(cursor) };
};

const endsOf = ({ anchor, focus }: { readonly anchor: string; readonly focus: string }): NoteCursor => ({
  anchor: bytesOf(anchor),
  focus: bytesOf(focus),
});

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function parse(text: string) {
  try {
    const checked = check(ServerCursorsSchema, JSON.parse(text));
    return checked.ok ? checked.value : null;
  } catch {
    return null;
  }
}

import type { connectedPayload, Extension, onAuthenticatePayload } from '@hocuspocus/server';
import {
  type ChannelId,
  type CourseId,
  closeReasons,
  movedReason,
  type NoteId,
  parseDocumentName,
  socketCloseCodes,
  type UserId,
} from '@lectern/contracts';
import type { Kysely } from 'kysely';
import { readLives } from '../database/documents.ts';
import type { Schema } from '../database/schema.ts';
import { readStanding, type Standing } from '../database/standing.ts';
import { sessionStands, spendTicket, ticketHash } from '../database/tickets.ts';
import type { Turnstile } from '../limits/turnstile.ts';
import { adoptStanding } from './adopt-standing.ts';
import { inTurn } from './in-turn.ts';
import type { NoteChannels } from './note-channels.ts';
import { mayEditNotes, mayOpen, type Place } from './policy-facts.ts';
import { refusal } from './refusal.ts';
import type { SocketSession, SocketSessions, SyncContext } from './socket-session.ts';

/** Longest ticket that is looked at. */
const MAX_TICKET_LENGTH = 200;
/**
 * Documents that one socket may have open: twice the channels that a person may be in. Who asks for one document under
 * ever new addresses has every word of it sent as often.
 */
export const MAX_OPEN_DOCUMENTS = 1_000;

/**
 * Who are you, and may you open this? The first auth frame of a socket spends its ticket; later frames of the same
 * socket repeat it. Access is decided for each document from the person's standing, and a name that does not parse
 * or names a past life is refused before anything is loaded.
 */
export class Authenticate implements Extension<SyncContext> {
  readonly extensionName = 'authenticate';
  readonly priority = 1000;
  readonly #db: Kysely<Schema>;
  readonly #sessions: SocketSessions;
  readonly #notes: NoteChannels;
  readonly #opens: Turnstile<UserId>;

  constructor(db: Kysely<Schema>, sessions: SocketSessions, notes: NoteChannels, opens: Turnstile<UserId>) {
    this.#db = db;
    this.#sessions = sessions;
    this.#notes = notes;
    this.#opens = opens;
  }

  async onAuthenticate({
    token,
    documentName,
    context,
    connectionConfig,
  }: onAuthenticatePayload<SyncContext>) {
    const name = parseDocumentName(documentName);
    if (name === null) throw refusal(closeReasons.badName);
    const { session } = context;
    const known = await orUnavailable(this.#identify(session, token));
    if (!known) throw refusal(closeReasons.unauthorised);
    if (session.open >= MAX_OPEN_DOCUMENTS) {
      session.socket.close(socketCloseCodes.tooMuch, 'too many documents');
      throw refusal(closeReasons.forbidden);
    }
    if (session.only !== null && (name.kind !== 'note' || name.id !== session.only))
      throw refusal(closeReasons.forbidden);
    await inTurn(session, this.#opens);
    const channel = name.kind === 'note' ? await orUnavailable(this.#notes.of(name.id as NoteId)) : null;
    const life = await orUnavailable(this.#lifeFor(session, { ...name, channel }));
    // One answer for what is not there and for what is not theirs to read.
    if (life === null) throw refusal(closeReasons.forbidden);
    if (life !== name.life) throw refusal(movedReason(life));
    // In the same turn as the decision: from here on a change of access finds the note, and closes the socket.
    if (channel !== null) session.notes.set(name.id as NoteId, channel);
    // Clients write in their person's own document, and in the notes that the person may edit.
    connectionConfig.readOnly =
      name.kind !== 'user' && !(channel !== null && mayEditNotes(session.standing!, channel));
  }

  async connected({ connection, context: { session } }: connectedPayload<SyncContext>) {
    session.open += 1;
    connection.onClose(() => {
      session.open -= 1;
    });
  }

  #identify(session: SocketSession, ticket: string): Promise<boolean> {
    if (ticket.length > MAX_TICKET_LENGTH) return Promise.resolve(false);
    if (session.spending !== null) return session.spending.then(() => this.#identify(session, ticket));
    if (session.identity !== null)
      return Promise.resolve(session.standing !== null && session.identity.ticketHash === ticketHash(ticket));
    session.spending = this.#spend(session, ticket).finally(() => {
      session.spending = null;
    });
    return session.spending;
  }

  async #spend(session: SocketSession, ticket: string): Promise<boolean> {
    const owner = await spendTicket(this.#db, ticket, session.id, session.only);
    // A socket that has closed meanwhile has had its farewell: nobody would take it off the list again.
    if (owner === null || session.ended) return false;
    session.identity = { ...owner, ticketHash: ticketHash(ticket) };
    // Known first and read then: a change of access from now on finds this socket, and so does the session's end.
    this.#sessions.add(session);
    const [stands] = await Promise.all([
      sessionStands(this.#db, owner.session),
      this.#readStanding(session, owner.user),
    ]);
    if (!stands) {
      session.standing = null;
      session.socket.close(socketCloseCodes.unauthorised, closeReasons.unauthorised);
    }
    return session.standing !== null;
  }

  /** Reads what the person may do, again and again while that changes. */
  async #readStanding(session: SocketSession, user: UserId): Promise<void> {
    let seen: number;
    let standing: Standing | null;
    do {
      seen = session.changes;
      standing = await readStanding(this.#db, user);
    } while (seen !== session.changes);
    adoptStanding(session, standing);
  }

  /** The present life of a document that this person may open, or null. Reads the standing anew for a new name. */
  async #lifeFor(session: SocketSession, name: Place): Promise<number | null> {
    const known = session.standing!;
    if (name.kind === 'note') return this.#lifeOfNote(session, name);
    const life = lifeIn(known, name);
    if (life === name.life) return life;
    // A document that this socket has not heard of, or not in this life: it may be newer than what was read.
    await this.#readStanding(session, known.user);
    return lifeIn(session.standing!, name);
  }

  /** The lives of notes are in no standing: a person may have thousands of them to read. */
  async #lifeOfNote(session: SocketSession, name: Place): Promise<number | null> {
    if (!mayOpen(session.standing!, name)) await this.#readStanding(session, session.standing!.user);
    const lives = await readLives(this.#db, 'note', [name.id]);
    return mayOpen(session.standing!, name) ? lives.get(name.id)! : null;
  }
}

/** A database that does not answer says nothing about who may do what: the client is to keep everything and retry. */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw refusal(closeReasons.unavailable);
  }
}

function lifeIn(standing: Standing, name: Place): number | null {
  if (!mayOpen(standing, name)) return null;
  switch (name.kind) {
    case 'user':
      return standing.lives.user;
    case 'inbox':
      return standing.lives.inbox;
    case 'course':
      return standing.courses.get(name.id as CourseId)?.life ?? null;
    case 'channel':
      return standing.channels.get(name.id as ChannelId)?.life ?? null;
    case 'note':
      return null;
  }
}

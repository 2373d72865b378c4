import type { Extension, onAuthenticatePayload } from '@hocuspocus/server';
import { can } from '@lectern/access';
import {
  type ChannelId,
  type CourseId,
  closeReasons,
  type DocumentName,
  movedReason,
  parseDocumentName,
  socketCloseCodes,
  type UserId,
} from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { readStanding, type Standing } from '../database/standing.ts';
import { sessionStands, spendTicket, ticketHash } from '../database/tickets.ts';
import { adoptStanding } from './adopt-standing.ts';
import { actorIn, thingOfDocument } from './policy-facts.ts';
import type { SocketSession, SocketSessions, SyncContext } from './socket-session.ts';

/** Longest ticket that is looked at. */
const MAX_TICKET_LENGTH = 200;

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

  constructor(db: Kysely<Schema>, sessions: SocketSessions) {
    this.#db = db;
    this.#sessions = sessions;
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
    const life = await orUnavailable(this.#lifeFor(session, name));
    if (life === null) throw refusal(closeReasons.forbidden);
    if (life !== name.life) throw refusal(movedReason(life));
    // Only a person's own document is ever written by a client.
    connectionConfig.readOnly = name.kind !== 'user';
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
    const owner = await spendTicket(this.#db, ticket, session.id);
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
  async #lifeFor(session: SocketSession, name: DocumentName): Promise<number | null> {
    const known = session.standing!;
    const life = lifeIn(known, name);
    if (life === name.life) return life;
    // A document that this socket has not heard of, or not in this life: it may be newer than what was read.
    await this.#readStanding(session, known.user);
    return lifeIn(session.standing!, name);
  }
}

/** Hocuspocus passes `reason` on to the client; an error without a message is not printed for every visitor. */
export const refusal = (reason: string): Error & { reason: string } =>
  Object.assign(new Error(''), { reason });

/** A database that does not answer says nothing about who may do what: the client is to keep everything and retry. */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw refusal(closeReasons.unavailable);
  }
}

function lifeIn(standing: Standing, name: DocumentName): number | null {
  const thing = thingOfDocument(standing, name);
  if (thing === null || !can(actorIn(standing, name), 'document.open', thing)) return null;
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

import type { Connection } from '@hocuspocus/server';
import type { ChannelId, ClientStateless, NoteId, UserId } from '@lectern/contracts';
import type { WebSocket } from 'ws';
import type { Standing } from '../database/standing.ts';
import type { Backlog } from './backlog.ts';

/**
 * One WebSocket and who is on it. It exists from the upgrade; `standing` is set when its ticket has been spent.
 * Every document connection of the socket shares it through the Hocuspocus context.
 */
export interface SocketSession {
  readonly id: string;
  readonly socket: Pick<WebSocket, 'close'>;
  /** The one note that it may open; null for a socket of the main door. */
  readonly only: NoteId | null;
  /** The socket has closed. */
  ended: boolean;
  /** How many documents are open on it; one that is opened under two addresses is two. */
  open: number;
  /** Set by the first auth frame, and the same for all later ones. */
  identity: { readonly user: UserId; readonly session: string; readonly ticketHash: string } | null;
  /** The ticket that is being spent, so that documents which open side by side wait for one query. */
  spending: Promise<boolean> | null;
  standing: Standing | null;
  /** How often access of this person has changed since the socket is known. */
  changes: number;
  /** The channel on screen; typing is told to those who look. */
  viewing: ChannelId | null;
  /** The connection to the person's own document, while it is open. */
  own: Connection<SyncContext> | null;
  /** By address, the open connections to documents that the person may write in. */
  readonly writing: Map<string, Connection<SyncContext>>;
  /** The notes that it has opened, with their channels. */
  readonly notes: Map<NoteId, ChannelId>;
  attention: Extract<ClientStateless, { t: 'here' }>['state'];
  readonly backlog: Backlog;
}

/** The Hocuspocus context of every connection. */
export interface SyncContext {
  readonly session: SocketSession;
}

/** All sockets of this instance, by person. */
export class SocketSessions {
  readonly #byPerson = new Map<UserId, Set<SocketSession>>();

  add(session: SocketSession): void {
    const user = session.identity!.user;
    const sessions = this.#byPerson.get(user);
    if (sessions === undefined) this.#byPerson.set(user, new Set([session]));
    else sessions.add(session);
  }

  remove(session: SocketSession): void {
    if (session.identity === null) return;
    const sessions = this.#byPerson.get(session.identity.user);
    if (sessions?.delete(session) && sessions.size === 0) this.#byPerson.delete(session.identity.user);
  }

  of(user: UserId): readonly SocketSession[] {
    return [...(this.#byPerson.get(user) ?? [])];
  }

  people(): IterableIterator<UserId> {
    return this.#byPerson.keys();
  }

  *all(): IterableIterator<SocketSession> {
    for (const sessions of this.#byPerson.values()) yield* sessions;
  }
}

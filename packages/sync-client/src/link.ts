import { type Me, PROTOCOL_QUERY, PROTOCOL_VERSION } from '@lectern/contracts';
import { type Api, ApiError } from './api.ts';
import type { Clock } from './clock.ts';
import {
  type Connection,
  type ConnectionEvent,
  type Effect,
  initialConnection,
  nextLook,
  shownState,
  step,
} from './connection.ts';
import type { ConnectionState } from './port-values.ts';
import type { openSocket, Socket } from './socket.ts';

/** Does what `connection.ts` says: tickets, sockets, pings and timers of one person's link to the server. */
export interface LinkOptions {
  readonly api: Api;
  readonly clock: Clock;
  readonly socketUrl: string;
  readonly WebSocket: typeof WebSocket;
  readonly online: boolean;
  /** The person is known; what must be done before anything goes to this server. Never rejects. */
  readonly prepare: (me: Me) => Promise<void>;
  /** The person is known and a socket is being opened with this ticket; documents may be put on it. */
  readonly onSocket: (socket: Socket, ticket: string, me: Me) => void;
  /** The socket is gone. */
  readonly onLost: () => void;
  /** Must make the server answer. */
  readonly ping: () => void;
  /** The session is over, or belongs to somebody else by now. */
  readonly onLocked: () => void;
  readonly onChange: () => void;
  /** Whether this is the person whose link it is. */
  readonly isOurs: (me: Me) => boolean;
}

/** A request that fails sooner was turned away by the other machine; a network that is gone keeps one waiting. */
const TURNED_AWAY_WITHIN_MS = 1_000;

export class Link {
  private readonly options: LinkOptions;
  private connection: Connection;
  private shown: ConnectionState;
  private admitted: {
    readonly me: Me;
    readonly ticket: string;
    readonly openSocket: typeof openSocket;
  } | null = null;
  private asking: AbortController | null = null;
  private socket: Socket | null = null;
  private cancelLook: () => void = () => {};
  /** Device clock of the last byte from the server. */
  heardAt: number | null = null;

  constructor(options: LinkOptions) {
    this.options = options;
    this.connection = initialConnection(options.clock.ticks(), options.online);
    this.shown = this.state;
  }

  get state(): ConnectionState {
    return shownState(this.connection, this.options.clock.ticks());
  }

  get live(): boolean {
    return this.connection.phase === 'live';
  }

  /** @param since when it was wanted, on the clock's ticks: from then on it counts how long the server has been silent */
  start = (since = this.options.clock.ticks()): void => this.tell({ type: 'start', since });
  stop = (): void => this.tell({ type: 'stop' });
  probe = (): void => this.tell({ type: 'probe' });
  setOnline = (online: boolean): void => this.tell({ type: online ? 'online' : 'offline' });
  /** Ends this connection and makes a new one, for instance because the server told a document to. */
  renew = (): void => this.tell({ type: 'failed', why: 'access-changed' });

  private tell(event: ConnectionEvent): void {
    const { clock } = this.options;
    const wasLive = this.live;
    const { next, effects } = step(this.connection, event, { now: clock.ticks(), random: clock.random() });
    this.connection = next;
    for (const effect of effects) this.perform(effect);
    this.look();
    if (this.live !== wasLive || this.state !== this.shown) {
      this.shown = this.state;
      this.options.onChange();
    }
  }

  private look(): void {
    const { clock } = this.options;
    this.cancelLook();
    const at = nextLook(this.connection, clock.ticks());
    if (at === null) this.cancelLook = () => {};
    else this.cancelLook = clock.after(Math.max(0, at - clock.ticks()), () => this.tell({ type: 'time' }));
  }

  private perform(effect: Effect): void {
    switch (effect) {
      case 'ask':
        this.ask();
        return;
      case 'open':
        this.open();
        return;
      case 'ping':
        this.options.ping();
        return;
      case 'close':
        this.close();
        return;
      case 'lock':
        this.options.onLocked();
    }
  }

  private async ask(): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    const { clock } = this.options;
    const since = clock.ticks();
    let event: ConnectionEvent;
    try {
      event = await this.admit(asking.signal);
    } catch (error) {
      const why = error instanceof ApiError ? error.failure : 'server';
      const turnedAway = why === 'network' && clock.ticks() - since < TURNED_AWAY_WITHIN_MS;
      event = { type: 'failed', why: turnedAway ? 'server' : why };
    }
    if (this.asking === asking) this.tell(event);
  }

  private async admit(signal: AbortSignal): Promise<ConnectionEvent> {
    const admission = await this.options.api.admission(signal);
    const { me } = admission;
    if (!this.options.isOurs(me)) return { type: 'failed', why: 'unauthorised' };
    // An older server knows nothing of this version, and cannot say so itself.
    if (me.protocol < PROTOCOL_VERSION) return { type: 'failed', why: 'ahead' };
    // What speaks to the server comes with the first word from it: a page can be read without. Not before that word:
    // a browser may remember for ever that it could not fetch a program.
    const { openSocket } = await import('./socket.ts');
    await this.options.prepare(me);
    this.admitted = { ...admission, openSocket };
    return { type: 'ticket' };
  }

  private open(): void {
    const { socketUrl, WebSocket, clock, onSocket } = this.options;
    const { ticket, me, openSocket } = this.admitted!;
    const socket = openSocket({
      url: socketUrl + PROTOCOL_QUERY,
      WebSocket,
      onHeard: () => {
        if (this.socket !== socket) return;
        this.heardAt = clock.now();
        this.tell({ type: 'heard' });
      },
      onClosed: (why) => {
        if (this.socket === socket) this.tell({ type: 'failed', why });
      },
    });
    this.socket = socket;
    onSocket(socket, ticket, me);
  }

  private close(): void {
    this.asking?.abort();
    this.asking = null;
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    this.options.onLost();
    socket.close();
  }
}

import {
  HocuspocusProvider,
  type HocuspocusProviderConfiguration,
  HocuspocusProviderWebsocket,
} from '@hocuspocus/provider';
import { closeReasons, socketCloseCodes } from '@lectern/contracts';
import type { Failure } from './connection.ts';

/**
 * One socket, used for one connection and thrown away. The provider's own reconnecting is left out of play: it hangs
 * on a socket that never opens, keeps a dead one for half a minute, and revives documents that stay deaf.
 */
export interface Socket {
  readonly provider: HocuspocusProviderWebsocket;
  /** A document's provider on this socket, not yet attached. */
  join(document: JoinedDocument): HocuspocusProvider;
  close(): void;
}
export type JoinedDocument = Omit<HocuspocusProviderConfiguration, 'websocketProvider'>;
export interface SocketOptions {
  readonly url: string;
  readonly WebSocket: typeof WebSocket;
  readonly onHeard: () => void;
  readonly onClosed: (why: Failure) => void;
}

/** Longer than any connection lives: the link has its own heartbeat. Milliseconds. */
const NEVER_MS = 2 ** 31 - 1;

export function openSocket(options: SocketOptions): Socket {
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    provider.destroy();
  };
  const provider: HocuspocusProviderWebsocket = new HocuspocusProviderWebsocket({
    url: options.url,
    WebSocketPolyfill: options.WebSocket,
    maxAttempts: 1,
    messageReconnectTimeout: NEVER_MS,
    onMessage: () => {
      if (!closed) options.onHeard();
    },
    onClose: ({ event }) => {
      if (closed) return;
      close();
      options.onClosed(failureOf(event));
    },
  });
  return {
    provider,
    join: (document) => new HocuspocusProvider({ ...document, websocketProvider: provider }),
    close,
  };
}

function failureOf({ code, reason }: Pick<CloseEvent, 'code' | 'reason'>): Failure {
  switch (code) {
    case socketCloseCodes.unauthorised:
      return 'unauthorised';
    case socketCloseCodes.accessChanged:
      return 'access-changed';
    case socketCloseCodes.goingAway:
      return reason === closeReasons.goingAway ? 'going-away' : 'server';
    case socketCloseCodes.tooMuch:
      return 'too-much';
    default:
      return 'network';
  }
}

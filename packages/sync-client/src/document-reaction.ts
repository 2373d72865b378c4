import { closeReasons, type DocumentKind, lifeOfMoved } from '@lectern/contracts';

/** What the client does when the server will not have a document, or will have it no longer. */
export type Reaction =
  /** It lives on under another life. */
  | { readonly do: 'reopen'; readonly life: number }
  /** It is not this person's to read: its data leave the device. */
  | { readonly do: 'drop' }
  /** The server refused what this copy holds: set it aside and begin with a fresh one. */
  | { readonly do: 'rebuild' }
  /** The session may be over: a new connection will tell. */
  | { readonly do: 'reconnect' }
  /** Ask again after a while. */
  | { readonly do: 'retry' }
  /** Nothing that is asked again would help. */
  | { readonly do: 'give-up' };

/**
 * `proven` says that the server has accepted this person's own document on the same socket: without that a
 * `forbidden` may mean a stranger's session, and no data are dropped for it.
 */
export function reactionTo(kind: DocumentKind, reason: string, proven: boolean): Reaction {
  const life = lifeOfMoved(reason);
  if (life !== null) return { do: 'reopen', life };
  switch (reason) {
    case closeReasons.forbidden:
      return kind === 'user' || kind === 'inbox' || !proven ? { do: 'reconnect' } : { do: 'drop' };
    case closeReasons.unauthorised:
    case closeReasons.accessChanged:
      return { do: 'reconnect' };
    case closeReasons.refusedUpdate:
      return { do: 'rebuild' };
    case closeReasons.badName:
      return { do: 'give-up' };
    default:
      return { do: 'retry' };
  }
}

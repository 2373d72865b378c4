/**
 * Named reasons for closing one document or a whole socket. Hocuspocus hands a client the reason of a document's
 * closing and never its code, so that the reason is what both sides agree on.
 */
export const closeReasons = {
  /** The name does not parse. */
  badName: 'bad-name',
  /** Not yours to open, or not any more. */
  forbidden: 'forbidden',
  /** Ticket wrong, used, expired, or its session ended. */
  unauthorised: 'unauthorised',
  /** The document has a later life; the reason is `moved:<life>`. */
  moved: 'moved',
  /** The update is no valid one, touches what this document does not hold, or is over a limit. */
  refusedUpdate: 'refused-update',
  /** The person's access has changed: come back through the front door. */
  accessChanged: 'access-changed',
  /** The server goes down in good order: come back soon. */
  goingAway: 'going-away',
  /** The server cannot write at the moment: keep everything and come back. */
  unavailable: 'unavailable',
} as const;
export type CloseReason = (typeof closeReasons)[keyof typeof closeReasons];

/** Codes of a whole socket's closing, in the range that RFC 6455 leaves to applications. */
export const socketCloseCodes = {
  unauthorised: 4401,
  accessChanged: 4403,
  goingAway: 1012,
  tooMuch: 4429,
} as const;

export const movedReason = (life: number): string => `${closeReasons.moved}:${life}`;
/** The life that a `moved` reason names, or null for any other reason. */
export const lifeOfMoved = (reason: string): number | null => {
  const match = /^moved:([1-9][0-9]{0,8})$/.exec(reason);
  return match ? Number(match[1]) : null;
};

/** A page that has not drawn its first screen by then, or says nothing of it, is not waited for. Milliseconds. */
const DRAWN_WITHIN_MS = 1_000;

/**
 * The first screen of the first page. What it does not need is left until it stands: read at the same time, a program
 * of the size of Yjs would take the processor and the disk from it.
 */
export interface FirstDrawing {
  /** Resolves when the screen stands, and in any case a moment after the hub was started. */
  readonly over: Promise<void>;
  readonly end: () => void;
}

export function firstDrawing(): FirstDrawing {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, DRAWN_WITHIN_MS);
  return { over: promise, end: resolve };
}

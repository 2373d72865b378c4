/** Bytes that a frame takes beside itself while it waits. */
const OVERHEAD_BYTES = 256;

/**
 * What a socket has said on its documents and Hocuspocus has not handled: it takes one message of a document after the
 * other, and keeps what comes meanwhile for as long as the one in hand waits for the log, or for its turn.
 */
export class Backlog {
  readonly #waiting = new Map<string, number>();
  #bytes = 0;

  /** What waits, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A document has been opened at this address. */
  opened(address: string): void {
    this.closed(address);
    this.#waiting.set(address, 0);
  }

  /** It was closed, and what waited on it is forgotten. */
  closed(address: string): void {
    this.#bytes -= this.#waiting.get(address) ?? 0;
    this.#waiting.delete(address);
  }

  /** A frame is handed over. What is addressed to no open document is kept nowhere. */
  add(address: string, frame: Uint8Array): void {
    this.#change(address, frame.length + OVERHEAD_BYTES);
  }

  /** A frame has been handled. */
  handled(address: string, frame: Uint8Array): void {
    this.#change(address, -frame.length - OVERHEAD_BYTES);
  }

  #change(address: string, by: number): void {
    const before = this.#waiting.get(address);
    if (before === undefined) return;
    // Those that came before the document was open were not counted.
    const after = Math.max(0, before + by);
    this.#waiting.set(address, after);
    this.#bytes += after - before;
  }
}

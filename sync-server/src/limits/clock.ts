/** Time as limits and all that lasts see it. It never goes back, whatever happens to the clock on the wall. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Runs a callback after this many milliseconds; answers a function that forgets it. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    // What waits for it is in an outbox or on a device, and begins anew with the next process.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

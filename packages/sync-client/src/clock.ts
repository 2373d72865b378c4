/** Time and chance, handed in so that a test can hold them. */
export interface Clock {
  /** Milliseconds since 1970, as this device believes. */
  now(): number;
  /** Milliseconds since some moment, never set back: for what has a deadline. */
  ticks(): number;
  /** Calls once after so many milliseconds, unless the returned function is called before. */
  after(ms: number, call: () => void): () => void;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  ticks: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

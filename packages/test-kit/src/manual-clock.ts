/** Time that passes only when the test says so. */
export interface ManualClock {
  now(): number;
  /** Lets time pass; what falls due runs in order, each at its own time. */
  advance(milliseconds: number): void;
  /** Runs a callback after this time; answers a function that forgets it. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Runs a callback again and again; answers a function that ends it. */
  every(milliseconds: number, callback: () => void): () => void;
  /** Callbacks that still wait. */
  readonly waiting: number;
}

/** A clock that stands still at `start`, in milliseconds. */
export function createManualClock(start = 0): ManualClock {
  let now = start;
  let turn = 0;
  const timers = new Map<number, { due: number; callback: () => void }>();
  /** The next to fall due until `end`; of two at the same time the one that was set first. */
  const nextUntil = (end: number) => {
    let next: number | null = null;
    for (const [id, { due }] of timers)
      if (due <= end && (next === null || due < timers.get(next)!.due)) next = id;
    return next;
  };
  const clock: ManualClock = {
    now: () => now,
    advance(milliseconds) {
      const end = now + milliseconds;
      for (let id = nextUntil(end); id !== null; id = nextUntil(end)) {
        const { due, callback } = timers.get(id)!;
        timers.delete(id);
        now = Math.max(now, due);
        callback();
      }
      now = end;
    },
    after(milliseconds, callback) {
      const id = turn++;
      timers.set(id, { due: now + Math.max(0, milliseconds), callback });
      return () => void timers.delete(id);
    },
    every(milliseconds, callback) {
      if (milliseconds <= 0) throw new Error('a repetition must take time');
      let forget = () => {};
      const again = () => {
        forget = clock.after(milliseconds, () => {
          again();
          callback();
        });
      };
      again();
      return () => forget();
    },
    get waiting() {
      return timers.size;
    },
  };
  return clock;
}

import type { Clock } from './clock.ts';

/** Clocks that are no further apart say the same time to a person who is reminded of something, in milliseconds. */
const NEAR_MS = 5 * 60_000;

export interface ServerClockOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** As it was known in an earlier run. */
  readonly skew: number;
  readonly onChange: (skew: number) => void;
}

/**
 * The server's clock, as far as this device knows it: its own, put right when it is more than five minutes wrong.
 *
 * What holds for reminders: they are stored on this clock and shown on the device's own. "In an hour" is an hour later
 * on every device whose clock is right, or that has spoken to the server since its clock went wrong; also offline and
 * after a restart, because the difference is kept. A device whose clock is wrong and that has never spoken to the
 * server since, goes by its own; so does one that is put right while it is offline, by the difference as last known.
 * Below five minutes nothing is put right, so that "tomorrow at 9:00" is 9:00 on all of them.
 */
export class ServerClock {
  private readonly options: ServerClockOptions;
  private skew: number;
  /** What the last word of the server would mean. */
  private heard: number | null = null;

  constructor(options: ServerClockOptions) {
    this.options = options;
    this.skew = Number.isSafeInteger(options.skew) ? options.skew : 0;
  }

  now(): number {
    return this.ofDevice(this.options.clock.now());
  }

  /** A moment of the device's clock, on the server's. */
  ofDevice(at: number): number {
    return at + this.skew;
  }

  /** A moment of the server's clock, on the device's. */
  onDevice(at: number): number {
    return at - this.skew;
  }

  /**
   * The server has told its time. A word that was on its way while the device slept tells one long past: only two in a
   * row that agree are believed.
   */
  hear(now: number): void {
    const skew = Math.round(now - this.options.clock.now());
    const isConfirmed = this.heard !== null && Math.abs(skew - this.heard) < NEAR_MS;
    this.heard = skew;
    if (!isConfirmed || Math.abs(skew - this.skew) < NEAR_MS) return;
    this.skew = Math.abs(skew) < NEAR_MS ? 0 : skew;
    this.options.onChange(this.skew);
  }
}

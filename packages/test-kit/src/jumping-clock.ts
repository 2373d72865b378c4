import type { Random } from './random.ts';

/** A clock on a wall: it goes as time does, and is set to another time whenever a test wants it. */
export interface JumpingClock {
  /** Milliseconds since 1970, as this clock has it. */
  now(): number;
  /** Sets it forward or back, from seconds to half a day: as a person does, a summer that ends, a battery that is empty. */
  jump(): void;
}

const SECOND_MS = 1_000;
const HALF_A_DAY_S = 12 * 60 * 60;

export function createJumpingClock(random: Random): JumpingClock {
  let skew = 0;
  return {
    now: () => Date.now() + skew,
    jump() {
      const seconds = random.int(1, HALF_A_DAY_S);
      skew += (random.chance(0.5) ? seconds : -seconds) * SECOND_MS;
    },
  };
}

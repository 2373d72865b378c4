/** Test-kit: chance, time and a network that a test holds in its hand. Knows nothing of Lectern. */
export { createJumpingClock, type JumpingClock } from './jumping-clock.ts';
export { createManualClock, type ManualClock } from './manual-clock.ts';
export { createNetwork, type Link, type LinkEnd, type LinkFaults, type Network } from './network.ts';
export { createRandom, type Random } from './random.ts';

import type { Random } from '@lectern/test-kit';
import type { Hall } from '../hall/hall.ts';

/** Something that goes wrong, and how it is put right. */
export interface Fault {
  readonly name: string;
  /** How long people go on before it is put right, in milliseconds; null: all must be well again before it is. */
  readonly lastsMs: number | null;
  strike(random: Random, hall: Hall): Promise<void>;
  mend(): Promise<void>;
}

/** The machines of one proof, set up and running, and what can go wrong with them. */
export interface Site {
  readonly name: string;
  /** Where people go. */
  readonly origin: string;
  readonly setupToken: string;
  readonly faults: readonly Fault[];
  stop(): Promise<void>;
}

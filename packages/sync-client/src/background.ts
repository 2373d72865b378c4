import type { ChannelId } from '@lectern/contracts';
import { Away, type AwayOptions } from './away.ts';
import { Coverage } from './coverage.ts';
import { Fill, type FillOptions } from './fill.ts';
import { hasRoomToSpare } from './has-room-to-spare.ts';

export interface BackgroundOptions
  extends Omit<AwayOptions, 'onChange'>,
    Omit<FillOptions, 'coverage' | 'hasRoom' | 'onChange' | 'clock'> {
  readonly clock: AwayOptions['clock'] & FillOptions['clock'];
  readonly onCoverage: () => void;
  readonly onAway: (channel: ChannelId) => void;
}

/** What the hub does beside: its program is fetched when the first screen stands. */
export class Background {
  readonly coverage: Coverage;
  readonly fill: Fill;
  readonly away: Away;

  constructor(options: BackgroundOptions) {
    this.coverage = new Coverage(options.store);
    this.fill = new Fill({
      ...options,
      coverage: this.coverage,
      hasRoom: hasRoomToSpare,
      onChange: options.onCoverage,
    });
    this.away = new Away({ ...options, onChange: options.onAway });
    this.fill.wake();
  }

  /** Rows of a channel have been written. */
  written(channel: ChannelId): void {
    this.coverage.written(channel);
    this.fill.wake();
    this.away.moved(channel);
  }

  /** The link is there, or not. */
  linkChanged(): void {
    this.fill.wake();
    this.away.moved(null);
  }

  stop(): void {
    this.fill.stop();
    this.away.stop();
  }
}

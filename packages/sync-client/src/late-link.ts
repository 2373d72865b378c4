import { OFFLINE_AFTER_MS } from '@lectern/contracts';
import type { Clock } from './clock.ts';
import type { Link } from './link.ts';
import type { ConnectionState } from './port-values.ts';

/** A program that could not be fetched is asked for again after this time, in milliseconds. */
const RETRY_MS = 3_000;

export interface LateLinkOptions {
  readonly clock: Pick<Clock, 'after' | 'ticks'>;
  /** What the browser says of the network. */
  readonly online: boolean;
  /** Device clock of the last byte from the server in an earlier run. */
  readonly heardAt: number | null;
  /** Fetches what the link is made of and makes it; rejects when it cannot be fetched. */
  readonly make: (online: boolean) => Promise<Link>;
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
}

/**
 * A link whose program comes after the first screen, which is made of what is on the device. Until then it is what a
 * link is that makes its first attempt; how long the server has been silent counts from when the link was wanted.
 */
export class LateLink {
  private readonly options: LateLinkOptions;
  private link: Link | null = null;
  private online: boolean;
  /** When it was wanted. */
  private began: number | null = null;
  private cancelLook: () => void = () => {};
  private isStopped = false;

  constructor(options: LateLinkOptions) {
    this.options = options;
    this.online = options.online;
  }

  get state(): ConnectionState {
    if (this.link !== null) return this.link.state;
    const silent = this.began === null ? 0 : this.options.clock.ticks() - this.began;
    return this.online && silent < OFFLINE_AFTER_MS ? 'connecting' : 'offline';
  }

  get live(): boolean {
    return this.link?.live ?? false;
  }

  /** Device clock of the last byte from the server; null when there was none, in this run or before. */
  get heardAt(): number | null {
    return this.link === null ? this.options.heardAt : this.link.heardAt;
  }

  start(): void {
    const { clock, onChange } = this.options;
    this.began = clock.ticks();
    this.cancelLook = clock.after(OFFLINE_AFTER_MS, onChange);
    this.fetch(this.began);
  }

  stop(): void {
    this.isStopped = true;
    this.cancelLook();
    this.link?.stop();
  }

  probe(): void {
    this.link?.probe();
  }

  renew(): void {
    this.link?.renew();
  }

  setOnline(online: boolean): void {
    this.online = online;
    if (this.link === null) this.options.onChange();
    else this.link.setOnline(online);
  }

  private fetch(began: number): void {
    const { clock, make, onFault } = this.options;
    make(this.online).then(
      (link) => {
        if (this.isStopped) return;
        this.cancelLook();
        this.link = link;
        link.heardAt = this.options.heardAt;
        link.setOnline(this.online);
        link.start(began);
      },
      (error: unknown) => {
        onFault(error);
        clock.after(RETRY_MS, () => {
          if (!this.isStopped) this.fetch(began);
        });
      },
    );
  }
}

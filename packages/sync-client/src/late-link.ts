import type { Clock } from './clock.ts';
import type { Link } from './link.ts';
import type { ConnectionState } from './port-values.ts';

/** A program that could not be fetched is asked for again after this time, in milliseconds. */
const RETRY_MS = 3_000;

export interface LateLinkOptions {
  readonly clock: Pick<Clock, 'after'>;
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
 * link is that makes its first attempt.
 */
export class LateLink {
  private readonly options: LateLinkOptions;
  private link: Link | null = null;
  private online: boolean;
  private isStopped = false;

  constructor(options: LateLinkOptions) {
    this.options = options;
    this.online = options.online;
  }

  get state(): ConnectionState {
    return this.link?.state ?? (this.online ? 'connecting' : 'offline');
  }

  get live(): boolean {
    return this.link?.live ?? false;
  }

  /** Device clock of the last byte from the server; null when there was none, in this run or before. */
  get heardAt(): number | null {
    return this.link === null ? this.options.heardAt : this.link.heardAt;
  }

  start(): void {
    const { clock, make, onFault } = this.options;
    make(this.online).then(
      (link) => {
        if (this.isStopped) return;
        this.link = link;
        link.heardAt = this.options.heardAt;
        link.setOnline(this.online);
        link.start();
      },
      (error: unknown) => {
        onFault(error);
        clock.after(RETRY_MS, () => {
          if (!this.isStopped) this.start();
        });
      },
    );
  }

  stop(): void {
    this.isStopped = true;
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
}

import { type ChannelId, isTombstone } from '@lectern/contracts';
import { ChannelMirror, type ChannelMirrorOptions } from './channel-mirror.ts';
import type { OpenDocument } from './open-document.ts';

export type ChannelMirrorsOptions = Omit<ChannelMirrorOptions, 'document'>;

/** The mirrors of the channels whose documents were opened in this run. */
export class ChannelMirrors {
  private readonly options: ChannelMirrorsOptions;
  private readonly mirrors = new Map<ChannelId, ChannelMirror>();

  constructor(options: ChannelMirrorsOptions) {
    this.options = options;
  }

  open(document: OpenDocument): ChannelMirror {
    const { onWritten, onFault } = this.options;
    const mirror = new ChannelMirror({
      ...this.options,
      document,
      onWritten(channel, records, cursor) {
        onWritten(channel, records, cursor);
        if (records.some(isTombstone)) document.compact().catch(onFault);
      },
    });
    this.mirrors.set(document.id as ChannelId, mirror);
    return mirror;
  }

  /** The channel leaves the device: nothing of it is written any more. */
  close(channel: ChannelId): void {
    this.mirrors.get(channel)?.closed();
    this.mirrors.delete(channel);
  }

  isCurrent(channel: ChannelId): boolean {
    return this.mirrors.get(channel)?.isCurrent === true;
  }

  /** Something is being written, or asked for. */
  get isBusy(): boolean {
    return [...this.mirrors.values()].some((mirror) => mirror.isBusy);
  }

  /** Resolves when all that was to be written has been. */
  async idle(): Promise<void> {
    await Promise.all([...this.mirrors.values()].map((mirror) => mirror.idle()));
  }
}

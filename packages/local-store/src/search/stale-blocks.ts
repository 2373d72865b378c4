import type { ChannelId } from '@lectern/contracts';
import { blockOf, type ShardKey } from './blocks.ts';

/** Blocks of rows in memory that have changed since search last looked at them. */
export class StaleBlocks {
  private readonly blocks = new Map<string, ShardKey>();

  note(channel: ChannelId, seq: number): void {
    const key: ShardKey = [channel, blockOf(seq)];
    this.blocks.set(key.join(' '), key);
  }

  keys(): ShardKey[] {
    return [...this.blocks.values()];
  }

  /** Takes a block out; whether it was stale. */
  take(key: ShardKey): boolean {
    return this.blocks.delete(key.join(' '));
  }
}

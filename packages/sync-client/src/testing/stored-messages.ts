import type { ChannelId, MessageId, MessageRecord } from '@lectern/contracts';
import type { Api } from '../api.ts';

/** What is stored of some channels, as far as it was asked for, on a way of its own that nothing befalls. */
export class StoredMessages {
  private readonly api: Pick<Api, 'changes'>;
  private readonly channels: readonly ChannelId[];
  private records = new Map<ChannelId, Map<MessageId, MessageRecord>>();
  private cursors = new Map<ChannelId, number>();

  constructor(api: Pick<Api, 'changes'>, channels: readonly ChannelId[]) {
    this.api = api;
    this.channels = channels;
  }

  /** Reads what is new. */
  async ask(): Promise<void> {
    for (const channel of this.channels) {
      const records = this.records.get(channel) ?? new Map<MessageId, MessageRecord>();
      this.records.set(channel, records);
      for (let more = true; more; ) {
        const page = await this.api.changes(channel, this.cursors.get(channel) ?? 0);
        for (const record of page.records) records.set(record.id, record);
        this.cursors.set(channel, page.cursor);
        more = page.more;
      }
    }
  }

  /** The server went back: all is to be asked for anew. */
  forget(): void {
    this.records = new Map();
    this.cursors = new Map();
  }

  /** In their order. */
  of(channel: ChannelId): MessageRecord[] {
    return [...(this.records.get(channel)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
  }

  find(message: MessageId): MessageRecord | null {
    for (const records of this.records.values()) {
      const record = records.get(message);
      if (record !== undefined) return record;
    }
    return null;
  }

  ids(): MessageId[] {
    return [...this.records.values()].flatMap((records) => [...records.keys()]);
  }
}

import type { ChannelId, UserId } from '@lectern/contracts';
import type { MirrorDatabase } from './databases.ts';
import { digestOf, type SeenPlace, type StoredDigest } from './digest.ts';

/** The digest by two indexes: new messages are counted by their keys, and only changed ones and mentions are read. */
export async function readDigest(
  { messages }: MirrorDatabase,
  channel: ChannelId,
  since: SeenPlace,
  upTo: SeenPlace,
  reader: UserId,
): Promise<StoredDigest> {
  const fresh = (weight: 1 | 2) =>
    messages
      .where('[channel+weight+record.seq]')
      .between([channel, weight, since.seq], [channel, weight, upTo.seq], false, true);
  const [plain, mentions, changed] = await Promise.all([
    fresh(1).count(),
    fresh(2).toArray(),
    messages
      .where('[channel+changed]')
      .between([channel, since.rev], [channel, upTo.rev], false, true)
      .toArray(),
  ]);
  // Who is mentioned by an edit is found by both.
  const rows = new Map([...mentions, ...changed].map(({ record }) => [record.id, record]));
  return { ...digestOf([...rows.values()], since, upTo, reader), fresh: plain + mentions.length };
}

import type { ChannelFacts } from '@lectern/channel-doc';
import { isTombstone, type MessageId, type MessageRecord, type UserId } from '@lectern/contracts';
import { mentionsOf } from '@lectern/rich-text';
import type { Transaction } from 'kysely';
import { readersAmong } from '../database/batches.ts';
import type { Telling } from '../database/notifications.ts';
import type { Schema } from '../database/schema.ts';

/**
 * Who is told of what a batch has said: those whom it names, and those who follow the thread in which it was said. A
 * person who is both is told once. Nobody is told of their own words, or of a channel that they cannot read.
 */
export async function toldPeople(
  trx: Transaction<Schema>,
  channel: ChannelFacts,
  records: Iterable<MessageRecord>,
  followersOf: (reply: MessageId) => readonly UserId[],
): Promise<Telling[]> {
  const found: Telling[] = [];
  for (const record of records) {
    if (isTombstone(record)) continue;
    const { id: message, seq, author, thread } = record;
    const about = { message, seq, from: author, thread: thread?.id ?? null };
    const named = new Set(mentionsOf(record.body));
    for (const person of named) {
      if (person !== author)
        found.push({ ...about, kind: 'mention', person, at: record.editedAt ?? record.at });
    }
    for (const person of followersOf(message)) {
      if (person !== author && !named.has(person))
        found.push({ ...about, kind: 'reply', person, at: record.at });
    }
  }
  if (found.length === 0) return found;
  const readers = await readersAmong(trx, channel, [...new Set(found.map(({ person }) => person))]);
  return found.filter(({ person }) => readers.has(person));
}

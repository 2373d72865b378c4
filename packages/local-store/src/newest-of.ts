import type { MessageRecord } from '@lectern/contracts';

/** One record for each seq, the one with the highest rev: tail and ring of a document may name a message twice. */
export function newestOf(records: readonly MessageRecord[]): readonly MessageRecord[] {
  const bySeq = new Map<number, MessageRecord>();
  for (const record of records) {
    const known = bySeq.get(record.seq);
    if (known === undefined || known.rev < record.rev) bySeq.set(record.seq, record);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

import type { ChannelId, MessageId, MessageRecord, UserId } from '@lectern/contracts';

/** Records for tests: what a test does not say is of no matter to it. */

export const uuid = (): string => crypto.randomUUID();
export const newUser = (): UserId => uuid() as UserId;
export const newChannel = (): ChannelId => uuid() as ChannelId;
export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
export const many = (from: number, to: number): MessageRecord[] =>
  range(from, to).map((seq) => message({ seq, rev: seq }));
export const seqs = (records: readonly MessageRecord[]): number[] => records.map((record) => record.seq);

export function message(given: {
  seq: number;
  rev: number;
  author?: UserId;
  text?: string;
  mention?: UserId;
}): MessageRecord {
  const text = { t: 'text', s: given.text ?? 'words' } as const;
  const nodes = given.mention === undefined ? [text] : [text, { t: 'mention', user: given.mention } as const];
  return {
    id: uuid() as MessageId,
    seq: given.seq,
    rev: given.rev,
    author: given.author ?? newUser(),
    at: 1_000 + given.seq,
    sentAt: 1_000,
    body: { kind: 'plain', blocks: [{ t: 'p', c: nodes }] },
  };
}

export function tombstone({ id, seq, author, at }: MessageRecord, rev: number): MessageRecord {
  return { id, seq, rev, author, at, deletedAt: 2_000 };
}

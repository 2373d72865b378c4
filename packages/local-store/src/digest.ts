import { isTombstone, type MessageRecord, type UserId } from '@lectern/contracts';
import { changedRev } from './changed-rev.ts';
import { rowWeight } from './row-weight.ts';

/** How far a person has seen a channel: every change up to `rev`, every message up to `seq`. */
export interface SeenPlace {
  readonly rev: number;
  readonly seq: number;
}

/** What has happened in a channel between two places, as far as it is stored. */
export interface StoredDigest {
  /** Living messages of others that are new, and those among them that mention this person. */
  readonly fresh: number;
  readonly mentions: DigestPart;
  /** Messages that had been there and were edited by others, or deleted. */
  readonly edited: DigestPart;
  readonly deleted: DigestPart;
  /** Questions that had been there and have an accepted answer now. */
  readonly accepted: DigestPart;
}
export interface DigestPart {
  readonly count: number;
  /** The latest of them, at most `LISTED`, in the order of their places. */
  readonly records: readonly MessageRecord[];
}

/** Messages of one kind that a digest names; of others it tells how many. */
export const LISTED = 20;

/** A part of the records that belong to it. */
export const partOf = (records: readonly MessageRecord[]): DigestPart => ({
  count: records.length,
  records: [...records].sort((a, b) => a.seq - b.seq).slice(-LISTED),
});

/**
 * The digest over rows of any order, some of which may have nothing to say. `fresh` may be counted elsewhere: then
 * only rows that mention the reader, or were changed, need to be given.
 */
export function digestOf(
  rows: readonly MessageRecord[],
  since: SeenPlace,
  upTo: SeenPlace,
  reader: UserId,
): StoredDigest {
  const isNew = ({ seq }: MessageRecord): boolean => seq > since.seq && seq <= upTo.seq;
  const old = rows.filter(({ seq }) => seq <= since.seq);
  const isChange = (rev = 0): boolean => rev > since.rev && rev <= upTo.rev;
  return {
    fresh: rows.filter((record) => isNew(record) && rowWeight(record, reader) > 0).length,
    mentions: partOf(rows.filter((record) => isNew(record) && rowWeight(record, reader) === 2)),
    edited: partOf(
      old.filter((each) => !isTombstone(each) && each.author !== reader && isChange(each.editedRev)),
    ),
    deleted: partOf(old.filter((each) => isTombstone(each) && isChange(changedRev(each)))),
    accepted: partOf(old.filter((each) => !isTombstone(each) && isChange(each.question?.acceptedRev))),
  };
}

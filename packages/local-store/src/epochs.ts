import { EPOCH_SIZE, type MessageRecord } from '@lectern/contracts';
import { cutRange, type Range } from './ranges.ts';
import { rowBytes } from './row-bytes.ts';
import type { Progress } from './store.ts';

/** Where an epoch of the server began in a channel: from a copy in which it stood there. */
export interface EpochStart {
  readonly epoch: number;
  readonly seq: number;
  readonly rev: number;
}

/** Whether the server has lost the change of this number: it was given after the copy from which a later epoch went on. */
export const isLostRev = (starts: readonly EpochStart[], rev: number): boolean =>
  starts.some((start) => rev > start.rev && rev < start.epoch * EPOCH_SIZE);

/** Whether the server has lost the message at this place. */
export const isLostSeq = (starts: readonly EpochStart[], seq: number): boolean =>
  starts.some((start) => seq > start.seq && seq < start.epoch * EPOCH_SIZE);

/** How far a reader has come of what the server still has. */
const rewoundCursor = (starts: readonly EpochStart[], cursor: number): number =>
  Math.min(
    cursor,
    ...starts
      .filter((start) => cursor > start.rev && cursor < start.epoch * EPOCH_SIZE)
      .map(({ rev }) => rev),
  );

/** What is still held whole once what the server has lost is gone, and rows at these places. */
function rewoundRanges(
  ranges: readonly Range[],
  starts: readonly EpochStart[],
  gone: readonly number[],
): readonly Range[] {
  const cut = starts.reduce(
    (left, { epoch, seq }) => cutRange(left, { from: seq + 1, to: epoch * EPOCH_SIZE - 1 }),
    ranges,
  );
  return gone.reduce((left, seq) => cutRange(left, { from: seq, to: seq }), cut);
}

/** What is left of a channel's progress once these rows are gone. */
export const rewoundProgress = (
  progress: Progress,
  starts: readonly EpochStart[],
  gone: readonly MessageRecord[],
): Progress => ({
  cursor: progress.cursor === null ? null : rewoundCursor(starts, progress.cursor),
  begun: rewoundCursor(starts, progress.begun),
  bytes: gone.reduce((left, record) => left - rowBytes(record), progress.bytes),
  ranges: rewoundRanges(
    progress.ranges,
    starts,
    gone.map(({ seq }) => seq),
  ),
});

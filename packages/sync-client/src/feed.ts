import { MAX_OUTBOX_BYTES, type OpId } from '@lectern/contracts';
import type { JournalRow } from '@lectern/local-store';

/**
 * Which ops of the journal go into the person's document now. They go in the order in which they were written, and
 * the first that does not fit holds back all later ones; an empty outbox takes any one op. `standing` is what the
 * outbox holds, other devices' ops included, with its size.
 */
export function nextOps(
  waiting: readonly JournalRow[],
  standing: { readonly ids: ReadonlySet<OpId>; readonly bytes: number },
  limit: { readonly bytes: number; readonly ops: number } = {
    bytes: MAX_OUTBOX_BYTES,
    ops: Number.POSITIVE_INFINITY,
  },
): readonly JournalRow[] {
  const added: JournalRow[] = [];
  let bytes = standing.bytes;
  let ops = standing.ids.size;
  for (const row of waiting) {
    if (standing.ids.has(row.op.id)) continue;
    const fits = bytes + row.bytes <= limit.bytes && ops < limit.ops;
    if (!fits && ops > 0) break;
    added.push(row);
    bytes += row.bytes;
    ops += 1;
  }
  return added;
}

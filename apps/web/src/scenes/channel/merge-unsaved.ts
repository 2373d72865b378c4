import { type ChannelId, isTombstone, type MessageId, type OpId, type UserId } from '@lectern/contracts';
import type { TimelineItem } from '@lectern/sync-client';
import type { UnsavedOp } from '../../hub/unsaved.ts';

/**
 * Lays what this page has not yet seen in a view over the view's items: new messages at the end, edits and deletes
 * over what they change. The screen shows a keystroke's result at once; the hub's answer takes its place unseen.
 */
export function mergeUnsaved(
  items: readonly TimelineItem[],
  unsaved: readonly UnsavedOp[],
  channel: ChannelId,
  me: UserId,
  atEnd: boolean,
): readonly TimelineItem[] {
  const mine = unsaved.filter((each) => each.op.channel === channel);
  if (mine.length === 0) return items;
  let merged = items;
  for (const { op } of mine) {
    if (op.kind === 'send') {
      if (!atEnd || merged.some((item) => item.record.id === (op.id as string))) continue;
      const record = {
        id: op.id as string as MessageId,
        seq: Number.MAX_SAFE_INTEGER,
        rev: 0,
        author: me,
        at: op.at,
        sentAt: op.at,
        body: op.body,
      };
      merged = [...merged, { record, rung: 'unsaved' }];
    } else if (op.kind === 'edit' || op.kind === 'delete') {
      merged = merged.map((item) => {
        if (item.record.id !== op.message || item.change?.op === op.id || isTombstone(item.record))
          return item;
        const change = { op: op.id, kind: op.kind, rung: 'unsaved' as const };
        if (op.kind === 'edit')
          return { ...item, record: { ...item.record, body: op.body, editedAt: op.at }, change };
        const { id, seq, rev, author, at } = item.record;
        return { ...item, record: { id, seq, rev, author, at, deletedAt: op.at }, change };
      });
    }
  }
  return merged;
}

/** Confirmed ops that the view's own items show by now: the page may forget them. */
export function seenOps(
  items: readonly TimelineItem[],
  unsaved: readonly UnsavedOp[],
  channel: ChannelId,
): OpId[] {
  return unsaved
    .filter(({ op, saved }) => {
      if (!saved || op.channel !== channel) return false;
      if (op.kind === 'send') return items.some((item) => item.record.id === (op.id as string));
      if (op.kind === 'edit' || op.kind === 'delete') {
        const item = items.find(({ record }) => record.id === op.message);
        return !item || item.change?.op === op.id || (op.kind === 'delete') === isTombstone(item.record);
      }
      return true;
    })
    .map(({ op }) => op.id);
}

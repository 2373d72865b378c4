import { type ChannelId, isMessageOp, isTombstone, type OpId, type UserId } from '@lectern/contracts';
import { type Scope, type ShownOp, showOps, type TimelineItem } from '@lectern/sync-client';
import type { UnsavedOp } from '../../hub/unsaved.ts';

/**
 * Lays what this page has not yet seen in a view over the view's items: the screen shows a keystroke's result at
 * once, and the hub's answer takes its place unseen.
 */
export function mergeUnsaved(
  items: readonly TimelineItem[],
  unsaved: readonly UnsavedOp[],
  channel: ChannelId,
  me: UserId,
  atEnd: boolean,
  scope: Scope,
): readonly TimelineItem[] {
  const mine = unsaved.flatMap(({ op }): ShownOp[] =>
    op.channel === channel && isMessageOp(op) ? [{ op, rung: 'unsaved', since: op.at }] : [],
  );
  return mine.length === 0 ? items : showOps(items, mine, me, atEnd, scope);
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
      if (!isMessageOp(op)) return true;
      const item = items.find(({ record }) => record.id === op.message);
      return !item || item.change?.op === op.id || op.kind !== 'delete' || isTombstone(item.record);
    })
    .map(({ op }) => op.id);
}

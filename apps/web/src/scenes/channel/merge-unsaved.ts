import { type ChannelId, isMessageOp, isTombstone, type OpId, type UserId } from '@lectern/contracts';
import type { TimelineItem } from '@lectern/sync-client';
import type { Scope, ShownOp, showOps } from '@lectern/sync-client/show-ops';
import { loadedOnce } from '../../hooks/loaded-once.ts';
import type { UnsavedOp } from '../../hub/unsaved.ts';

/** What does ops to rows: fetched when a list has been drawn, long before anybody has written. */
export const opsProgram = loadedOnce(async () => (await import('@lectern/sync-client/show-ops')).showOps);

/**
 * Lays what this page has not yet seen in a view over the view's items: the screen shows a keystroke's result at
 * once, and the hub's answer takes its place unseen.
 * @param show does ops to rows; null while it is not here, and then the hub's answer is waited for
 */
export function mergeUnsaved(
  show: typeof showOps | null,
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
  return mine.length === 0 || show === null ? items : show(items, mine, me, atEnd, scope);
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

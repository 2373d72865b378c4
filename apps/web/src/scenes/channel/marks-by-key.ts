import type { TimelineItem } from '@lectern/sync-client';
import type { KeyboardEvent } from 'react';
import type { MessageActions } from './message-actions.ts';

/** Loaded with the menu, which shows the keys. */
const load = () => import('./mark-actions.ts');

/** Does what S and P do with the message that has the focus. */
export function marksByKey(event: KeyboardEvent, item: TimelineItem, actions: MessageActions): void {
  const key = event.key.toLowerCase();
  const hasModifier = event.altKey || event.ctrlKey || event.metaKey;
  if ((key !== 's' && key !== 'p') || hasModifier) return;
  event.preventDefault();
  void load().then(({ markByKey }) => markByKey(key, item, actions.markContext()));
}

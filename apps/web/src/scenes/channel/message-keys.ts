import type { TimelineItem } from '@lectern/sync-client';
import type { KeyboardEvent } from 'react';
import type { MessageActions } from './message-actions.ts';

/** Loaded with the menu, which shows the keys. */
const load = () => import('./mark-actions.ts');

/** What a single key does with the message that has the focus: Del, T, S, M and P. */
export function messageKey(event: KeyboardEvent, item: TimelineItem, actions: MessageActions): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const key = event.key.toLowerCase();
  if (key === 'delete' && actions.canDelete(item)) actions.askDelete(item);
  else if (key === 't' && actions.threadOf(item) !== null) actions.openThread(item);
  else if (key === 's' || key === 'm' || key === 'p')
    void load().then(({ markByKey }) => markByKey(key, item, actions.markContext()));
  else return;
  event.preventDefault();
}

import { isTombstone } from '@lectern/contracts';
import type { TimelineItem } from '@lectern/sync-client';
import type { MenuItem } from '../../components/menu.tsx';
import { MenuSurface } from '../../components/menu-surface.tsx';
import { messageMenuWords } from '../../words/message-menu.ts';
import { words } from '../../words/words.ts';
import { markMenu } from './mark-actions.ts';
import { hasPlace, type MessageActions } from './message-actions.ts';

/** The menu of a message, at its row or its button. Loaded when the page rests, or with the first menu. */
export function MessageMenu({
  item,
  name,
  actions,
  anchor,
  askEmoji,
  onClose,
}: {
  item: TimelineItem;
  name: string;
  actions: MessageActions;
  anchor: Element;
  askEmoji: () => void;
  onClose: () => void;
}) {
  return (
    <MenuSurface
      label={words.messages.actions(name)}
      items={menuOf(item, actions, askEmoji)}
      anchor={anchor}
      onClose={onClose}
    />
  );
}

/** Only what this person may do with the message now. */
function menuOf(item: TimelineItem, actions: MessageActions, askEmoji: () => void): MenuItem[] {
  if (isTombstone(item.record)) return [];
  const items: MenuItem[] = [];
  if (actions.canReact(item)) items.push({ label: words.messages.react, icon: 'react', onSelect: askEmoji });
  if (actions.canReply(item))
    items.push({ label: words.messages.reply, icon: 'reply', onSelect: () => actions.reply(item) });
  if (actions.threadOf(item) !== null)
    items.push({
      label: words.threads.open,
      icon: 'thread',
      keys: 'T',
      onSelect: () => actions.openThread(item),
    });
  if (actions.canEdit(item))
    items.push({ label: words.messages.edit, icon: 'edit', onSelect: () => actions.edit(item) });
  items.push({ label: messageMenuWords.copyText, icon: 'copy', onSelect: () => actions.copyText(item) });
  if (hasPlace(item)) {
    items.push({ label: messageMenuWords.copyLink, icon: 'link', onSelect: () => actions.copyLink(item) });
    items.push({ label: messageMenuWords.forward, icon: 'forward', onSelect: () => actions.forward(item) });
  }
  items.push(...markMenu(item, actions.markContext()));
  if (actions.canSeeVersions(item))
    items.push({
      label: words.messages.versions,
      icon: 'history',
      onSelect: () => actions.seeVersions(item),
    });
  if (actions.canMarkUnread(item))
    items.push({
      label: messageMenuWords.markUnread,
      icon: 'mail',
      onSelect: () => actions.markUnread(item),
    });
  if (actions.canDelete(item)) {
    items.push({
      label: messageMenuWords.delete,
      icon: 'trash',
      keys: 'Del',
      danger: true,
      apart: true,
      onSelect: () => actions.askDelete(item),
    });
  }
  return items;
}

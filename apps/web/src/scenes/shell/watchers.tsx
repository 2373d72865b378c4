import { isTombstone, type UserId } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import type { NoticeItem } from '@lectern/sync-client';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useToast } from '../../components/toast.tsx';
import { useAttentionOfPage } from '../../hooks/use-attention.ts';
import { isOverlayOpen } from '../../hooks/use-hotkeys.ts';
import { useMe } from '../../hooks/use-me.ts';
import { useUnreadNotices } from '../../hooks/use-own-status.ts';
import { useSettled } from '../../hooks/use-settled.ts';
import { findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { noticeWords } from '../../words/notifications.ts';
import { words } from '../../words/words.ts';
import { noticeAddress, threadAddress } from '../channel/addresses.ts';
import { useReminderToasts } from '../reminders/use-reminder-toasts.ts';
import { useDialogs } from './dialogs.tsx';
import { refusalOf } from './pending-words.ts';
import { ShellKeys } from './shell-keys.tsx';
import { rememberTold, toldNotice } from './told-notice.ts';

/**
 * Turns what happens elsewhere into toasts: mentions, reminders, and changes that were refused. The keys that work
 * everywhere come along, and the word on whether somebody is at this tab.
 */
export function Watchers() {
  useAttentionOfPage();
  useMentionToasts();
  useReminderToasts();
  useRefusalToasts();
  useAppBadge();
  return <ShellKeys />;
}

function useMentionToasts(): void {
  const notices = useView('notices', null);
  const sidebar = useSidebar();
  const toast = useToast();
  const { views } = usePage();
  const { id: me } = useMe();
  const [path, navigate] = useLocation();
  const first = useRef(true);

  const tell = useStable(async (fresh: readonly NoticeItem[]) => {
    const newest = fresh.at(-1)!;
    if (path === '/notifications') return;
    if (first.current && fresh.length > 1) {
      toast({
        icon: 'at',
        title: noticeWords.away(fresh.length),
        action: { label: words.common.open, run: () => navigate('/notifications') },
      });
      return;
    }
    // What is on screen needs no toast.
    if (path === placeOf(newest) && !document.hidden) return;
    const found = findChannel(sidebar, newest.channel);
    if (!found) return;
    const { people } = await views.when('people', { course: found.course.id }, (view) => view.ready);
    const nameOf = (user: UserId) =>
      people.find((person) => person.id === user)?.name ?? words.common.unknownPerson;
    toast({
      icon: newest.kind === 'mention' ? 'at' : 'thread',
      title: titleOf(newest, nameOf(newest.from), found.entry.name),
      ...(newest.record && !isTombstone(newest.record)
        ? { detail: plainText(newest.record.body, nameOf) }
        : {}),
      action: { label: words.common.open, run: () => navigate(noticeAddress(newest)) },
    });
  });

  const settled = useSettled();
  const ready = sidebar.ready && settled;
  useEffect(() => {
    if (!notices || !ready) return;
    const told = toldNotice(me);
    const fresh = notices
      .filter(({ read, id, kind }) => !read && id > told && kind !== 'reaction')
      .sort((a, b) => a.id - b.id);
    if (fresh.length > 0) {
      rememberTold(me, fresh.at(-1)!.id);
      void tell(fresh);
    }
    if (notices.length > 0) first.current = false;
  }, [notices, ready, tell, me]);
}

function titleOf({ kind, group }: NoticeItem, name: string, channel: string): string {
  if (kind === 'reply') return noticeWords.replied(name, channel);
  return group === undefined
    ? noticeWords.mentioned(name, channel)
    : noticeWords.called(name, group, channel);
}

/** The screen on which what was said can be seen. */
const placeOf = ({ channel, thread }: NoticeItem): string =>
  thread === undefined ? `/c/${channel}` : threadAddress(channel, thread);

/** The count on the app's icon, where it is installed. */
function useAppBadge(): void {
  const unread = useUnreadNotices();
  useEffect(() => {
    void navigator.setAppBadge?.(unread).catch(() => {});
  }, [unread]);
}

function useRefusalToasts(): void {
  const pending = useView('pending', null);
  const toast = useToast();
  const dialogs = useDialogs();
  const known = useRef<Set<string> | null>(null);
  const tell = useStable((title: string) =>
    toast({
      icon: 'warning',
      title,
      action: { label: words.common.open, run: () => dialogs.show({ kind: 'pending' }) },
    }),
  );
  useEffect(() => {
    if (!pending) return;
    const refused = pending.filter((each) => each.rung === 'refused');
    const before = known.current;
    known.current = new Set(refused.map((each) => each.op.id));
    // What was refused before this page opened stands in the panel and in its channel already.
    if (!before) return;
    for (const each of refused) {
      // The dialog that asks for a new channel is still open and says so itself.
      const isSaid = each.op.kind === 'channel.create' && isOverlayOpen();
      if (!before.has(each.op.id) && !isSaid) tell(refusalOf(each));
    }
  }, [pending, tell]);
}

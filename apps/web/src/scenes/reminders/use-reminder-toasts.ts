import type { SavedItem } from '@lectern/sync-client';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useToast } from '../../components/toast.tsx';
import { useIsShown } from '../../hooks/use-is-looked-at.ts';
import { useMe } from '../../hooks/use-me.ts';
import { useSettled } from '../../hooks/use-settled.ts';
import { findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { reminderWords } from '../../words/reminders.ts';
import { words } from '../../words/words.ts';
import { reminderAddress, reminderText } from './reminder-text.ts';
import { takeUntold } from './told-reminders.ts';

/** Tells in a toast what falls due, once on each device and when somebody can see it. */
export function useReminderToasts(): void {
  const due = useView('reminders', null);
  const sidebar = useSidebar();
  const toast = useToast();
  const { hub, views } = usePage();
  const { id: me } = useMe();
  const [path, navigate] = useLocation();
  const settled = useSettled();
  const isShown = useIsShown();

  const tell = useStable(async (untold: readonly SavedItem[]) => {
    if (path === '/notifications') return;
    const [item] = untold;
    const open = (to: string) => ({ label: words.common.open, run: () => navigate(to) });
    if (untold.length > 1 || item === undefined) {
      const title = reminderWords.several(untold.length);
      toast({ icon: 'clock', title, action: open('/notifications') });
      return;
    }
    const found = 'channel' in item ? findChannel(sidebar, item.channel) : null;
    const people = found
      ? (await views.when('people', { course: found.course.id }, ({ ready }) => ready)).people
      : [];
    const nameOf = (user: string) => people.find(({ id }) => id === user)?.name ?? words.common.unknownPerson;
    const address = reminderAddress(item);
    toast({
      icon: 'clock',
      title: found ? `${reminderWords.about} #${found.entry.name}` : reminderWords.reminder,
      detail: reminderText(item, nameOf),
      action:
        address === null
          ? open('/notifications')
          : {
              label: words.common.open,
              run: () => {
                void hub.command('closeReminders', { messages: [item.message] }).catch(() => {});
                navigate(address);
              },
            },
    });
  });

  useEffect(() => {
    if (!due || !settled || !isShown) return;
    const untold = new Set(takeUntold(me, due.map(keyOf)));
    if (untold.size > 0) void tell(due.filter((item) => untold.has(keyOf(item))));
  }, [due, settled, isShown, me, tell]);
}

/** The same reminder at another time is another one. */
const keyOf = ({ message, reminder }: SavedItem): string => `${message} ${reminder?.at}`;

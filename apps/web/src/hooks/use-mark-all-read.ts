import type { CourseId } from '@lectern/contracts';
import { useToast } from '../components/toast.tsx';
import { usePage } from '../hub/hub-context.tsx';
import { words } from '../words/words.ts';

/** Reads everything, of one course or of all, and says so with a way back. */
export function useMarkAllRead(): (course: CourseId | null) => Promise<void> {
  const { hub } = usePage();
  const toast = useToast();
  return async (course) => {
    const before = await hub.command('markAllRead', { course });
    if (before.length === 0) {
      toast({ icon: 'check', title: words.sidebar.nothingNew });
      return;
    }
    toast({
      icon: 'check',
      title: words.sidebar.allRead,
      action: {
        label: words.common.undo,
        run: () => void hub.command('readAgain', { before }).catch(() => {}),
      },
    });
  };
}

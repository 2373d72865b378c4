import type { MessageId, PersonEntry } from '@lectern/contracts';
import { useLocation } from 'wouter';
import { useToast } from '../../components/toast.tsx';
import type { TypedCommand } from '../../composer/slash-command.ts';
import { useCare } from '../../hooks/use-care.ts';
import { useMarkAllRead } from '../../hooks/use-mark-all-read.ts';
import { useMe } from '../../hooks/use-me.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { useDialogs } from '../shell/dialogs.tsx';

/** Commands of a channel's or a thread's composer, whose program is fetched with the first one. Answers as `runCommand` does. */
export function useCommands(
  found: FoundChannel,
  people: readonly PersonEntry[],
  thread?: MessageId,
): (command: TypedCommand) => Promise<string | null> {
  const [, navigate] = useLocation();
  const context = {
    ...{ found, people, thread, navigate },
    page: usePage(),
    me: useMe(),
    dialogs: useDialogs(),
    toast: useToast(),
    submit: useSubmit(),
    setCare: useCare(),
    markAllRead: useMarkAllRead(),
  };
  return useStable(async (command: TypedCommand) => {
    const { runCommand } = await loadCommands();
    return runCommand(command, context);
  });
}

export const loadCommands = () => import('./run-command.ts');

import { can } from '@lectern/access';
import {
  check,
  MAX_TOPIC_LENGTH,
  type Me,
  type MessageId,
  type PersonEntry,
  TopicSchema,
} from '@lectern/contracts';
import type { Toast } from '../../components/toast.tsx';
import type { TypedCommand } from '../../composer/slash-command.ts';
import { actorInChannel } from '../../hooks/use-actor.ts';
import type { useCare } from '../../hooks/use-care.ts';
import type { useMarkAllRead } from '../../hooks/use-mark-all-read.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import type { useSubmit } from '../../hooks/use-submit.ts';
import type { Page } from '../../hub/page.ts';
import { type CommandName, commandNames, commandWords } from '../../words/commands.ts';
import { remindCommand } from '../reminders/remind-command.ts';
import { searchIn } from '../search/search-address.ts';
import type { Dialogs } from '../shell/dialogs.tsx';
import { type MuteTime, muteEnd } from './mute-times.ts';

/** What commands are done with, and where. */
export interface CommandContext {
  readonly found: FoundChannel;
  /** The thread in which it was typed. */
  readonly thread: MessageId | undefined;
  readonly page: Page;
  readonly people: readonly PersonEntry[];
  readonly me: Me;
  readonly dialogs: Dialogs;
  readonly toast: (toast: Toast) => void;
  readonly submit: ReturnType<typeof useSubmit>;
  readonly setCare: ReturnType<typeof useCare>;
  readonly markAllRead: ReturnType<typeof useMarkAllRead>;
  readonly navigate: (to: string) => void;
}

/** What is wrong with a command, or null when it is done. */
type Answer = string | null;

/** Does what a command says. */
export function runCommand(
  { name, argument }: TypedCommand,
  context: CommandContext,
): Answer | Promise<Answer> {
  const command = commandNames.find((each) => each === name);
  return command === undefined ? commandWords.unknown(name) : commands[command](argument, context);
}

const commands: Record<CommandName, (argument: string, context: CommandContext) => Answer | Promise<Answer>> =
  {
    mute(argument, { found, setCare, toast }) {
      const times: Partial<Record<string, MuteTime>> = { '': 'ever', hour: 'hour', tomorrow: 'tomorrow' };
      const time = times[argument.toLowerCase()];
      if (!found.isIn || time === undefined) return commandWords.muteUsage;
      setCare(found.entry.id, { ...found.entry.care, mutedUntil: muteEnd(time, Date.now()) });
      return done(toast, commandWords.muted);
    },
    unmute(_, { found, setCare, toast }) {
      if (found.isIn) setCare(found.entry.id, { ...found.entry.care, mutedUntil: null });
      return done(toast, commandWords.unmuted);
    },
    topic(argument, { found, me, submit, toast }) {
      if (!can(actorInChannel(me, found), 'channel.describe', found.entry))
        return commandWords.notAllowed('topic');
      const topic = check(TopicSchema, argument);
      if (!topic.ok) return commandWords.badTopic(MAX_TOPIC_LENGTH);
      submit({ kind: 'channel.describe', channel: found.entry.id, topic: topic.value });
      return done(toast, commandWords.topicSet);
    },
    invite(argument, { found: { entry, ...rest }, people, me, submit, dialogs, toast }) {
      const found = { entry, ...rest } as FoundChannel;
      const adds = { ...entry, user: '' as never, role: 'member' } as const;
      if (!can(actorInChannel(me, found), 'channel.setMember', adds))
        return commandWords.notAllowed('invite');
      if (argument === '') {
        dialogs.show({ kind: 'add-people', channel: entry.id });
        return null;
      }
      const wanted = argument.replace(/^@/, '').toLowerCase();
      const person = people.find(({ handle, name }) => handle === wanted || name.toLowerCase() === wanted);
      if (!person) return commandWords.noSuchPerson(argument);
      submit({ kind: 'channel.member', channel: entry.id, user: person.id, role: 'member' });
      return done(toast, commandWords.invited(person.name));
    },
    remind(argument, { found, thread, page, toast }) {
      return remindCommand(argument, { channel: found.entry.id, thread }, page, toast);
    },
    read(_, { markAllRead }) {
      void markAllRead(null);
      return null;
    },
    search(argument, { found, navigate }) {
      navigate(searchIn(found.entry.name) + encodeURIComponent(argument));
      return null;
    },
  };

function done(toast: CommandContext['toast'], title: string): null {
  toast({ icon: 'check', title });
  return null;
}

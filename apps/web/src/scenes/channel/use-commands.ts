import { can } from '@lectern/access';
import { check, MAX_TOPIC_LENGTH, type PersonEntry, TopicSchema } from '@lectern/contracts';
import { useLocation } from 'wouter';
import { useToast } from '../../components/toast.tsx';
import type { TypedCommand } from '../../composer/slash-command.ts';
import { actorInChannel } from '../../hooks/use-actor.ts';
import { useCare } from '../../hooks/use-care.ts';
import { useMarkAllRead } from '../../hooks/use-mark-all-read.ts';
import { useMe } from '../../hooks/use-me.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { type CommandName, commandNames, commandWords } from '../../words/commands.ts';
import { searchIn } from '../search/search-address.ts';
import { useDialogs } from '../shell/dialogs.tsx';
import { type MuteTime, muteEnd } from './mute-times.ts';

/** Does what a command in the channel's composer says. Answers what is wrong with it, or null when it is done. */
export function useCommands(
  found: FoundChannel,
  people: readonly PersonEntry[],
): (command: TypedCommand) => string | null {
  const me = useMe();
  const toast = useToast();
  const submit = useSubmit();
  const dialogs = useDialogs();
  const setCare = useCare();
  const markAllRead = useMarkAllRead();
  const [, navigate] = useLocation();
  const { entry } = found;
  const done = (title: string): null => {
    toast({ icon: 'check', title });
    return null;
  };

  const commands: Record<CommandName, (argument: string) => string | null> = {
    mute(argument) {
      const time = { '': 'ever', hour: 'hour', tomorrow: 'tomorrow' }[argument] as MuteTime | undefined;
      if (!found.isIn || time === undefined) return commandWords.muteUsage;
      setCare(entry.id, { ...found.entry.care, mutedUntil: muteEnd(time, Date.now()) });
      return done(commandWords.muted);
    },
    unmute() {
      if (found.isIn) setCare(entry.id, { ...found.entry.care, mutedUntil: null });
      return done(commandWords.unmuted);
    },
    topic(argument) {
      if (!can(actorInChannel(me, found), 'channel.describe', entry)) return commandWords.notAllowed('topic');
      const topic = check(TopicSchema, argument);
      if (!topic.ok) return commandWords.tooLongTopic(MAX_TOPIC_LENGTH);
      submit({ kind: 'channel.describe', channel: entry.id, topic: topic.value });
      return done(commandWords.topicSet);
    },
    invite(argument) {
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
      return done(commandWords.invited(person.name));
    },
    read() {
      void markAllRead(null);
      return null;
    },
    search(argument) {
      navigate(searchIn(entry.name) + encodeURIComponent(argument));
      return null;
    },
  };
  return ({ name, argument }) => {
    const command = commandNames.find((each) => each === name);
    return command === undefined ? commandWords.unknown(name) : commands[command](argument);
  };
}

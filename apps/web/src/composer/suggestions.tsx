import { Avatar } from '../components/avatar.tsx';
import { Icon } from '../components/icons.tsx';
import { RoleBadge } from '../components/role-badge.tsx';
import { SuggestionList } from '../components/suggestion-list.tsx';
import { commandWords } from '../words/commands.ts';
import { groupWords } from '../words/groups.ts';
import { words } from '../words/words.ts';
import type { Suggestion, Suggestions } from './use-suggestions.ts';

/** Whom a begun mention may mean, which emoji a begun short code, which command a slash: above the composer. */
export function SuggestionsOf({
  id,
  suggestions,
  channelName,
}: {
  id: string;
  suggestions: Suggestions;
  channelName: string;
}) {
  const { options, active, pick, hover } = suggestions;
  return (
    <SuggestionList
      id={id}
      label={labels[options[0]?.kind ?? 'person']}
      options={options}
      keyOf={keyOf}
      active={active}
      className="start-0 bottom-full mb-1.5 w-80 max-w-full"
      onPick={pick}
      onHover={hover}
    >
      {(option) => drawOption(option, channelName)}
    </SuggestionList>
  );
}

const labels: Record<Suggestion['kind'], string> = {
  person: words.composer.mentionList,
  group: words.composer.mentionList,
  emoji: words.composer.emojiList,
  command: commandWords.list,
};

function keyOf(option: Suggestion): string {
  if (option.kind === 'person') return option.person.id;
  if (option.kind === 'group') return option.group;
  return option.kind === 'emoji' ? option.emoji : option.name;
}

function drawOption(option: Suggestion, channelName: string) {
  if (option.kind === 'group') {
    return (
      <>
        <span className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-accent-text">
          <Icon name="people" size={16} />
        </span>
        <span className="shrink-0 font-medium">@{option.group}</span>
        <span className="ms-auto min-w-0 truncate ps-2 text-small text-muted">
          {groupWords[option.group](channelName)}
        </span>
      </>
    );
  }
  if (option.kind === 'command') {
    return (
      <>
        <span className="shrink-0 font-medium">/{option.name}</span>
        <span className="min-w-0 truncate text-small text-muted">{commandWords.hints[option.name]}</span>
      </>
    );
  }
  if (option.kind === 'emoji') {
    return (
      <>
        <span className="emoji text-[1.25rem]">{option.emoji}</span>
        <span className="min-w-0 truncate">{option.name}</span>
      </>
    );
  }
  const { id, name, role, handle } = option.person;
  return (
    <>
      <Avatar id={id} name={name} size={24} />
      <span className="min-w-0 truncate">{name}</span>
      <RoleBadge role={role} />
      <span className="ms-auto min-w-0 shrink-[2] truncate ps-2 text-small text-muted">@{handle}</span>
    </>
  );
}

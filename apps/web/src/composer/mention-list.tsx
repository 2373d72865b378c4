import type { PersonEntry } from '@lectern/contracts';
import { Avatar } from '../components/avatar.tsx';
import { RoleBadge } from '../components/role-badge.tsx';
import { SuggestionList } from '../components/suggestion-list.tsx';
import { words } from '../words/words.ts';

/** The people that a begun mention may mean, above the composer. */
export function MentionList({
  id,
  people,
  active,
  onPick,
  onHover,
}: {
  id: string;
  people: readonly PersonEntry[];
  active: number;
  onPick: (person: PersonEntry) => void;
  onHover: (index: number) => void;
}) {
  return (
    <SuggestionList
      id={id}
      label={words.composer.mentionList}
      options={people}
      keyOf={(person) => person.id}
      active={active}
      className="start-0 bottom-full mb-1.5 w-80 max-w-full"
      onPick={onPick}
      onHover={onHover}
    >
      {(person) => (
        <>
          <Avatar id={person.id} name={person.name} size={24} />
          <span className="min-w-0 truncate">{person.name}</span>
          <RoleBadge role={person.role} />
          <span className="ms-auto min-w-0 shrink-[2] truncate ps-2 text-small text-muted">
            @{person.handle}
          </span>
        </>
      )}
    </SuggestionList>
  );
}

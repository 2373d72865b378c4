import type { PersonEntry } from '@lectern/contracts';
import { Avatar } from '../components/avatar.tsx';
import { cx } from '../components/class-names.ts';
import { RoleBadge } from '../components/role-badge.tsx';
import { words } from '../words/words.ts';

/** The people that a begun mention may mean, above the composer. The caret stays in the text. */
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
    <div
      id={id}
      role="listbox"
      aria-label={words.composer.mentionList}
      className="appear absolute start-0 bottom-full z-30 mb-1.5 w-80 max-w-full rounded-card bg-raised p-1 shadow-float"
    >
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled where the caret is
        <div
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => onHover(index)}
          onClick={() => onPick(person)}
          className={cx(
            'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2 coarse:min-h-12',
            index === active && 'bg-hover',
          )}
        >
          <Avatar id={person.id} name={person.name} size={24} />
          <span className="min-w-0 truncate">{person.name}</span>
          <RoleBadge role={person.role} />
          <span className="ms-auto min-w-0 shrink-[2] truncate ps-2 text-small text-muted">
            @{person.handle}
          </span>
        </div>
      ))}
    </div>
  );
}

import { isTombstone, type UserId } from '@lectern/contracts';
import type { TimelineItem } from '@lectern/sync-client';
import { cx } from '../../components/class-names.ts';
import { Icon } from '../../components/icons.tsx';
import { badge } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import type { MessageActions } from './message-actions.ts';

/** Names that a reaction tells when it is asked who; the others are counted. */
const MOST_NAMES = 12;

/** The emoji under a message, each with how many put it there. A press adds one's own or takes it away. */
export function Reactions({
  item,
  me,
  nameOf,
  actions,
  onAdd,
}: {
  item: TimelineItem;
  me: UserId;
  nameOf: (user: UserId) => string;
  actions: MessageActions;
  /** Asks for another emoji, beside the button that was pressed. */
  onAdd: (anchor: Element) => void;
}) {
  const { record } = item;
  const reactions = (!isTombstone(record) && record.reactions) || [];
  if (reactions.length === 0) return null;
  const mayReact = actions.canReact(item);
  return (
    <ul aria-label={words.messages.reactions} className="mt-1 mb-0.5 flex flex-wrap gap-1">
      {reactions.map(({ emoji, by }) => {
        const mine = by.includes(me);
        const label = words.messages.reacted(namesOf(by, me, nameOf), emoji);
        return (
          <li key={emoji}>
            <button
              type="button"
              aria-pressed={mine}
              data-tip={label}
              disabled={!mayReact}
              onClick={() => actions.react(item, emoji, !mine)}
              className={cx(
                chip,
                'tabular-nums',
                mine
                  ? 'border-accent-line bg-accent-soft text-accent-text'
                  : 'border-transparent bg-hover text-soft enabled:hover:bg-active',
              )}
            >
              <span className="emoji">{emoji}</span>
              {badge(by.length)}
              <span className="sr-only"> {label}</span>
            </button>
          </li>
        );
      })}
      {mayReact && (
        <li>
          <button
            type="button"
            aria-label={words.messages.react}
            data-tip={words.messages.react}
            onClick={(event) => onAdd(event.currentTarget)}
            className={cx(chip, 'border-transparent text-muted hover:bg-hover')}
          >
            <Icon name="react" size={16} />
          </button>
        </li>
      )}
    </ul>
  );
}

const chip =
  'flex h-6 items-center gap-1 rounded-full border px-1.5 text-small select-none coarse:h-8 coarse:px-2.5';

/** Oneself first, then the others in their order; beyond a dozen they are counted. */
function namesOf(by: readonly UserId[], me: UserId, nameOf: (user: UserId) => string): string[] {
  const others = by.filter((user) => user !== me);
  const told = others.slice(0, MOST_NAMES).map(nameOf);
  const rest = others.length - told.length;
  return [
    ...(others.length < by.length ? [words.messages.you] : []),
    ...told,
    ...(rest > 0 ? [words.messages.others(rest)] : []),
  ];
}

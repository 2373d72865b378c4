import type { IconName } from '../../components/icons.tsx';
import { matchWords } from '../../components/match-words.ts';

export type OptionGroup = 'channel' | 'person' | 'message' | 'command';

/** Somewhere to go, or something to do. */
export interface SwitcherOption {
  readonly key: string;
  readonly group: OptionGroup;
  readonly icon: IconName;
  readonly label: string;
  /** Said beside it: its course, its handle. Also found by. */
  readonly detail?: string;
  /** Something new is there. */
  readonly isNew?: boolean;
  readonly run: () => void;
}

/** Options of one group at once: the whole list stays within a glance. */
const MOST_OF: Readonly<Record<OptionGroup, number>> = { channel: 6, person: 4, message: 4, command: 5 };

/**
 * Those that answer what was typed, group by group, the best first; of equals the unread, then in the order given.
 * Without a word only channels are offered, the unread ones first.
 */
export function matchingOptions(typed: string, options: readonly SwitcherOption[]): SwitcherOption[] {
  const q = typed.trim();
  const ranked = options.flatMap((option) => {
    if (q === '' && option.group !== 'channel') return [];
    const ranks = [option.label, option.detail ?? ''].map((name) =>
      name === '' ? null : matchWords(q, name),
    );
    const rank = Math.min(ranks[0] ?? Infinity, (ranks[1] ?? Infinity) + 0.5);
    return rank === Infinity ? [] : [{ option, rank: rank - (option.isNew ? 0.25 : 0) }];
  });
  return (['channel', 'person', 'message', 'command'] as const).flatMap((group) =>
    ranked
      .filter(({ option }) => option.group === group)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MOST_OF[group])
      .map(({ option }) => option),
  );
}

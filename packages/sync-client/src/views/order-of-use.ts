import type { SavedItem } from '../port-values.ts';

/** What a person keeps, as they will want it: reminders that are due or to come, the soonest first; then the newest. */
export const inOrderOfUse = (items: readonly SavedItem[]): SavedItem[] =>
  items.toSorted((a, b) => (momentOf(a) === momentOf(b) ? b.at - a.at : momentOf(a) - momentOf(b)));

const momentOf = ({ reminder }: SavedItem): number =>
  reminder === null || reminder.state === 'over' ? Number.MAX_SAFE_INTEGER : reminder.at;

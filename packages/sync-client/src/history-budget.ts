const MEGABYTE = 1_000_000;

/** How much of the history a person may let this device keep, in bytes. 0: only what they open. */
export const historyBudgets = [0, 50 * MEGABYTE, 200 * MEGABYTE, 1_000 * MEGABYTE] as const;

/** Without a word from the person: some 300,000 messages, a fraction of what any browser gives a site. */
export const DEFAULT_HISTORY_BUDGET: number = 200 * MEGABYTE;

const MEGABYTE = 1_000_000;

/** How much of the history a person may let this device keep, in bytes. 0: only what they open. */
export const historyBudgets = [0, 50 * MEGABYTE, 200 * MEGABYTE, 1_000 * MEGABYTE] as const;

/** Without a word from the person: some 300,000 messages, a fraction of what any browser gives a site. */
export const DEFAULT_HISTORY_BUDGET: number = 200 * MEGABYTE;

/** Room that is left to everything else on the disk, in bytes: what people write must find a place. */
const LEFT_FREE = 200 * MEGABYTE;

/** Whether the browser has room to spare for what nobody has asked for yet. One that does not tell is believed to. */
export async function hasRoomToSpare(): Promise<boolean> {
  const told = await globalThis.navigator?.storage?.estimate?.().catch(() => null);
  if (told?.quota === undefined || told.usage === undefined) return true;
  return told.quota - told.usage > LEFT_FREE;
}

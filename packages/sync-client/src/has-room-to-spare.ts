/** Room that is left to everything else on the disk, in bytes: what people write must find a place. */
const LEFT_FREE = 200_000_000;

/** Whether the browser has room to spare for what nobody has asked for yet. One that does not tell is believed to. */
export async function hasRoomToSpare(): Promise<boolean> {
  const told = await globalThis.navigator?.storage?.estimate?.().catch(() => null);
  if (told?.quota === undefined || told.usage === undefined) return true;
  return told.quota - told.usage > LEFT_FREE;
}

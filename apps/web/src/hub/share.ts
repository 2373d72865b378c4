/**
 * `next` with every part that says the same as in `previous` replaced by the previous part. Values from the hub are
 * fresh copies; what has not changed should keep its identity, so that nothing is drawn again for it.
 */
export function share<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next;
  if (typeof previous !== 'object' || typeof next !== 'object' || previous === null || next === null)
    return next;
  if (Array.isArray(previous) && Array.isArray(next)) return shareList(previous, next) as T;
  if (Array.isArray(previous) || Array.isArray(next)) return next;
  const before = previous as Record<string, unknown>;
  const after = next as Record<string, unknown>;
  const keys = Object.keys(after);
  let same = keys.length === Object.keys(before).length;
  const shared: Record<string, unknown> = {};
  for (const key of keys) {
    shared[key] = share(before[key], after[key]);
    if (shared[key] !== before[key] || !Object.hasOwn(before, key)) same = false;
  }
  return (same ? before : shared) as T;
}

/** Elements with an id are compared with their namesake, so that a list that has grown at its start still shares. */
function shareList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const byId = new Map(previous.map((item, at) => [idOf(item) ?? at, item]));
  const shared = next.map((item, at) => share(byId.get(idOf(item) ?? at), item));
  return shared.length === previous.length && shared.every((item, at) => item === previous[at])
    ? previous
    : shared;
}

function idOf(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return undefined;
  if ('id' in item) return item.id;
  if ('user' in item) return item.user;
  // Rows of a timeline and of the pending list carry their id one level down.
  if ('record' in item) return idOf(item.record);
  return 'op' in item ? idOf(item.op) : undefined;
}

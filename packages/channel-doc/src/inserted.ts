import * as Y from 'yjs';

/**
 * The plain values that a transaction has put into the types for which `isWanted` answers true, and that are still
 * there at its end. Reads the structs that are new, so that its cost is that of the change and not of the document:
 * an event's own `changes` would walk the whole list each time.
 */
export function insertedValues(
  transaction: Y.Transaction,
  isWanted: (parent: unknown) => boolean,
): unknown[] {
  const values: unknown[] = [];
  for (const [client, end] of transaction.afterState) {
    const begin = transaction.beforeState.get(client) ?? 0;
    if (begin === end) continue;
    const structs = transaction.doc.store.clients.get(client) ?? [];
    for (let index = Y.findIndexSS(structs, begin); index < structs.length; index++) {
      const struct = structs[index]!;
      if (!(struct instanceof Y.Item) || struct.deleted || !(struct.content instanceof Y.ContentAny))
        continue;
      if (!isWanted(struct.parent)) continue;
      // A struct may have grown: what stands before `begin` is old.
      values.push(...struct.content.arr.slice(Math.max(0, begin - struct.id.clock)));
    }
  }
  return values;
}

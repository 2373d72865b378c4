import * as Y from 'yjs';

/**
 * Whether a document has everything that an update builds on. One that is applied without that waits inside of the
 * document for what it lacks, is in none of its updates, and is refused by the server.
 */
export function appliesCleanly(doc: Y.Doc, update: Uint8Array): boolean {
  const { structs, ds } = Y.decodeUpdate(update);
  const reached = new Map<number, number>();
  const reach = (client: number): number => reached.get(client) ?? Y.getState(doc.store, client);
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    if (clock > reach(client)) return false;
    reached.set(client, Math.max(reach(client), clock + struct.length));
  }
  const isThere = (id: unknown): boolean => !(id instanceof Y.ID) || id.clock < reach(id.client);
  const hasAllItNames = structs.every(
    (struct) =>
      !(struct instanceof Y.Item) || [struct.origin, struct.rightOrigin, struct.parent].every(isThere),
  );
  return (
    hasAllItNames &&
    [...ds.clients].every(([client, deleted]) =>
      deleted.every(({ clock, len }) => clock + len <= reach(client)),
    )
  );
}

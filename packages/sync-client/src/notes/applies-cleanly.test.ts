import { noteRoot, seedOf } from '@lectern/channel-doc';
import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { appliesCleanly } from './applies-cleanly.ts';

test('N4: an update applies cleanly exactly if nothing of it is left waiting', () => {
  const random = createRandom(3);
  const docs = [new Y.Doc(), new Y.Doc()];
  const updates: Uint8Array[] = [];
  for (const doc of docs) {
    Y.applyUpdate(doc, seedOf('lab'));
    doc.on('update', (update: Uint8Array) => {
      updates.push(update);
      // Mostly they hear of one another.
      for (const other of docs) if (other !== doc && random.chance(0.8)) Y.applyUpdate(other, update);
    });
  }
  for (let step = 0; step < 60; step += 1) {
    const root = noteRoot(random.pick(docs));
    const kind = random.int(0, 2);
    if (kind === 0 && root.length > 1) root.delete(random.int(0, root.length - 1), 1);
    else if (kind === 1) root.insert(random.int(0, root.length), [new Y.XmlElement('paragraph')]);
    else if (root.length > 0)
      (root.get(random.int(0, root.length - 1)) as Y.XmlElement).insert(0, [new Y.XmlText('words')]);
  }
  const counts = { clean: 0, waiting: 0 };
  for (let trial = 0; trial < 200; trial += 1) {
    const doc = new Y.Doc();
    if (random.chance(0.8)) Y.applyUpdate(doc, seedOf('lab'));
    for (const update of updates) {
      if (random.chance(0.15)) continue;
      const foreseen = appliesCleanly(doc, update);
      Y.applyUpdate(doc, update);
      const isClean = doc.store.pendingStructs === null && doc.store.pendingDs === null;
      expect(foreseen).toBe(isClean);
      counts[isClean ? 'clean' : 'waiting'] += 1;
      if (!isClean) break;
    }
  }
  expect(Math.min(counts.clean, counts.waiting)).toBeGreaterThan(50);
});

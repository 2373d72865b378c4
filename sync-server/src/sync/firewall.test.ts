import { addOps, setRead, setSetting, takeOps } from '@lectern/channel-doc';
import { type ChannelId, type DeviceId, newId, type Op, type OpId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { createRandom } from '@lectern/test-kit';
import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { isEmptyUpdate, judgeUserUpdate } from './firewall.ts';

const op = (text = 'hello'): Op => ({
  id: newId<OpId>(),
  kind: 'send',
  channel: newId<ChannelId>(),
  at: 1,
  body: bodyFromText(text),
});

/** The update that a change makes, on a document that holds what `before` holds. */
function updateOf(change: (doc: Y.Doc) => void, before?: Y.Doc): Uint8Array {
  const doc = new Y.Doc();
  if (before !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(before));
  const state = Y.encodeStateVector(doc);
  doc.transact(() => change(doc));
  return Y.encodeStateAsUpdate(doc, state);
}

const handmade = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
};

/** One section with one struct, followed by an empty delete set. */
const oneStruct = (client: number, clock: number, write: (encoder: encoding.Encoder) => void): Uint8Array =>
  handmade((e) => {
    for (const n of [1, 1, client, clock]) encoding.writeVarUint(e, n);
    write(e);
    encoding.writeVarUint(e, 0);
  });

const kindOf = (doc: Y.Doc, update: Uint8Array) => judgeUserUpdate(doc, update).fault?.kind ?? 'pass';

describe('what honest devices write passes', () => {
  test('ops, read positions, settings, and their removal', () => {
    const server = new Y.Doc();
    const client = new Y.Doc();
    const verdicts: string[] = [];
    client.on('update', (update: Uint8Array) => {
      verdicts.push(kindOf(server, update));
      Y.applyUpdate(server, update);
    });
    const ops = Array.from({ length: 20 }, () => op());
    addOps(client, ops);
    takeOps(
      client,
      ops.slice(0, 10).map((o) => o.id),
    );
    for (let seq = 1; seq < 5; seq++)
      setRead(client, newId<DeviceId>(), newId<ChannelId>(), { turn: 0, seq });
    setSetting(client, 'theme', 'dark');
    setSetting(client, 'theme', 'light');
    expect(new Set(verdicts)).toEqual(new Set(['pass']));
  });

  test('a whole state after much use, to a server that lost everything', () => {
    const client = new Y.Doc();
    for (let i = 0; i < 200; i++) {
      const next = op(`text ${i}`);
      addOps(client, [next]);
      if (i % 3 > 0) takeOps(client, [next.id]);
      setSetting(client, 'theme', i % 2 ? 'dark' : 'light');
    }
    expect(kindOf(new Y.Doc(), Y.encodeStateAsUpdate(client))).toBe('pass');
  });

  test('the empty update of a handshake is known as such', () => {
    expect(isEmptyUpdate(Y.encodeStateAsUpdate(new Y.Doc()))).toBe(true);
    expect(isEmptyUpdate(updateOf((doc) => addOps(doc, [op()])))).toBe(false);
  });
});

describe('SEC-12 what the layout does not hold is refused', () => {
  test.each<[string, (doc: Y.Doc) => void]>([
    ['another root', (doc) => doc.getArray('tail').push([1])],
    ['a root named __proto__', (doc) => doc.getMap('__proto__').set('x', 1)],
    ['a nested type', (doc) => doc.getArray('outbox').push([new Y.Array()])],
    ['a text', (doc) => doc.getText('outbox').insert(0, 'hello')],
    ['a subdocument', (doc) => doc.getArray<unknown>('outbox').push([new Y.Doc()])],
    ['bytes', (doc) => doc.getArray<unknown>('outbox').push([Uint8Array.of(1, 2, 3)])],
    ['keys in a list', (doc) => doc.getMap('outbox').set('x', 1)],
    ['a list in a map', (doc) => doc.getArray('settings').push([1])],
    ['the key __proto__', (doc) => doc.getMap('settings').set('__proto__', 1)],
    ['a key without end', (doc) => doc.getMap('settings').set('x'.repeat(200), 1)],
  ])('%s', (_, change) => {
    expect(kindOf(new Y.Doc(), updateOf(change))).toBe('forbidden');
  });

  test('SEC-12 JSON that is nested without end', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 3_000; i++) deep = [deep];
    expect(
      kindOf(
        new Y.Doc(),
        updateOf((doc) => doc.getArray('outbox').push([deep])),
      ),
    ).toBe('limit');
  });

  test('an update over the byte limit', () => {
    expect(
      kindOf(
        new Y.Doc(),
        updateOf((doc) =>
          addOps(
            doc,
            Array.from({ length: 60 }, () => op('x'.repeat(15_000))),
          ),
        ),
      ),
    ).toBe('limit');
  });

  /** What so many devices, or starts of one, have written. */
  const ofMany = (clients: number): Uint8Array => {
    const each = Array.from({ length: clients }, (_, i) =>
      updateOf((doc) => {
        doc.clientID = i + 1;
        setSetting(doc, `k${i % 20}`, i);
      }),
    );
    return Y.encodeStateAsUpdate(merged(each));
  };
  const merged = (updates: readonly Uint8Array[], doc = new Y.Doc()): Y.Doc => {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update);
    });
    return doc;
  };

  test('SEC-10 a flood of client ids', () => {
    expect(kindOf(new Y.Doc(), ofMany(40))).toBe('limit');
    expect(judgeUserUpdate(new Y.Doc(), ofMany(2_001), 'handshake').fault?.kind).toBe('limit');
    expect(judgeUserUpdate(merged([ofMany(1_500)]), ofMany(2_001), 'handshake').fault?.kind).toBe('limit');
  });

  test('H7: a device that is months ahead of a restored server brings all of it with the handshake', () => {
    expect(judgeUserUpdate(merged([ofMany(20)]), ofMany(1_200), 'handshake').fault).toBe(null);
  });
});

describe('hostile bytes are refused', () => {
  test('garbage, trailing bytes and the other encoding', () => {
    const good = updateOf((doc) => addOps(doc, [op()]));
    expect(kindOf(new Y.Doc(), Uint8Array.of(255, 255, 255))).toBe('malformed');
    expect(kindOf(new Y.Doc(), Uint8Array.of(...good, 0))).toBe('malformed');
    const second = Y.convertUpdateFormatV1ToV2(good);
    expect(kindOf(new Y.Doc(), second)).not.toBe('pass');
  });

  test('SEC-9 SEC-10 a garbage struct that burns another device’s clock', () => {
    const burn = oneStruct(7, 0, (e) => {
      encoding.writeUint8(e, 0);
      encoding.writeVarUint(e, 2 ** 50);
    });
    expect(kindOf(new Y.Doc(), burn)).toBe('forbidden');
  });

  test('SEC-10 a deleted run of absurd length', () => {
    const run = oneStruct(7, 0, (e) => {
      encoding.writeUint8(e, 1);
      encoding.writeVarUint(e, 1);
      encoding.writeVarString(e, 'outbox');
      encoding.writeVarUint(e, 2 ** 40);
    });
    expect(kindOf(new Y.Doc(), run)).toBe('malformed');
  });

  test('two sections of one client', () => {
    const section = (e: encoding.Encoder) => {
      for (const n of [1, 7, 0]) encoding.writeVarUint(e, n);
      encoding.writeUint8(e, 1);
      encoding.writeVarUint(e, 1);
      encoding.writeVarString(e, 'outbox');
      encoding.writeVarUint(e, 1);
    };
    const twice = handmade((e) => {
      encoding.writeVarUint(e, 2);
      section(e);
      section(e);
      encoding.writeVarUint(e, 0);
    });
    expect(kindOf(new Y.Doc(), twice)).toBe('malformed');
  });

  test('items that wait for each other', () => {
    const item = (e: encoding.Encoder, client: number, origin: number) => {
      for (const n of [1, client, 0]) encoding.writeVarUint(e, n);
      encoding.writeUint8(e, 0x80 | 1);
      encoding.writeVarUint(e, origin);
      encoding.writeVarUint(e, 0);
      encoding.writeVarUint(e, 1);
    };
    const cycle = handmade((e) => {
      encoding.writeVarUint(e, 2);
      item(e, 7, 8);
      item(e, 8, 7);
      encoding.writeVarUint(e, 0);
    });
    expect(kindOf(new Y.Doc(), cycle)).toBe('malformed');
  });
});

test('SEC-10 a gap is told apart from an offence: it is skipped and healed by the next sync', () => {
  const client = new Y.Doc();
  addOps(client, [op()]);
  const state = Y.encodeStateVector(client);
  addOps(client, [op()]);
  expect(kindOf(new Y.Doc(), Y.encodeStateAsUpdate(client, state))).toBe('gap');
});

test('SEC-13 of twenty thousand mutated updates, whatever passes applies cleanly and leaves nothing waiting', () => {
  const random = createRandom(20_261_123);
  const base = new Y.Doc();
  addOps(base, [op(), op()]);
  setSetting(base, 'theme', 'dark');
  const good = updateOf((doc) => {
    addOps(doc, [op('a'), op('b')]);
    setSetting(doc, 'theme', 'light');
    takeOps(doc, [(doc.getArray('outbox').get(0) as Op).id]);
  }, base);
  const state = Y.encodeStateAsUpdate(base);
  let passed = 0;
  for (let i = 0; i < 20_000; i++) {
    const mutated = good.slice();
    for (let n = random.int(1, 4); n > 0; n--)
      mutated[random.int(0, mutated.length - 1)] = random.int(0, 255);
    if (judgeUserUpdate(base, mutated).fault !== null) continue;
    passed += 1;
    const target = new Y.Doc();
    Y.applyUpdate(target, state);
    Y.applyUpdate(target, mutated);
    expect(target.store.pendingStructs).toBeNull();
    expect(target.store.pendingDs).toBeNull();
    const again = new Y.Doc();
    Y.applyUpdate(again, Y.encodeStateAsUpdate(target));
    expect(again.store.pendingStructs).toBeNull();
  }
  expect(passed).toBeGreaterThan(500);
}, 60_000);

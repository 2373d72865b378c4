import { once } from 'node:events';
import { noteRoot, readNote, seedOf, writeNote } from '@lectern/channel-doc';
import {
  type ChannelId,
  closeReasons,
  MAX_UPDATE_BYTES,
  type NoteId,
  newId,
  socketCloseCodes,
  type UserId,
} from '@lectern/contracts';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { readDocument } from '../database/documents.ts';
import { testDatabases } from '../database/test-database.ts';
import { defaultRates, type Rates } from '../limits/rates.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { type OpenDocument, poll, sendOp } from '../testing/test-device.ts';
import { addressed, ticketFrame } from './frames.ts';

describe.each(await testDatabases())('SEC-17 who does more than anybody can, on $name', (target) => {
  let fixture: SyncFixture;
  let [ada, bob] = [newId<UserId>(), newId<UserId>()];
  let channel = newId<ChannelId>();
  let note = newId<NoteId>();

  const begin = async (rates: Partial<Rates>) => {
    fixture = await SyncFixture.start(target, { rates: { ...defaultRates, ...rates } });
    const { people } = fixture;
    [ada, bob] = [await people.person('Ada'), await people.person('Bob')];
    const course = await people.course([
      [ada, 'lecturer'],
      [bob, 'tutor'],
    ]);
    channel = await people.channel(course);
    note = await people.note(channel, ada);
  };
  afterEach(() => fixture.stop());

  const slowed = (kind: keyof Rates) =>
    [...fixture.metrics.slowed.samples()].find(({ labels }) => labels.kind === kind)?.value ?? 0;
  const order = async (author: UserId) => {
    const { rows } = await fixture.database.pool.query<{ id: string }>(
      'select id from message where channel_id = $1 and author_id = $2 order by seq',
      [channel, author],
    );
    return rows.map(({ id }) => id);
  };
  const texts = (count: number, size = 0) =>
    Array.from({ length: count }, (_, n) => sendOp(channel, `message ${n} ${'x'.repeat(size)}`));

  describe('messages', () => {
    test('are slowed and not lost, in their order, while another person waits for nothing', async () => {
      await begin({ send: { burst: 20, perSecond: 40 } });
      const [adas, bobs] = [fixture.device(ada), fixture.device(bob)];
      await Promise.all([adas.user.synced(), bobs.user.synced()]);
      const ops = texts(100);
      const began = performance.now();
      adas.do(...ops);
      const waits: number[] = [];
      while ((await order(ada)).length < ops.length) {
        const asked = performance.now();
        await bobs.outcome(bobs.send(channel, `meanwhile ${waits.length}`));
        waits.push(performance.now() - asked);
        // Twenty times a second would be more than Bob may, too.
        await poll(() => performance.now() - asked > 60, 'a moment');
      }
      const took = performance.now() - began;
      expect(await order(ada)).toEqual(ops.map(({ id }) => id));
      expect(slowed('send')).toBe(80);
      expect(took).toBeGreaterThan(1_900);
      expect(waits.length).toBeGreaterThan(10);
      expect(waits.toSorted((a, b) => a - b)[waits.length >> 1]).toBeLessThan(200);
    });

    test('of all devices of a person count together', async () => {
      await begin({ send: { burst: 10, perSecond: 10 } });
      const devices = [fixture.device(ada), fixture.device(ada)];
      await Promise.all(devices.map((device) => device.user.synced()));
      const began = performance.now();
      for (const device of devices) device.do(...texts(10));
      await poll(async () => (await order(ada)).length === 20, 'all messages');
      expect(performance.now() - began).toBeGreaterThan(900);
      expect(slowed('send')).toBe(10);
    });

    test('that say the same over and over are slowed when others are not', async () => {
      await begin({ repeats: { burst: 2, perSecond: 4 } });
      const device = fixture.device(ada);
      await device.user.synced();
      const [spam, talk] = [
        Array.from({ length: 8 }, () => sendOp(channel, 'buy now')),
        Array.from({ length: 30 }, (_, n) => sendOp(channel, `talk ${n}`)),
      ];
      const began = performance.now();
      device.do(...talk, ...spam);
      await device.outcome(talk.at(-1)!.id);
      // Those behind the first that waits are held back by it, whatever they say.
      expect(slowed('repeats') + slowed('send')).toBe(5);
      await device.outcome(spam.at(-1)!.id);
      expect(performance.now() - began).toBeGreaterThan(1_200);
      expect(await order(ada)).toEqual([...talk, ...spam].map(({ id }) => id));
    });

    test('that would fill memory wait in the outbox, and are taken from there when their turn comes', async () => {
      await begin({ send: { burst: 1, perSecond: 50 } });
      const device = fixture.device(ada);
      await device.user.synced();
      let most = 0;
      const watching = setInterval(() => {
        const [, waiting] = /^lectern_ops_waiting (\d+)$/m.exec(fixture.metrics.registry.text())!;
        most = Math.max(most, Number(waiting));
      }, 10);
      const parts = Array.from({ length: 8 }, (_, part) => texts(14, 12_000 + part));
      for (const part of parts) device.do(...part);
      const ops = parts.flat();
      await device.outcome(ops.at(-1)!.id);
      clearInterval(watching);
      expect(await order(ada)).toEqual(ops.map(({ id }) => id));
      // As many as an outbox may hold, and what came together with the last of them.
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThan(60);
      // Each that waited was counted once; the others stood in the document meanwhile.
      expect(slowed('send')).toBeLessThan(ops.length);
    });

    test('that wait when the server ends are taken on by the next one', async () => {
      await begin({ send: { burst: 3, perSecond: 2 } });
      const device = fixture.device(ada);
      await device.user.synced();
      const ops = texts(8);
      device.do(...ops);
      await device.outcome(ops[2]!.id);
      expect((await order(ada)).length).toBeLessThan(6);
      await fixture.restart();
      await device.outcome(ops[7]!.id);
      expect(await order(ada)).toEqual(ops.map(({ id }) => id));
    });
  });

  describe('in notes', () => {
    const open = (person: UserId) => fixture.device(person).open('note', note).synced();
    const stored = async () => {
      const doc = new Y.Doc();
      const { state, updates } = await readDocument(fixture.database.db, { kind: 'note', id: note });
      for (const update of [state, ...updates]) if (update !== null) Y.applyUpdate(doc, update);
      return textOf(doc);
    };
    const saved = ({ provider }: OpenDocument) =>
      poll(() => !provider.hasUnsyncedChanges, 'the server to name what it has');

    test('is acknowledged later, while nobody else is slowed and their own messages are not', async () => {
      await begin({ noteUpdates: { burst: 10, perSecond: 20 } });
      const [adas, bobs] = [await open(ada), await open(bob)];
      const began = performance.now();
      for (let n = 0; n < 50; n++) type(adas.doc, `a${n} `);
      type(bobs.doc, 'bob ');
      const device = fixture.device(ada);
      await Promise.all([saved(bobs), device.outcome(device.send(channel, 'my note is long'))]);
      expect(adas.provider.hasUnsyncedChanges).toBe(true);
      await saved(adas);
      expect(performance.now() - began).toBeGreaterThan(1_500);
      expect(slowed('noteUpdates')).toBeGreaterThan(30);
      expect(slowed('send')).toBe(0);
      const text = await stored();
      for (let n = 0; n < 50; n++) expect(text).toContain(`a${n} `);
      expect(text).toContain('bob ');
    });

    test('comes again with all of it when so much waits that memory would fill', async () => {
      await begin({ noteUpdates: { burst: 10, perSecond: 400 } });
      const document = await open(ada);
      const count = 2_600;
      for (let n = 0; n < count; n++) type(document.doc, `w${n} `);
      await document.closed(closeReasons.unavailable);
      await poll(async () => (await stored()).includes(`w${count - 1} `), 'the last word');
      const text = await stored();
      expect(
        Array.from({ length: count }, (_, n) => `w${n} `).filter((word) => !text.includes(word)),
      ).toEqual([]);
    });

    test('and sends on without waiting for its turn is told to go', async () => {
      await begin({ noteUpdates: { burst: 1, perSecond: 0.01 } });
      const device = fixture.device(ada);
      await device.open('note', note).synced();
      const socket = new WebSocket(fixture.url, { origin: fixture.origin });
      await once(socket, 'open');
      const address = `note/${note}/1`;
      socket.send(ticketFrame(address, await fixture.people.ticket(ada)));
      await once(socket, 'message');
      const closed = once(socket, 'close');
      const offline = new Y.Doc();
      Y.applyUpdate(offline, seedOf('blank'));
      type(offline, 'x'.repeat(MAX_UPDATE_BYTES - 1_000));
      const handshake = wholeState(Y.encodeStateAsUpdate(offline));
      for (let n = 0; n < 40; n++) socket.send(addressed(address, handshake));
      const [code] = await closed;
      expect(code).toBe(socketCloseCodes.tooMuch);
    });
  });

  describe('beside documents', () => {
    beforeEach(() => begin({ opens: { burst: 8, perSecond: 20 }, stateless: { burst: 5, perSecond: 10 } }));

    test('opens many documents: later, and all of them', async () => {
      const channels = await Promise.all(
        Array.from({ length: 10 }, async () =>
          fixture.people.channel(await fixture.people.course([[ada, 'student']])),
        ),
      );
      const device = fixture.device(ada);
      await Promise.all(channels.map((id) => device.channel(id).document.synced()));
      expect(slowed('opens')).toBeGreaterThan(5);
    });

    test('asks for too many signs of life: most are not heard, and the last one is', async () => {
      const device = fixture.device(ada);
      const { user } = device;
      await user.synced();
      for (let n = 0; n < 50; n++) user.provider.sendStateless('{"t":"ping"}');
      await device.outcome(device.send(channel, 'still here'));
      await poll(() => user.stateless.length === 6, 'the answers to the first five and to the last');
      expect(slowed('stateless')).toBeGreaterThan(0);
      user.provider.sendStateless('{"t":"ping"}');
      await poll(() => user.stateless.length === 7, 'a sign of life');
    });
  });
});

/** Writes at the end of the first block, as an editor does. */
function type(doc: Y.Doc, text: string): void {
  const root = noteRoot(doc);
  doc.transact(() => {
    if (root.length === 0) writeNote(doc, { blocks: [] });
    const block = root.get(0) as Y.XmlElement;
    if (block.length === 0) block.insert(0, [new Y.XmlText()]);
    const words = block.get(block.length - 1) as Y.XmlText;
    words.insert(words.length, text);
  });
}

const textOf = (doc: Y.Doc): string =>
  readNote(doc)
    .blocks.flatMap((block) => ('c' in block ? block.c : []))
    .map((inline) => (inline.t === 'text' ? inline.s : ''))
    .join('');

/** The answer to a state vector, without an address. */
function wholeState(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}

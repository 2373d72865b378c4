import { noteRoot, readNote } from '@lectern/channel-doc';
import type { ChannelId, CourseId, ServerCursors, ServerStateless, UserId } from '@lectern/contracts';
import { hasRedis, RedisServer } from '@lectern/test-kit/redis-server';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { changeMember } from '../database/courses.ts';
import { testDatabases } from '../database/test-database.ts';
import { type Bus, lonelyBus } from '../instances/bus.ts';
import { createRedisBus } from '../instances/redis-bus.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { type OpenDocument, poll } from '../testing/test-device.ts';

/** An instance that never looks by itself knows only what the bus tells it. In milliseconds. */
const NEVER = 2 ** 31 - 1;
/** What a lost right may last on another instance, in milliseconds, with the time to notice it here. */
const WITHIN_MS = 2_000;

const log = pino({ level: 'silent' });

describe.each(await testDatabases())('two instances on $name', (target) => {
  let redis: RedisServer;
  let here: SyncFixture;
  let there: SyncFixture;
  let buses: Bus[];
  let ada: UserId;
  let bob: UserId;
  let course: CourseId;
  let channel: ChannelId;

  const begin = async (withRedis: boolean, lookEveryMs = 1_000) => {
    const limits = () => {
      if (!withRedis) return { lookEveryMs, bus: lonelyBus };
      const bus = createRedisBus({ url: redis.url, site: 'test', log });
      buses.push(bus);
      return { lookEveryMs, bus };
    };
    buses = [];
    here = await SyncFixture.start(target, limits());
    const shared = { ...here.database, drop: async () => {} };
    there = await SyncFixture.start({ name: target.name, create: async () => shared }, limits());
    ada = await here.people.person('Ada');
    bob = await here.people.person('Bob');
    course = await here.people.course([
      [ada, 'lecturer'],
      [bob, 'student'],
    ]);
    channel = await here.people.channel(course);
  };
  afterEach(async () => {
    await there.stop();
    await here.stop();
    for (const bus of buses) await bus.close();
  });

  /** Resolves when the server has closed the socket of a device, for the only thing that may be said then. */
  const closed = async (document: OpenDocument, close: () => Promise<unknown>) => {
    const socket = document.provider.configuration.websocketProvider.webSocket!;
    const gone = new Promise<number>((resolve) =>
      socket.addEventListener('close', (event) => resolve((event as CloseEvent).code)),
    );
    await close();
    const start = performance.now();
    const code = await gone;
    expect(performance.now() - start).toBeLessThan(WITHIN_MS);
    return code;
  };
  const endSessions = (person: UserId) =>
    sql`delete from session where user_id = ${person}`.execute(here.database.db);

  describe('without Redis', () => {
    beforeEach(() => begin(false));

    test('checklist 5: who is taken out of a course by one is closed by the other within a second, and stays out', async () => {
      const view = there.device(bob).channel(channel);
      await view.document.synced();
      const code = await closed(view.document, () =>
        changeMember(here.database.db, { course, person: bob, from: 'student', to: null }),
      );
      expect(code).toBe(4403);
      await here.device(ada).send(channel, 'among us');
      await view.document.closed('forbidden');
      expect(view.ids()).toEqual([]);
    });

    test('a right that is given by one is no reason for the other to close anything', async () => {
      const device = there.device(bob);
      await device.user.synced();
      const other = await here.people.course();
      await here.people.join(other, bob);
      const fresh = await here.people.channel(other);
      await there.sync.look();
      await device.channel(fresh).document.synced();
      expect(device.user.closings).toEqual([]);
    });

    test('checklist 24: a session that ends on one is closed by the other within a second', async () => {
      const device = there.device(bob);
      await device.user.synced();
      await closed(device.user, () => endSessions(bob));
    });

    test('what one logs, the other shows a second later', async () => {
      const view = there.device(bob).channel(channel);
      await view.document.synced();
      const first = here.device(ada).send(channel, 'first');
      await view.has(1);
      expect(view.ids()).toEqual([first]);
    });

    test('a device that moves from one to the other brings what it wrote there, though the other has not seen it', async () => {
      const eve = await here.people.person('Eve');
      await here.people.join(course, eve, 'tutor');
      const note = await here.people.note(channel, ada);
      // Both have the note open, so that neither reads it anew.
      const stays = await there.device(eve).open('note', note).synced();
      const [one, two] = [here.device(ada).open('note', note), here.device(eve).open('note', note)];
      await Promise.all([one.synced(), two.synced()]);
      for (const [document, word] of [
        [one, 'one'],
        [two, 'two'],
        [one, 'three'],
      ] as const) {
        type(document, word);
        await poll(() => document.provider.unsyncedChanges === 0, 'the word to be logged');
        await poll(() => text(one) === text(two), 'both to say the same');
      }
      const moved = there.device(ada).open('note', note, 1, one.doc);
      await moved.synced();
      await poll(() => moved.provider.unsyncedChanges === 0, 'nothing left to send');
      expect(moved.closings).toEqual([]);
      await poll(() => text(stays) === text(one), `${text(one)}, not ${text(stays)}`);
    });
  });

  describe.runIf(hasRedis)('with Redis', () => {
    beforeEach(async () => {
      redis = await RedisServer.start();
      await begin(true, NEVER);
    });
    afterEach(() => redis.kill());

    test('what one logs the other shows without looking; so do lives that end and rights that are lost', async () => {
      const device = there.device(bob);
      const view = device.channel(channel);
      await view.document.synced();
      await here.device(ada).user.synced();
      const first = here.device(ada).send(channel, 'first');
      await view.has(1);
      expect(view.ids()).toEqual([first]);
      await changeMember(here.database.db, { course, person: bob, from: 'student', to: null });
      here.sync.accessChanged([bob]);
      await view.document.closed('forbidden');
    });

    test('who is here and who types is known on both', async () => {
      const [adas, bobs] = [here.device(ada), there.device(bob)];
      const people = bobs.open('course', course);
      await Promise.all([adas.user.synced(), bobs.user.synced(), people.synced()]);
      await poll(() => stateOf(people, ada) === 'online', 'Ada online');
      expect(there.sync.scribe).toBeDefined();
      bobs.user.provider.sendStateless(JSON.stringify({ t: 'view', channel }));
      await poll(() => {
        adas.user.provider.sendStateless(JSON.stringify({ t: 'typing', channel }));
        return heard(bobs.user).some(({ t }) => t === 'typing');
      }, 'Ada to type');
      adas.user.provider.sendStateless(JSON.stringify({ t: 'here', state: 'busy' }));
      await poll(() => stateOf(people, ada) === 'busy', 'Ada busy');
      adas.close();
      await poll(() => stateOf(people, ada) === 'offline', 'Ada gone');
    });

    test('whoever comes to one is told who is on the other, and Redis may die meanwhile', async () => {
      const adas = here.device(ada);
      await adas.user.synced();
      await redis.restart();
      const people = there.device(bob).open('course', course);
      await people.synced();
      await poll(() => stateOf(people, ada) === 'online', 'Ada online');
      await redis.kill();
      const message = adas.send(channel, 'without Redis');
      expect(await adas.outcome(message)).toMatchObject({ ok: true });
      const view = there.device(bob).channel(channel);
      await there.sync.look();
      await view.has(1);
    });

    test('cursors of one are seen on the other, also by who comes later, and go with their instance', async () => {
      const note = await here.people.note(channel, ada);
      const one = await here.device(ada).open('note', note).synced();
      const two = await there.device(ada).open('note', note).synced();
      one.provider.sendStateless(
        JSON.stringify({ t: 'cursor', editor: 'mine', anchor: 'AAEC', focus: 'AAEC' }),
      );
      await poll(() => cursorsAt(two).has('mine'), 'the cursor');
      const three = await there.device(ada).open('note', note).synced();
      await poll(() => cursorsAt(three).has('mine'), 'the cursor that was there');
      two.provider.destroy();
      three.provider.destroy();
      const four = await there.device(ada).open('note', note).synced();
      await poll(() => cursorsAt(four).has('mine'), 'the cursor, asked for again');
      one.provider.destroy();
      await poll(() => !cursorsAt(four).has('mine'), 'the cursor to go');
    });
  });
});

function type({ doc }: OpenDocument, word: string): void {
  doc.transact(() => {
    const block = noteRoot(doc).get(0) as Y.XmlElement;
    if (block.length === 0) block.insert(0, [new Y.XmlText()]);
    const words = block.get(0) as Y.XmlText;
    words.insert(words.length, `${word} `);
  });
}

const text = ({ doc }: OpenDocument): string => JSON.stringify(readNote(doc));

const heard = ({ stateless }: OpenDocument): ServerStateless[] =>
  stateless.map((payload) => JSON.parse(payload) as ServerStateless);

function stateOf(document: OpenDocument, user: UserId): string | undefined {
  let state: string | undefined;
  for (const message of heard(document)) {
    if (message.t !== 'presence') continue;
    const entry = message.people.find((person) => person.user === user);
    if (entry !== undefined) state = entry.state;
    else if (message.whole) state = 'offline';
  }
  return state;
}

function cursorsAt({ stateless }: OpenDocument): Set<string> {
  const editors = new Set<string>();
  for (const payload of stateless) {
    const { whole, cursors } = JSON.parse(payload) as ServerCursors;
    if (whole) editors.clear();
    for (const cursor of cursors) {
      if ('none' in cursor && cursor.none === 'editor') editors.delete(cursor.editor);
      else editors.add(cursor.editor);
    }
  }
  return editors;
}

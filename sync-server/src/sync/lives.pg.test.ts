import {
  addOps,
  documentBounds,
  readCourse,
  readDrafts,
  readInbox,
  readOutbox,
  readOutcomes,
  readPositions,
  readSettings,
  rebased,
  setDraft,
  setRead,
  setSetting,
} from '@lectern/channel-doc';
import { type ChannelId, type DeviceId, type DocumentKind, movedReason, newId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  beginLife,
  ensureDocuments,
  lockDocuments,
  logClientUpdates,
  readDocument,
  readLives,
  renewDocument,
} from '../database/documents.ts';
import { readStanding } from '../database/standing.ts';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll, sendOp } from '../testing/test-device.ts';

/** Passed after some strokes of a key, and not by what is carried over. */
const FEW_STRUCTS = { ...documentBounds, structs: 40 };
/** Every document is too heavy: it gets a new life whenever it is looked at. */
const NO_WEIGHT = { ...documentBounds, deadWeight: 0, lightBytes: 0 };

describe.each(await testDatabases())('the lives of documents on $name', (target) => {
  let fixture: SyncFixture;
  afterEach(() => fixture.stop());

  const lifeOf = async (kind: DocumentKind, id: string) =>
    (await readLives(fixture.database.db, kind, [id])).get(id) ?? 1;
  const stored = async (id: string) => {
    const doc = new Y.Doc();
    const { state, updates, life } = await readDocument(fixture.database.db, { kind: 'user', id });
    for (const update of [state, ...updates]) if (update !== null) Y.applyUpdate(doc, update);
    return { doc, life };
  };
  const settingUpdate = (key: string): Uint8Array => {
    const doc = new Y.Doc();
    setSetting(doc, key, true);
    return Y.encodeStateAsUpdate(doc);
  };

  test('CD-BOUND-2 a person’s document that has outgrown its bounds goes on in a new life, with all it held', async () => {
    fixture = await SyncFixture.start(target, { bounds: FEW_STRUCTS, compactAfter: 10 });
    const ada = await fixture.people.person('Ada');
    const channel = newId<ChannelId>();
    const [writer, reader] = [fixture.device(ada), fixture.device(ada)];
    await writer.user.synced();
    await reader.user.synced();
    const { doc } = writer.user;
    setDraft(doc, channel, bodyFromText('half a thought'));
    setRead(doc, newId<DeviceId>(), channel, { turn: 1, seq: 7 });
    // Two keys in turn: Yjs cannot join what it keeps of their older values.
    for (let n = 0; n < 60; n++) setSetting(doc, n % 2 ? 'a' : 'b', n);

    await writer.user.closed(movedReason(2));
    await reader.user.closed(movedReason(2));
    await fixture.device(ada).user.closed(movedReason(2));
    expect((await readStanding(fixture.database.db, ada))?.lives.user).toBe(2);
    const next = await writer.open('user', ada, 2).synced();
    expect(next.doc.store.clients.size).toBe(1);
    expect(readDrafts(next.doc)).toEqual(readDrafts(doc));
    expect(readPositions(next.doc)).toEqual(readPositions(doc));
    expect(readSettings(next.doc)).toEqual(readSettings(doc));
    const log = await fixture.database.db.selectFrom('document_update').selectAll().where('id', '=', ada);
    expect((await log.execute()).filter(({ kind }) => kind === 'user')).toEqual([]);
  });

  test('ops of the old life’s outbox are answered in the new one', async () => {
    fixture = await SyncFixture.start(target);
    const ada = await fixture.people.person('Ada');
    const channel = await fixture.people.channel(await fixture.people.course([[ada, 'lecturer']]));
    const key = { kind: 'user', id: ada } as const;
    const { db, pool } = fixture.database;
    const old = new Y.Doc();
    const ops = ['one', 'two'].map((text) => sendOp(channel, text));
    addOps(old, ops);
    await ensureDocuments(db, [key]);
    const bytes = Y.encodeStateAsUpdate(old);
    expect(await logClientUpdates(pool, db, [{ ...key, life: 1, bytes }])).toEqual([1]);
    expect(await renewDocument(db, key, { life: 1, head: 1 }, rebased('user', old))).toBe(2);

    const device = fixture.device(ada);
    await device.user.closed(movedReason(2));
    const next = await device.open('user', ada, 2).synced();
    expect(readOutbox(next.doc)).toEqual(ops);
    for (const op of ops) expect(await device.outcome(op.id)).toMatchObject({ ok: true });
    expect((await device.channel(channel).has(2)).records.map(({ id }) => id)).toEqual(
      ops.map(({ id }) => id),
    );
  });

  test('an update that is logged first holds the new life back', async () => {
    fixture = await SyncFixture.start(target);
    const ada = await fixture.people.person('Ada');
    const key = { kind: 'user', id: ada } as const;
    const { db, pool } = fixture.database;
    await ensureDocuments(db, [key]);
    await logClientUpdates(pool, db, [{ ...key, life: 1, bytes: settingUpdate('first') }]);
    const { doc } = await stored(ada);
    await logClientUpdates(pool, db, [{ ...key, life: 1, bytes: settingUpdate('second') }]);
    expect(await renewDocument(db, key, { life: 1, head: 1 }, rebased('user', doc))).toBeNull();
    const { doc: after, life } = await stored(ada);
    expect([life, Object.keys(readSettings(after)).sort()]).toEqual([1, ['first', 'second']]);
    expect(await renewDocument(db, key, { life: 1, head: 2 }, rebased('user', after))).toBe(2);
    expect(await renewDocument(db, key, { life: 1, head: 2 }, rebased('user', doc))).toBeNull();
    expect(readSettings((await stored(ada)).doc)).toEqual({ first: true, second: true });
  });

  test('an update that waits while a new life begins has no place in either', async () => {
    fixture = await SyncFixture.start(target);
    const ada = await fixture.people.person('Ada');
    const key = { kind: 'user', id: ada } as const;
    const { db, pool } = fixture.database;
    await ensureDocuments(db, [key]);
    const waiting = await db.transaction().execute(async (trx) => {
      await lockDocuments(trx, 'user', [ada]);
      const late = logClientUpdates(pool, db, [{ ...key, life: 1, bytes: settingUpdate('late') }]);
      const isWaiting = async () =>
        (await sql`select 1 from pg_locks where not granted`.execute(db)).rows.length > 0;
      await poll(isWaiting, 'the update to wait for the lock');
      await beginLife(trx, key, 2, Y.encodeStateAsUpdate(new Y.Doc()));
      return { late };
    });
    expect(await waiting.late).toEqual([null]);
    const { doc, life } = await stored(ada);
    expect([life, { ...readSettings(doc) }]).toEqual([2, {}]);
  });

  test('an inbox keeps its outcomes over a new life, and goes on in it', async () => {
    fixture = await SyncFixture.start(target, { bounds: NO_WEIGHT, compactAfter: 5 });
    const ada = await fixture.people.person('Ada');
    const channel = await fixture.people.channel(await fixture.people.course([[ada, 'lecturer']]));
    const device = fixture.device(ada);
    const sent: string[] = [];
    while ((await lifeOf('inbox', ada)) === 1) {
      sent.push(device.send(channel, `${sent.length}`));
      await device.outcome(sent.at(-1)!);
      await fixture.sync.idle();
    }
    await device.inbox.closed(movedReason(2));
    const next = await device.open('inbox', ada, 2).synced();
    expect(readOutcomes(next.doc).map(({ op }) => op)).toEqual(sent);
    expect(readInbox(next.doc)).toEqual(readInbox(device.inbox.doc));
    const later = device.send(channel, 'later');
    await poll(
      () => readOutcomes(next.doc).some(({ op }) => `${op}` === later),
      'an outcome in the new life',
    );
  });

  test('a course goes on in a new life', async () => {
    fixture = await SyncFixture.start(target, { bounds: NO_WEIGHT, compactAfter: 5 });
    const ada = await fixture.people.person('Ada');
    const course = await fixture.people.course([[ada, 'lecturer']]);
    const device = fixture.device(ada);
    const open = await device.open('course', course).synced();
    const channels: string[] = [];
    while ((await lifeOf('course', course)) === 1) {
      channels.push(await fixture.people.channel(course));
      fixture.sync.courseChanged(course);
      await fixture.sync.idle();
    }
    await open.closed(movedReason(2));
    const next = await device.open('course', course, 2).synced();
    channels.push(await fixture.people.channel(course));
    fixture.sync.courseChanged(course);
    const seen = () => readCourse(next.doc)?.channels.map(({ id }) => id) ?? [];
    await poll(() => seen().length === channels.length, 'the channel that was made last');
    expect(new Set<string>(seen())).toEqual(new Set(channels));
  });
});

import { isDeepStrictEqual } from 'node:util';
import { addOps, readSettings, setSetting } from '@lectern/channel-doc';
import {
  type ChannelId,
  closeReasons,
  isTombstone,
  MAX_UPDATE_BYTES,
  newId,
  type OpId,
} from '@lectern/contracts';
import { bodyFromText, plainText } from '@lectern/rich-text';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readNewest } from '../database/batches.ts';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll, sendOp } from '../testing/test-device.ts';

describe.each(await testDatabases())('the path of a message on $name', (target) => {
  let fixture: SyncFixture;
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
  });
  afterEach(() => fixture.stop());

  async function twoPeople() {
    const [ada, bob] = [await fixture.people.person('Ada'), await fixture.people.person('Bob')];
    const course = await fixture.people.course([
      [ada, 'lecturer'],
      [bob, 'student'],
    ]);
    return { ada, bob, course, channel: await fixture.people.channel(course) };
  }

  test('a message reaches the channel, the table and its author’s inbox once, in order', async () => {
    const { ada, bob, channel } = await twoPeople();
    const writer = fixture.device(ada);
    const reader = fixture.device(bob).channel(channel);
    await reader.document.synced();
    const ids = ['one', 'two', 'three'].map((text) => writer.send(channel, text));
    const state = await reader.has(3);
    expect(state.records.map((record) => record.id)).toEqual(ids);
    expect(state.records.map((record) => record.seq)).toEqual([1, 2, 3]);
    expect(await writer.outcome(ids[2]!)).toMatchObject({ ok: true, seq: 3 });
    const rows = await fixture.database.db.selectFrom('message').selectAll().orderBy('seq').execute();
    expect(rows.map((row) => [row.id, row.text, row.author_id])).toEqual(
      ids.map((id, i) => [id, ['one', 'two', 'three'][i], ada]),
    );
  });

  test('an edit replaces, a delete leaves a tombstone and no word', async () => {
    const { ada, channel } = await twoPeople();
    const device = fixture.device(ada);
    const view = device.channel(channel);
    const message = device.send(channel, 'frist');
    await view.has(1);
    device.do({ id: newId<OpId>(), kind: 'edit', channel, at: 1, message, body: bodyFromText('first') });
    await view.when(
      ({ records: [r] }) => r !== undefined && !isTombstone(r) && plainText(r.body) === 'first',
    );
    device.do({ id: newId<OpId>(), kind: 'delete', channel, at: 2, message });
    const { records } = await view.when(({ records: [r] }) => r !== undefined && isTombstone(r));
    expect(JSON.stringify(records)).not.toMatch(/first|frist/);
    const row = await fixture.database.db.selectFrom('message').selectAll().executeTakeFirstOrThrow();
    expect([row.body, row.text, row.tsv]).toEqual([null, '', null]);
  });

  test('an answer and reactions are in the document and in the rows, and a deletion takes them along', async () => {
    const { ada, bob, channel } = await twoPeople();
    const [adas, bobs] = [fixture.device(ada), fixture.device(bob)];
    const view = bobs.channel(channel);
    const question = adas.send(channel, 'who brings the chalk?');
    await view.has(1);
    const react = (emoji: string, on = true) =>
      ({ id: newId<OpId>(), kind: 'react', channel, at: 1, message: question, emoji, on }) as const;
    const answer = { ...sendOp(channel, 'I do'), reply: question };
    const ops = [react('🎉'), react('👍'), react('🎉', false), answer];
    bobs.do(...ops);
    await bobs.outcome(answer.id);
    adas.do(react('👍'));
    const reactions = [{ emoji: '👍', by: [bob, ada] }];
    const { records } = await view.when(
      ({ records: [r] }) => r !== undefined && 'reactions' in r && isDeepStrictEqual(r.reactions, reactions),
    );
    expect(records[1]).toMatchObject({ reply: { id: question, seq: 1 } });
    expect((await readNewest(fixture.database.db, channel, 9)).records).toEqual(records);
    await fixture.restart();
    const fresh = fixture.device(bob);
    fresh.do({ id: newId<OpId>(), kind: 'react', channel, at: 2, message: question, emoji: '👍', on: false });
    adas.do({ id: newId<OpId>(), kind: 'delete', channel, at: 3, message: question });
    const again = fresh.channel(channel);
    const after = await again.when(({ records: [r] }) => r !== undefined && isTombstone(r));
    expect(JSON.stringify(after.records[0])).not.toContain('👍');
    const row = await fixture.database.db
      .selectFrom('message')
      .select('extras')
      .where('id', '=', question)
      .executeTakeFirst();
    expect(row).toEqual({ extras: null });
  });

  test('what a restarted device had not sent goes before what it writes ahead of its handshake', async () => {
    const { ada, channel } = await twoPeople();
    const reader = fixture.device(ada).channel(channel);
    const laptop = fixture.device(ada);
    await laptop.outcome(laptop.send(channel, 'on the laptop'));
    // The lowest client id stands first among what is written at the same time: the newer op builds on the laptop's.
    const offline = new Y.Doc();
    offline.clientID = 1;
    addOps(offline, [sendOp(channel, 'before the restart')]);
    const phone = fixture.device(ada);
    const { doc: own, provider } = phone.user;
    // As from the disk, of which the provider hears nothing.
    for (const doc of [offline, laptop.user.doc]) Y.applyUpdate(own, Y.encodeStateAsUpdate(doc), provider);
    // The server's question comes only after this frame.
    provider.on('authenticated', () => phone.send(channel, 'after it'));
    const { records } = await reader.has(3);
    expect(records.map((record) => !isTombstone(record) && plainText(record.body))).toEqual([
      'on the laptop',
      'before the restart',
      'after it',
    ]);
  });

  test('who writes too much ahead of the handshake is told to come again, and loses nothing', async () => {
    const { ada, channel } = await twoPeople();
    const phone = fixture.device(ada);
    const { doc, provider } = phone.user;
    let op = '';
    const ahead = () => {
      provider.off('authenticated', ahead);
      // Each value takes the place of the one before, so that what is left at the end is small.
      const large = 'x'.repeat(64 * 1024);
      for (let n = 0; n <= MAX_UPDATE_BYTES / large.length; n++) setSetting(doc, 'theme', `${n}${large}`);
      setSetting(doc, 'theme', 'dark');
      op = phone.send(channel, 'and a message');
    };
    provider.on('authenticated', ahead);
    await phone.user.closed(closeReasons.unavailable);
    expect(await phone.outcome(op)).toMatchObject({ ok: true, seq: 1 });
    const laptop = await fixture.device(ada).user.synced();
    expect(readSettings(laptop.doc)).toEqual({ theme: 'dark' });
  });

  test('the same op twice has one effect and one outcome', async () => {
    const { ada, channel } = await twoPeople();
    const [first, second] = [fixture.device(ada), fixture.device(ada)];
    const op = sendOp(channel, 'once');
    first.do(op);
    second.do(op);
    expect(await first.outcome(op.id)).toEqual(await second.outcome(op.id));
    await fixture.restart();
    const third = fixture.device(ada);
    third.do(op);
    expect(await third.outcome(op.id)).toMatchObject({ ok: true, seq: 1 });
    expect(await fixture.database.db.selectFrom('message').selectAll().execute()).toHaveLength(1);
  });

  test('refusals say why, are kept, and change nothing', async () => {
    const { ada, bob, course, channel } = await twoPeople();
    const announcements = await fixture.people.channel(course, 'announcement');
    const secret = await fixture.people.channel(course, 'private');
    const device = fixture.device(bob);
    const said = [
      device.send(announcements, 'me too'),
      device.send(secret, 'knock'),
      device.send(newId<ChannelId>(), 'anyone?'),
      device.send(channel, '   '),
    ];
    const reasons = await Promise.all(said.map(async (id) => device.outcome(id)));
    expect(reasons.map((outcome) => (outcome.ok ? 'ok' : outcome.reason))).toEqual([
      'staff-only',
      'not-member',
      'unknown-channel',
      'invalid',
    ]);
    const taken = fixture.device(ada);
    const first = taken.send(channel, 'mine');
    await taken.outcome(first);
    device.do({ ...sendOp(channel, 'yours'), id: first as string as OpId });
    expect(await device.outcome(first)).toMatchObject({ ok: false, reason: 'id-used' });
    expect(await fixture.database.db.selectFrom('message').selectAll().execute()).toHaveLength(1);
  });

  test('what was said survives the server, and the tail stays bounded', async () => {
    const { ada, channel } = await twoPeople();
    const device = fixture.device(ada);
    const ids = Array.from({ length: 700 }, (_, i) => device.send(channel, `message ${i}`));
    await device.outcome(ids.at(-1)!);
    await fixture.restart();
    const view = fixture.device(ada).channel(channel);
    await view.document.synced();
    const { records, floor, lastSeq } = await view.has(300);
    expect(records.length).toBeLessThan(351);
    expect(lastSeq).toBe(700);
    expect(floor).toBeGreaterThanOrEqual(lastSeq - 351);
    expect(records.map((record) => record.id)).toEqual(ids.slice(-records.length));
  });

  test('a channel made, described and joined by ops stands in the directory', async () => {
    const { ada, bob, course } = await twoPeople();
    const device = fixture.device(ada);
    const channel = newId<ChannelId>();
    const at = 1;
    const create = {
      id: newId<OpId>(),
      kind: 'channel.create',
      channel,
      at,
      course,
      name: 'lab',
      topic: '',
      type: 'private',
    } as const;
    device.do(create, sendOp(channel, 'hello'), {
      id: newId<OpId>(),
      kind: 'channel.member',
      channel,
      at,
      user: bob,
      role: 'member',
    });
    await device.outcome(create.id);
    const other = fixture.device(bob);
    const view = other.channel(channel);
    await view.has(1);
    const standing = await fixture.database.db
      .selectFrom('channel_member')
      .selectAll()
      .where('person_id', '=', ada)
      .execute();
    expect(standing).toMatchObject([{ state: 'in', role: 'admin' }]);
  });

  test('a channel does not get a name that nobody could tell from another’s', async () => {
    const { ada, course } = await twoPeople();
    const device = fixture.device(ada);
    const make = (name: string) => {
      const id = newId<OpId>();
      const channel = newId<ChannelId>();
      device.do({ id, kind: 'channel.create', channel, at: 1, course, name, topic: '', type: 'private' });
      return { channel, outcome: device.outcome(id) };
    };
    const first = make('می\u200cروم 1');
    expect(await first.outcome).toMatchObject({ ok: true });
    for (const name of ['میروم 1', 'می\u200cروم\u00a0１'])
      expect(await make(name).outcome).toMatchObject({ reason: 'name-taken' });
    expect(await make('Übung').outcome).toMatchObject({ ok: true });
    expect(await make('u\u0308BUNG').outcome).toMatchObject({ reason: 'name-taken' });
    // A name that is free again is free in all its forms.
    const rename = newId<OpId>();
    device.do({ id: rename, kind: 'channel.describe', channel: first.channel, at: 2, name: 'other' });
    await device.outcome(rename);
    expect(await make('میروم 1').outcome).toMatchObject({ ok: true });
    const { rows } = await fixture.database.pool.query('select name from channel where name_key = $1', [
      'übung',
    ]);
    expect(rows).toEqual([{ name: 'Übung' }]);
  });

  test('a mention becomes a notice of whoever may read it, and of nobody else', async () => {
    const { ada, bob, channel } = await twoPeople();
    const stranger = await fixture.people.person('Eve');
    const body = {
      kind: 'plain' as const,
      blocks: [
        {
          t: 'p' as const,
          c: [
            { t: 'mention' as const, user: bob },
            { t: 'mention' as const, user: stranger },
          ],
        },
      ],
    };
    const op = sendOp(channel, '', body);
    const writer = fixture.device(ada);
    const told = fixture.device(bob);
    await told.inbox.synced();
    writer.do(op);
    await writer.outcome(op.id);
    await poll(() => told.notices().length > 0, 'a notice');
    expect(told.notices()).toMatchObject([{ kind: 'mention', channel, message: op.id, from: ada }]);
    expect(await fixture.database.db.selectFrom('notification').selectAll().execute()).toHaveLength(1);
  });
});

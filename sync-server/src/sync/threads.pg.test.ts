import { type InboxProjection, readInbox } from '@lectern/channel-doc';
import {
  type Body,
  type ChannelId,
  isTombstone,
  type MessageId,
  newId,
  type OpId,
  type SendOp,
  type UserId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNewest } from '../database/batches.ts';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { sendOp, type TestDevice, until } from '../testing/test-device.ts';

describe.each(await testDatabases())('threads on $name', (target) => {
  let fixture: SyncFixture;
  let channel: ChannelId;
  let people: readonly UserId[];
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
    people = await Promise.all(['Ada', 'Bob', 'Cleo'].map((name) => fixture.people.person(name)));
    const course = await fixture.people.course(people.map((person) => [person, 'student']));
    channel = await fixture.people.channel(course);
  });
  afterEach(() => fixture.stop());

  const devices = () =>
    people.map((person) => fixture.device(person)) as [TestDevice, TestDevice, TestDevice];
  const told = (device: TestDevice, holds: (inbox: InboxProjection) => boolean) =>
    until(
      () => (holds(readInbox(device.inbox.doc)) ? readInbox(device.inbox.doc) : null),
      device.inbox.doc,
      () => `other than ${JSON.stringify(readInbox(device.inbox.doc))}`,
    );
  const reply = (thread: MessageId, text: string, named?: UserId): SendOp => {
    const mention: Body = {
      kind: 'plain',
      blocks: [{ t: 'p', c: [{ t: 'mention', user: named ?? people[0]! }] }],
    };
    const body = named === undefined ? bodyFromText(text) : mention;
    return { id: newId(), kind: 'send', channel, at: 1, body, thread };
  };
  const remove = (message: string) =>
    ({ id: newId<OpId>(), kind: 'delete', channel, at: 2, message: message as MessageId }) as const;

  test('the first message counts living replies, keeps them when it is deleted, and takes no more then', async () => {
    const [adas, bobs] = devices();
    const view = bobs.channel(channel);
    const root = adas.send(channel, 'who brings the chalk?');
    await view.has(1);
    const [one, two] = [reply(root, 'I do'), { ...reply(root, 'and a sponge'), inChannel: true as const }];
    bobs.do(one, two);
    const { records } = await view.when(({ records: [r] }) => r?.replies?.count === 2);
    expect(records[0]).toMatchObject({
      replies: { last: { seq: 3, author: people[1] }, people: [people[1]] },
    });
    expect(records[1]).toMatchObject({ thread: { id: root, seq: 1 } });
    expect(records[1]).not.toHaveProperty('inChannel');
    expect(records[2]).toMatchObject({ thread: { id: root, seq: 1 }, inChannel: true });
    expect((await readNewest(fixture.database.db, channel, 9)).records).toEqual(records);

    adas.do(reply(root, 'I too'));
    await view.when(({ records: [r] }) => r?.replies?.count === 3);
    bobs.do(remove(two.id));
    const { records: fewer } = await view.when(({ records: [r] }) => r?.replies?.count === 2);
    expect(fewer[0]).toMatchObject({ replies: { last: { seq: 4 }, people: [people[1], people[0]] } });
    expect(fewer[2]).toMatchObject({ thread: { id: root }, deletedAt: expect.any(Number) });

    adas.do(remove(root));
    const { records: after } = await view.when(({ records: [r] }) => r !== undefined && isTombstone(r));
    expect(after[0]).toMatchObject({ replies: { count: 2 } });
    const late = reply(root, 'too late');
    bobs.do(late);
    expect(await bobs.outcome(late.id)).toMatchObject({ ok: false, reason: 'already-deleted' });
    bobs.do(remove(one.id));
    await view.when(({ records: [r] }) => r?.replies?.count === 1);
    expect((await readNewest(fixture.database.db, channel, 9)).records).toEqual(view.state.records);
  });

  test('many replies at once are one change of the first message', async () => {
    const [adas] = devices();
    const view = adas.channel(channel);
    const root = sendOp(channel, 'all of you');
    adas.do(root, ...Array.from({ length: 30 }, (_, n) => reply(root.id as string as MessageId, `${n}`)));
    const { records, rev } = await view.when(({ records: [r] }) => r?.replies?.count === 30);
    expect(records).toHaveLength(31);
    // Each op has a number of its own; the thread adds one for each batch, and the batches here are few.
    expect(rev).toBeLessThan(31 + 10);
  });

  test('who has a part in a thread follows it and is told; who wants no more of it is told when named alone', async () => {
    const [adas, bobs, cleos] = devices();
    const [ada, bob, cleo] = people as [UserId, UserId, UserId];
    const root = adas.send(channel, 'who brings the chalk?');
    await adas.outcome(root);
    bobs.do(reply(root, 'I do'), reply(root, 'x', cleo));
    await told(adas, ({ notices, threads }) => notices.length === 2 && threads[0]?.message === root);
    await told(bobs, ({ threads }) => threads[0]?.message === root);
    const named = await told(cleos, ({ notices, threads }) => notices.length === 1 && threads.length === 1);
    expect(named.notices[0]).toMatchObject({ kind: 'mention', thread: root, seq: 3, from: bob });

    cleos.do({ id: newId<OpId>(), kind: 'thread.follow', channel, at: 1, message: root, on: false });
    await told(cleos, ({ threads }) => threads.length === 0);
    adas.do(reply(root, 'and more'), reply(root, 'x', cleo));
    const again = await told(cleos, ({ notices }) => notices.length === 2);
    expect(again.threads).toEqual([]);
    expect(again.notices[1]).toMatchObject({ kind: 'mention', seq: 5, from: ada });
    const { notices } = await told(bobs, (inbox) => inbox.notices.length === 2);
    expect(notices.map(({ kind, seq, thread }) => [kind, seq, thread])).toEqual([
      ['reply', 4, root],
      ['reply', 5, root],
    ]);

    // Writing in it is following it again; who left the channel hears nothing of it.
    cleos.do(reply(root, 'here I am'));
    await told(cleos, ({ threads }) => threads.length === 1);
    bobs.do({ id: newId<OpId>(), kind: 'channel.member', channel, at: 3, user: bob, role: null });
    await told(bobs, ({ channels }) => channels.length === 1);
    cleos.do(reply(root, 'and there you go'));
    await told(adas, (inbox) => inbox.notices.length === 4);
    expect(readInbox(bobs.inbox.doc).notices).toHaveLength(3);
  });
});

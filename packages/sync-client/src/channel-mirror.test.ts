import type { MessageRecord } from '@lectern/contracts';
import { createRandom } from '@lectern/test-kit';
import { describe, expect, test } from 'vitest';
import { ChannelServer } from './testing/channel-server.ts';
import { MirrorDevice } from './testing/mirror-device.ts';

const held = async ({ store, channel }: MirrorDevice) => (await store.readProgress(channel)).ranges.at(-1)!;
const seqs = (records: readonly MessageRecord[]): number[] => records.map(({ seq }) => seq);
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('M1: the newest', () => {
  test('a channel that nothing has left is held from its beginning', async () => {
    const server = new ChannelServer();
    server.append(5);
    const device = await MirrorDevice.start(server);
    await device.connect();
    expect(await device.store.readProgress(device.channel)).toMatchObject({
      cursor: 5,
      ranges: [{ from: 0, to: 5 }],
    });
    server.append(2);
    device.pull();
    await device.rest();
    expect(seqs(await device.newest())).toEqual(range(1, 7));
    expect(server.requests).toBe(0);
  });

  test('an empty channel is known to be empty', async () => {
    const device = await MirrorDevice.start(new ChannelServer());
    await device.connect();
    expect((await device.store.readProgress(device.channel)).ranges).toEqual([{ from: 0, to: 0 }]);
  });
});

describe('M2: leaving the tail is not deletion (rule 1)', () => {
  test('rows stay when the document forgets their messages', async () => {
    const server = new ChannelServer();
    const device = await MirrorDevice.start(server);
    await device.connect();
    for (let batch = 0; batch < 20; batch += 1) {
      server.append(50);
      device.pull();
      await device.rest();
    }
    expect(seqs(await device.newest())).toEqual(range(1, 1_000));
    expect(server.requests).toBe(0);
  });
});

describe('M3: coming back', () => {
  test('within the tail the document is enough', async () => {
    const server = new ChannelServer();
    server.append(100);
    const device = await MirrorDevice.start(server);
    await device.connect();
    device.disconnect();
    server.append(50);
    server.remove(3);
    await device.connect();
    expect(await device.newest()).toEqual(server.rows);
    expect(server.requests).toBe(0);
  });

  test('beyond it no edit, no deletion and no message is missed', async () => {
    const server = new ChannelServer();
    server.append(100);
    const device = await MirrorDevice.start(server);
    await device.connect();
    device.disconnect();
    server.append(150);
    server.edit(3);
    server.append(120);
    server.remove(120);
    server.remove(4);
    for (let seq = 10; seq < 80; seq += 1) server.edit(seq);
    await device.connect();
    expect(await device.newest()).toEqual(server.rows);
    expect(server.requests).toBeGreaterThan(1);
  });

  test('pages of the history hear of edits and deletions too, in the document and out of it', async () => {
    const server = new ChannelServer();
    server.append(600);
    const device = await MirrorDevice.start(server);
    await device.connect();
    for (let from = (await held(device)).from; from > 0; from = (await held(device)).from)
      expect(await device.history.page(device.channel, { before: from }, 200)).toBe(true);
    expect(await device.newest()).toEqual(server.rows);
    server.edit(7);
    server.remove(8);
    device.pull();
    await device.rest();
    expect(await device.newest()).toEqual(server.rows);
    device.disconnect();
    server.edit(20);
    server.remove(21);
    server.append(30);
    server.edit(22);
    for (let seq = 30; seq < 290; seq += 1) server.edit(seq);
    const { requests } = server;
    await device.connect();
    expect(server.requests).toBeGreaterThan(requests);
    expect(await device.newest()).toEqual(server.rows);
  });

  test('the newest are there at once, across a hole, when the changes cannot be had', async () => {
    const server = new ChannelServer();
    server.append(10);
    const device = await MirrorDevice.start(server);
    await device.connect();
    device.disconnect();
    server.append(450);
    device.requestFails = () => true;
    await device.connect();
    const newest = await device.newest();
    expect(newest.at(-1)?.seq).toBe(460);
    expect(newest[0]!.seq).toBeGreaterThan(11);
    expect((await device.store.readProgress(device.channel)).cursor).toBe(10);
    device.requestFails = () => false;
    device.clock.advance(5_000);
    await device.rest();
    expect((await device.store.readProgress(device.channel)).cursor).toBe(460);
    expect(await device.newest()).toEqual(server.rows);
  });

  test('a catch-up that breaks off claims nothing that an edit has moved to a later page', async () => {
    const server = new ChannelServer();
    server.append(10);
    const device = await MirrorDevice.start(server);
    await device.connect();
    device.disconnect();
    server.append(250);
    for (let seq = 11; seq <= 40; seq += 1) server.edit(seq);
    server.append(150);
    let requests = 0;
    device.requestFails = () => ++requests > 1;
    await device.connect();
    expect(requests).toBe(2);
    await expectNothingMissing(device);
    device.requestFails = () => false;
    device.clock.advance(5_000);
    await device.rest();
    expect(await device.newest()).toEqual(server.rows);
  });

  test('it does not claim an older part that this device never had', async () => {
    const server = new ChannelServer();
    server.append(400);
    const device = await MirrorDevice.start(server);
    await device.connect();
    device.history.want(device.channel, { around: 20 });
    await device.rest();
    device.disconnect();
    server.append(400);
    await device.connect();
    await expectNothingMissing(device);
    expect((await device.store.readProgress(device.channel)).ranges).toHaveLength(2);
    expect((await device.newest()).length).toBeGreaterThan(600);
  });

  test('a place beyond the newest message is asked for once', async () => {
    const server = new ChannelServer();
    server.append(120);
    const device = await MirrorDevice.start(server);
    await device.connect();
    const wanted = () => device.history.want(device.channel, { around: 900 });
    expect(wanted()).toBe('loading');
    await device.rest();
    const before = server.requests;
    expect(wanted()).toBe('nowhere');
    expect(device.history.want(device.channel, { around: 5_000 })).toBe('nowhere');
    await device.rest();
    expect(server.requests).toBe(before);
    await expectNothingMissing(device);
    // The server may know more on the next connection.
    device.history.forgive();
    expect(wanted()).toBe('loading');
  });

  test('very far behind it begins anew with the tail, and old pages come as they are now', async () => {
    const server = new ChannelServer();
    server.append(30);
    const device = await MirrorDevice.start(server);
    await device.connect();
    device.disconnect();
    server.edit(2);
    server.append(1_000);
    await device.connect();
    expect((await device.store.readProgress(device.channel)).ranges).toHaveLength(1);
    expect((await device.newest())[0]!.seq).toBeGreaterThan(600);
    device.history.want(device.channel, { around: 5 });
    await device.rest();
    const { records } = await device.store.readWindow(device.channel, { anchor: 2, before: 1, after: 0 });
    expect(records).toEqual([server.rows[1]]);
  });
});

/** Runs of the simulation; LECTERN_LONG multiplies them. */
const RUNS = 20 * Number(process.env.LECTERN_LONG ?? 1);

describe('M4: whatever happens', () => {
  let requests = 0;
  test.each(range(1, RUNS))('what is held whole is what the server has, seed %i', async (seed) => {
    const random = createRandom(seed);
    const server = new ChannelServer();
    const device = await MirrorDevice.start(server);
    for (let turn = 0; turn < 60; turn += 1) {
      const seq = random.int(1, Math.max(1, server.rows.length));
      const before = server.requests;
      await random.pick([
        () => server.append(random.int(1, 5)),
        () => server.append(random.chance(0.2) ? random.int(50, 400) : 1),
        () => server.edit(seq),
        () => server.remove(seq),
        () => {
          for (let edits = random.int(1, 60); edits > 0; edits -= 1) server.edit(random.int(1, seq));
        },
        () => device.connect(),
        () => device.connect(),
        () => device.disconnect(),
        () => device.restart(),
        () => device.history.want(device.channel, { before: seq }),
        () => device.history.want(device.channel, { around: seq }),
        () => device.history.want(device.channel, { after: seq }),
        () => wantThread(device, random.chance(0.5) ? null : seq),
        () => {
          const often = random.pick([0, 0, 0.3, 0.6]);
          device.requestFails = () => random.chance(often);
        },
      ])();
      if (random.chance(0.7)) device.pull();
      if (random.chance(0.7)) await device.rest();
      requests += server.requests - before;
      await expectNothingMissing(device);
    }
    device.requestFails = () => false;
    await device.connect();
    device.clock.advance(10_000);
    await device.rest();
    expect((await device.store.readProgress(device.channel)).cursor ?? 0).toBe(server.rev);
    await expectNothingMissing(device);
    if (server.rows.length > 0) expect((await device.newest()).at(-1)).toEqual(server.rows.at(-1));
  });

  test('and pages were asked for on the way', () => expect(requests).toBeGreaterThan(RUNS));
});

/** Every message of a held range is stored, and as far as the cursor says, as the server has it. */
async function expectNothingMissing(device: MirrorDevice): Promise<void> {
  const { store, channel, server } = device;
  const { cursor, ranges } = await store.readProgress(channel);
  for (const { from, to } of ranges) {
    const { records } = await store.readWindow(channel, {
      anchor: to,
      before: 100_000,
      after: 0,
      replies: true,
    });
    expect(seqs(records)).toEqual(range(Math.max(1, from), to));
    for (const record of records) {
      const truth = server.rows[record.seq - 1]!;
      if (truth.rev <= (cursor ?? 0)) expect(record).toEqual(truth);
    }
  }
  await expectNoReplyMissing(device);
}

const wantThread = ({ history, channel, server }: MirrorDevice, before: number | null): void => {
  const root = server.rows[0];
  if (root !== undefined) history.wantThread(channel, root.id, before);
};

/** From the place on from which a thread is said to be held, no reply of it is missing. */
async function expectNoReplyMissing({ store, channel, server }: MirrorDevice): Promise<void> {
  const root = server.rows[0];
  if (root === undefined) return;
  const { records, from } = await store.readReplies(channel, root.id, 100_000);
  const last = records.at(-1)?.seq ?? 0;
  const truth = server.rows.filter(({ thread, seq }) => thread && seq >= (from ?? Infinity) && seq <= last);
  expect(seqs(records)).toEqual(seqs(truth));
}

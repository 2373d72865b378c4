import type { ChannelId, OpId, UserId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { createNetwork, createRandom, type Network } from '@lectern/test-kit';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { MemorySocket } from '../testing/memory-socket.ts';
import { SimulatedDevice } from '../testing/simulated-device.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll } from '../testing/test-device.ts';

/** More microtasks than an unloading takes, or an opening. */
const APART = 40;
const MOMENTS = 2 * APART + 1;

describe.each(await testDatabases())('documents that nobody has open, on $name', (target) => {
  let fixture: SyncFixture;
  let network: Network;
  let ada: UserId;
  let channel: ChannelId;
  beforeAll(async () => {
    fixture = await SyncFixture.start(target);
    network = createNetwork(createRandom(1));
    ada = await fixture.people.person('Ada');
    channel = await fixture.people.channel(await fixture.people.course([[ada, 'lecturer']]));
  });
  afterAll(() => fixture.stop());

  async function connect(device: SimulatedDevice): Promise<void> {
    const link = network.link<Uint8Array>();
    fixture.sync.accept(new MemorySocket(link.b, () => link.cut()));
    device.connect(link, await fixture.people.ticket(ada));
  }

  /** Lets the network move until a condition holds. Devices that were turned away come back, as real ones do. */
  const until = (condition: () => boolean, what: string, ...devices: readonly SimulatedDevice[]) =>
    poll(async () => {
      for (const device of devices) if (!device.connected) await connect(device);
      network.tick();
      return condition();
    }, what);

  test('one that is opened while the last reader goes is heard by who opens it, at whatever moment', async () => {
    const leaving = new SimulatedDevice(ada, [channel]);
    const writer = new SimulatedDevice(ada, []);
    for (let moment = 0; moment < MOMENTS; moment++) {
      await until(() => leaving.records(channel).length === moment, 'the one who leaves to read', leaving);
      const coming = new SimulatedDevice(ada, []);
      await until(() => coming.hasOpened('inbox'), 'the one who comes to be known', coming);

      coming.alsoOpen(channel);
      const turns = [() => leaving.disconnect(), () => network.tick()];
      if (moment < APART) turns.reverse();
      turns[0]!();
      for (let i = 0; i < Math.abs(moment - APART); i++) await null;
      turns[1]!();

      writer.do({
        kind: 'send',
        id: crypto.randomUUID() as OpId,
        channel,
        at: 1,
        body: bodyFromText(`${moment}`),
      });
      const heard = () => coming.records(channel).length === moment + 1;
      await until(heard, `news at moment ${moment}`, coming, writer);
      coming.disconnect();
    }
    await until(() => writer.pending.length === 0, 'the last outcome', writer);
    writer.disconnect();
  });

  test('one that is not used goes from memory, and comes back from Postgres', async () => {
    const reader = new SimulatedDevice(ada, [channel]);
    await until(() => reader.records(channel).length === MOMENTS, 'all messages', reader);
    reader.disconnect();
    await poll(() => fixture.sync.openDocuments() === 0, 'every document to be let go');
    const later = new SimulatedDevice(ada, [channel]);
    await until(() => later.records(channel).length === MOMENTS, 'all messages again', later);
  });
});

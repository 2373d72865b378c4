import type { ChannelId, CourseId, HistoryPage, Me, MessageRecord, OpId } from '@lectern/contracts';
import { ServerClient } from '@lectern/sync-client/testing/server-client';
import { TestHub } from '@lectern/sync-client/testing/test-hub';
import { Device } from './device.ts';

const PASSWORD = 'correct horse battery';
const CHANNELS = 2;
const PEOPLE = 3;
const DEVICES_EACH = 2;

/** A lecture hall at one address: people with their devices, channels, and somebody who can tell what is stored. */
export class Hall {
  readonly channels: readonly ChannelId[];
  readonly devices: readonly Device[];
  readonly #keeper: ServerClient;

  private constructor(keeper: ServerClient, channels: readonly ChannelId[], devices: readonly Device[]) {
    this.#keeper = keeper;
    this.channels = channels;
    this.devices = devices;
  }

  /** @param token of the set-up link of a fresh server */
  static async open(origin: string, token: string): Promise<Hall> {
    const keeper = new ServerClient(origin);
    await keeper.request<Me>('POST', `/setup/${token}`, { ...account(0), course: 'Logic' });
    const { id: course } = await keeper.request<{ id: CourseId }>('POST', '/courses', { name: 'Optics' });
    const channels = await makeChannels(keeper, course);
    const { url } = await keeper.request<{ url: string }>('POST', `/courses/${course}/invites`, {
      role: 'student',
    });
    const devices: Device[] = [];
    for (let n = 1; n <= PEOPLE; n += 1) {
      const client = new ServerClient(origin);
      const me = await client.request<Me>('POST', `/join/${url.split('/').at(-1)}`, account(n));
      for (let d = 0; d < DEVICES_EACH; d += 1) devices.push(await Device.open(me, client, channels));
    }
    return new Hall(keeper, channels, devices);
  }

  /** What is stored of a channel, page by page from the server. */
  async stored(channel: ChannelId): Promise<MessageRecord[]> {
    let records: MessageRecord[] = [];
    for (let place = ''; ; ) {
      const page = await this.#keeper.request<HistoryPage>('GET', `/channels/${channel}/messages${place}`);
      records = [...page.messages, ...records];
      if (page.reachesStart) return records;
      place = `?before=${page.from}`;
    }
  }

  async close(): Promise<void> {
    for (const device of this.devices) await device.stop();
  }
}

async function makeChannels(keeper: ServerClient, course: CourseId): Promise<ChannelId[]> {
  const hub = new TestHub(keeper);
  await hub.tab.command('open', await keeper.me());
  await hub.until('sidebar', null, ({ courses }) => courses.some(({ id }) => id === course));
  const channels: ChannelId[] = [];
  for (let n = 0; n < CHANNELS; n += 1) {
    const channel = crypto.randomUUID() as ChannelId;
    const id = crypto.randomUUID() as OpId;
    const about = { course, name: `room ${n}`, topic: '', type: 'public' as const };
    await hub.tab.command('submit', { kind: 'channel.create', id, at: Date.now(), channel, ...about });
    channels.push(channel);
  }
  await hub.until('connection', null, ({ state, waiting }) => state === 'connected' && waiting === 0);
  await hub.stop();
  return channels;
}

function account(n: number) {
  const handle = `person${n}`;
  return { name: `Person ${n}`, handle, email: `${handle}@example.org`, password: PASSWORD };
}

import { setTimeout as wait } from 'node:timers/promises';
import { HEARTBEAT_MS } from '@lectern/contracts';
import { documentsOf } from './browser-like.ts';
import { type Course, enrol, openCourse } from './course.ts';
import { Lectern, type Person } from './lectern.ts';
import { RawClient, syncedBy } from './raw-client.ts';
import { reportDetail, reportRow } from './report.ts';
import { quantile } from './statistics.ts';

const PEOPLE = Number(process.env.BENCH_CLIENTS ?? 300);
/** Of them come and go all the time. */
const RESTLESS = 50;
/** How often each of those turns to or from their device, in milliseconds. */
const TURN_EVERY_MS = 30_000;
/** Longer than the server lets a device wait that nobody looks at. */
const MINUTES = Number(process.env.BENCH_MINUTES ?? 6);
/**
 * What comes at first is no part of it: everybody is told everything once, and of all who then turn away. In
 * milliseconds.
 */
const SETTLED_MS = 310_000;
/** Length of a frame's header when it holds less than 126 bytes. */
const SHORT_HEADER = 2;

/** What the presence of all others costs a device that nobody looks at, in bytes that come over its socket. */
export async function measurePresence(): Promise<void> {
  const app = await Lectern.start();
  try {
    const course = await openCourse(app);
    const people = await enrol(course, PEOPLE);
    const devices: Device[] = [];
    for (const person of people) devices.push(await Device.connect(app, course, person));
    const [restless, idle] = [devices.slice(0, RESTLESS), devices.slice(RESTLESS)];
    for (const device of idle) device.turn('away');
    const heart = setInterval(() => {
      for (const device of devices) device.ping();
    }, HEARTBEAT_MS);
    await wait(SETTLED_MS);
    for (const device of devices) device.forget();
    const end = performance.now() + MINUTES * 60_000;
    for (let turns = 0; performance.now() < end; turns++) {
      const device = restless[turns % RESTLESS]!;
      device.turn(Math.floor(turns / RESTLESS) % 2 === 0 ? 'away' : 'online');
      await wait(TURN_EVERY_MS / RESTLESS);
    }
    clearInterval(heart);
    const aMinute = (bytes: (device: Device) => number, of: readonly Device[]) => {
      const all = of.map((device) => bytes(device) / MINUTES / 1_000).sort((a, b) => a - b);
      return [quantile(all, 0.5), all[0]!, all.at(-1)!];
    };
    reportRow(
      `presence in a course of ${PEOPLE}, a minute, for a device that nobody looks at`,
      aMinute((device) => device.presence, idle),
      { atMost: 1, aim: 0.5 },
      'kB',
    );
    reportDetail(
      'the same for one that is looked at now and then',
      aMinute((device) => device.presence, restless),
      'kB',
    );
    reportDetail(
      'signs of life, a minute',
      aMinute((device) => device.pongs, idle),
      'kB',
    );
    for (const device of devices) device.close();
  } finally {
    await app.stop();
  }
}

/** A device that says whether somebody looks at it, and counts what it is told. */
class Device {
  /** Bytes of signs of life. */
  pongs = 0;
  #from = 0;
  readonly #client: RawClient;

  private constructor(client: (onFrame: (buffer: Buffer, from: number, to: number) => void) => RawClient) {
    this.#client = client((buffer, from, to) => {
      if (buffer.toString('latin1', from, to).includes('"pong"')) this.pongs += to - from + SHORT_HEADER;
    });
  }

  static async connect(app: Lectern, course: Course, person: Person): Promise<Device> {
    const token = await person.ticket();
    const [first, ...others] = documentsOf(person, course.id, []) as [string, ...string[]];
    const waiting = new Set([first, ...others]);
    const { promise, resolve } = Promise.withResolvers<void>();
    const device = new Device(
      (count) =>
        new RawClient({
          port: app.port,
          dialect: 'hocuspocus',
          path: '/sync',
          document: first,
          token,
          deflate: true,
          onFrame: (buffer, from, to) => {
            count(buffer, from, to);
            const name = syncedBy(buffer, from, to);
            if (name !== null && waiting.delete(name) && waiting.size === 0) resolve();
          },
        }),
    );
    await device.#client.open();
    for (const name of others) device.#client.openDocument(name);
    await promise;
    return device;
  }

  /** Bytes that came beside signs of life. */
  get presence(): number {
    return this.#client.bytes - this.#from - this.pongs;
  }

  forget(): void {
    this.#from = this.#client.bytes;
    this.pongs = 0;
  }

  turn(state: 'online' | 'away'): void {
    this.#client.sendStateless(JSON.stringify({ t: 'here', state }));
  }

  ping(): void {
    this.#client.sendStateless('{"t":"ping"}');
  }

  close(): void {
    this.#client.close();
  }
}

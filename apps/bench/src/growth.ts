import { hasRedis, RedisServer } from '@lectern/test-kit/redis-server';
import { openCourse } from './course.ts';
import { Hall, type HallSize } from './hall.ts';
import { Lectern } from './lectern.ts';
import { reportText } from './report.ts';
import { quantile } from './statistics.ts';

/** From here one thing grows at a time. */
const BASE: HallSize & { readonly instances: number } = {
  clients: 150,
  channels: 30,
  messages: 300,
  instances: 1,
};
const GROWTH = [
  { what: 'people', sizes: [75, 150, 300, 600], of: (clients: number) => ({ ...BASE, clients }) },
  { what: 'channels of each', sizes: [10, 30, 90], of: (channels: number) => ({ ...BASE, channels }) },
  {
    what: 'messages of a channel',
    sizes: [30, 300, 3_000, 30_000],
    of: (messages: number) => ({ ...BASE, messages }),
  },
  { what: 'instances', sizes: [1, 2, 3], of: (instances: number) => ({ ...BASE, instances }) },
];
const SPOKEN = 300;
/** Everybody comes back so fast for each hundred of them, in milliseconds: the same load for all. */
const WITHIN_MS_A_HUNDRED = 1_500;

/** What coming back and hearing cost when one thing grows. One run of each: it is the curve that counts. */
export async function measureGrowth(): Promise<void> {
  for (const { what, sizes, of } of GROWTH) {
    if (what === 'instances' && !hasRedis) throw new Error('Instances need Redis: install redis-server.');
    for (const size of sizes) reportText(`${what}: ${size}`, await measure(of(size)));
  }
}

async function measure({ instances, ...size }: typeof BASE): Promise<string> {
  const owner = await Lectern.start();
  const redis = instances > 1 ? await RedisServer.start() : null;
  const others: Lectern[] = [];
  try {
    const course = await openCourse(owner);
    if (redis !== null)
      for (let n = 0; n < instances; n++) others.push(await Lectern.beside(owner, redis.url));
    const serving = others.length > 0 ? others : [owner];
    const hall = await Hall.fill(owner, course, serving, size);
    const within = (size.clients / 100) * WITHIN_MS_A_HUNDRED;
    await hall.comeBack(within);
    const { cpu, took } = await hall.comeBack(within);
    const heard = await hall.listen(SPOKEN);
    return [
      `back in ${(quantile(took, 0.5) * 1_000).toFixed(0)} ms, p99 ${(quantile(took, 0.99) * 1_000).toFixed(0)} ms`,
      `${((cpu / size.clients) * 1_000).toFixed(1)} ms of a core each`,
      `heard after ${quantile(heard.late, 0.5).toFixed(0)} ms, p99 ${quantile(heard.late, 0.99).toFixed(0)} ms`,
      `${((heard.cpu / heard.expected) * 1_000_000).toFixed(0)} µs of a core each time`,
      heard.late.length === heard.expected ? 'all heard' : `${heard.expected - heard.late.length} NOT HEARD`,
    ].join('; ');
  } finally {
    for (const each of others) await each.stop();
    await redis?.kill();
    await owner.stop();
  }
}

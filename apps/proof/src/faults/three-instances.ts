import { ChaosProxy } from '@lectern/test-kit/chaos-proxy';
import { freePort } from '@lectern/test-kit/free-port';
import { hasRedis, RedisServer } from '@lectern/test-kit/redis-server';
import { LecternProcess } from '../machines/lectern-process.ts';
import { hasNginx, Nginx } from '../machines/nginx.ts';
import { hasPostgres, PostgresServer } from '../machines/postgres-server.ts';
import type { Fault, Site } from './fault.ts';
import { browserFaults, networkFaults } from './network.ts';

const INSTANCES = 3;

/** Whether this machine has the programs for it. */
export const hasThreeMachines = hasPostgres && hasRedis && hasNginx;

/** Three instances behind nginx, on one Postgres and one Redis, each of which can go. */
export async function threeInstances(): Promise<Site> {
  const [postgres, redis, port] = await Promise.all([
    PostgresServer.start(),
    RedisServer.start(),
    freePort(),
  ]);
  const origin = `http://localhost:${port}`;
  const ports = await Promise.all(Array.from({ length: INSTANCES }, freePort));
  const nginx = await Nginx.start(ports);
  const network = await ChaosProxy.open(port, nginx.port);
  const instances = ports.map(
    (each) =>
      new LecternProcess({ port: each, publicUrl: origin, databaseUrl: postgres.url, redisUrl: redis.url }),
  );
  // Each prints a set-up link while nobody has used one, and the last link is the one that works.
  for (const instance of instances) await instance.start();
  const { setupToken } = instances.at(-1)!;
  return {
    name: 'three instances behind nginx, on Postgres and Redis',
    origin,
    setupToken,
    faults: [
      ...instanceFaults(instances),
      ...storeFaults(postgres, redis),
      ...networkFaults(network),
      ...browserFaults,
    ],
    async stop() {
      network.close();
      await Promise.all(instances.map((instance) => instance.terminate()));
      await nginx.stop();
      await redis.kill();
      await postgres.stop();
    },
  };
}

function instanceFaults(instances: readonly LecternProcess[]): readonly Fault[] {
  const revive = async () => {
    await Promise.all(instances.filter(({ runs }) => !runs).map((instance) => instance.start()));
  };
  return [
    {
      name: 'an instance is killed, and stays away',
      lastsMs: null,
      strike: (random) => random.pick(instances).kill(),
      mend: revive,
    },
    {
      name: 'two of three instances are killed, and stay away',
      lastsMs: null,
      strike: async (random) => {
        const [one, two] = random.shuffle(instances);
        await Promise.all([one!.kill(), two!.kill()]);
      },
      mend: revive,
    },
    {
      name: 'all instances are started anew, one after the other',
      lastsMs: 0,
      strike: async () => {
        for (const instance of instances) {
          await instance.terminate();
          await instance.start();
        }
      },
      mend: async () => {},
    },
  ];
}

const storeFaults = (postgres: PostgresServer, redis: RedisServer): readonly Fault[] => [
  {
    name: 'Redis is killed, and stays away',
    lastsMs: null,
    strike: () => redis.kill(),
    mend: () => redis.restart(),
  },
  {
    name: 'Postgres is killed and started again',
    lastsMs: 2_000,
    strike: () => postgres.kill(),
    mend: () => postgres.resume(),
  },
  {
    name: 'every connection to Postgres is cut',
    lastsMs: 500,
    strike: async () => {
      await postgres.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'lectern' and pid <> pg_backend_pid()",
      );
    },
    mend: async () => {},
  },
];

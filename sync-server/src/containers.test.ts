import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readEnv, variables } from './env.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
const known = new Set(Object.keys(variables));

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Record<string, string>;
  readonly depends_on?: Record<string, { readonly condition: string }>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly stop_grace_period?: string;
}
interface Compose {
  readonly services: Record<string, Service>;
  readonly networks: Record<string, { ipam: { config: { subnet: string }[] } }>;
  readonly volumes: Record<string, null>;
}

/** What compose puts in the place of a variable that is not set. */
const withDefaults = (text: string): string => text.replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1');

describe('Containerfile', () => {
  /** Instructions with their arguments; lines that go on are one. */
  const instructions = read('Containerfile')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => /^([A-Z]+) (.+)$/.exec(line)!.slice(1) as [string, string]);
  const stages: [string, string][][] = [];
  for (const each of instructions) {
    if (each[0] === 'FROM') stages.push([]);
    stages.at(-1)!.push(each);
  }
  const last = stages.at(-1)!;
  const argumentsOf = (name: string) =>
    last.filter(([instruction]) => instruction === name).map(([, text]) => text);

  it('ends in a bare Debian, and takes over nothing but the folder that was put together', () => {
    expect(stages).toHaveLength(2);
    expect(argumentsOf('FROM')).toEqual(['docker.io/library/debian:bookworm-slim']);
    expect(argumentsOf('COPY')).toEqual(['--from=build /lectern /lectern']);
    expect(stages[0]!.at(-1)).toEqual([
      'RUN',
      '["node", "packages/tooling/src/run.mjs", "assemble", "/lectern"]',
    ]);
  });

  it('copies what there is, and with no folder more than is meant', () => {
    const copied = stages[0]!
      .filter(([name]) => name === 'COPY')
      .flatMap(([, text]) => text.split(' ').slice(0, -1));
    for (const name of copied) expect([name, fs.existsSync(path.join(root, name))]).toEqual([name, true]);
    expect(copied).not.toContain('.');
    expect(copied).toEqual(
      expect.arrayContaining(['packages', 'apps', 'sync-server', 'package-lock.json', '.npmrc']),
    );
  });

  it('runs as a user of its own, keeps its data in a volume, and tells how it is', () => {
    expect(argumentsOf('USER')).toEqual(['10001:10001']);
    expect(argumentsOf('VOLUME')).toEqual(['/data']);
    expect(argumentsOf('STOPSIGNAL')).toEqual(['SIGTERM']);
    const [health] = argumentsOf('HEALTHCHECK');
    const programs = [health!.slice(health!.indexOf('[')), ...argumentsOf('ENTRYPOINT')].map(
      (text) => JSON.parse(text) as string[],
    );
    for (const [node, ...args] of programs) {
      expect(node).toBe('node_modules/.bin/node');
      expect(fs.existsSync(path.join(root, args.at(-1)!))).toBe(true);
    }
    const { config } = JSON.parse(read('sync-server/package.json')) as { config: { nodeOptions: string[] } };
    expect(programs[1]!.slice(1, -1)).toEqual(config.nodeOptions);
  });

  it('sets variables that Lectern reads, to what it takes', () => {
    const set = Object.fromEntries(
      argumentsOf('ENV').flatMap((text) => text.split(' ').map((pair) => pair.split('='))),
    );
    expect(Object.keys(set).filter((name) => !known.has(name))).toEqual([]);
    expect(readEnv(set)).toMatchObject({ ok: true, env: { host: '0.0.0.0', dataDir: '/data', port: 3000 } });
    expect(argumentsOf('EXPOSE')).toEqual(['3000']);
  });
});

describe('compose.yaml', () => {
  const { services, networks, volumes } = parse(read('compose.yaml'), { merge: true }) as Compose;
  const names = Object.keys(services);
  const instances = names.filter((name) => services[name]!.build !== undefined);

  it('has two instances that differ in nothing but their volume', () => {
    expect(names.sort()).toEqual(['lectern-1', 'lectern-2', 'nginx', 'postgres', 'redis']);
    expect(instances).toEqual(['lectern-1', 'lectern-2']);
    const [one, two] = instances.map((name) => services[name]!);
    expect({ ...one, volumes: null }).toEqual({ ...two, volumes: null });
    expect(one!.build).toEqual({ context: '.', dockerfile: 'Containerfile' });
    expect(one!.read_only).toBe(true);
    // Longer than the server gives itself.
    expect(Number.parseInt(one!.stop_grace_period!, 10)).toBeGreaterThan(15);
  });

  it.each(instances)('%s gets variables that Lectern reads, to what it takes', (name) => {
    const set = Object.fromEntries(
      Object.entries(services[name]!.environment!).map(([variable, text]) => [variable, withDefaults(text)]),
    );
    expect(Object.keys(set).filter((variable) => !known.has(variable))).toEqual([]);
    const result = readEnv(set);
    expect(result.ok ? [] : result.faults).toEqual([]);
    expect(set).toMatchObject({
      DATABASE_URL: expect.stringContaining('@postgres:'),
      REDIS_URL: 'redis://redis:6379',
    });
    expect(set.TRUSTED_PROXIES).toBe(networks.inside!.ipam.config[0]!.subnet);
  });

  it('lets nobody wait for what is not there, and keeps what must last', () => {
    for (const [name, service] of Object.entries(services)) {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect([name, names.includes(other), condition]).toEqual([name, true, 'service_healthy']);
        // An instance has the health check of its image.
        expect([other, services[other]!.healthcheck !== undefined || instances.includes(other)]).toEqual([
          other,
          true,
        ]);
      }
      for (const volume of service.volumes ?? []) {
        const [from] = volume.split(':');
        expect([
          from,
          from!.startsWith('.') ? fs.existsSync(path.join(root, from!)) : from! in volumes,
        ]).toEqual([from, true]);
      }
      expect(service.networks).toEqual(['inside']);
    }
  });

  it('is open through nginx alone, on this machine alone, at the address that Lectern is told', () => {
    const open = names.filter((name) => services[name]!.ports !== undefined);
    expect(open).toEqual(['nginx']);
    expect(services.nginx!.ports).toEqual(['127.0.0.1:8080:8080']);
    expect(withDefaults(services['lectern-1']!.environment!.PUBLIC_URL!)).toBe('http://localhost:8080');
    const nginx = read('docs/deploy/nginx.conf');
    expect(nginx).toContain('listen 8080;');
    for (const name of instances) expect(nginx).toContain(`server ${name}:3000 `);
  });
});

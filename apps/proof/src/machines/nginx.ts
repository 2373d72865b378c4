import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@lectern/test-kit/free-port';
import { Child } from './child.ts';

/** Where Debian's package puts it. */
const PROGRAM = '/usr/sbin/nginx';
export const hasNginx = existsSync(PROGRAM);
/** What it is told there. */
const SITE = path.resolve(import.meta.dirname, '../../../../docs/deploy/nginx.conf');
/** How often is tried whether it listens, in milliseconds. */
const TRY_EVERY_MS = 20;

/** Several instances behind one address, as `compose.yaml` sets them up. */
export class Nginx {
  readonly port: number;
  readonly #folder: string;
  readonly #child: Child;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
    this.#child = new Child(PROGRAM, ['-c', path.join(folder, 'nginx.conf'), '-p', folder]);
  }

  static async start(instances: readonly number[]): Promise<Nginx> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lectern-proof-nginx-'));
    const port = await freePort();
    await writeFile(path.join(folder, 'nginx.conf'), configuration(port, folder, instances));
    const nginx = new Nginx(port, folder);
    nginx.#child.launch();
    // It says nothing when it is ready, and everything when it is not.
    while (!(await answers(port))) {
      if (!nginx.#child.runs) throw new Error(`nginx did not start: ${nginx.#child.output}`);
      await sleep(TRY_EVERY_MS);
    }
    return nginx;
  }

  async stop(): Promise<void> {
    await this.#child.end('SIGTERM');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(() => resolve(true)));
    socket.on('error', () => resolve(false));
  });
}

/** The site as it is handed out, with these ports in place of its own. */
function site(port: number, instances: readonly number[]): string {
  const servers = instances.map((instance) => `server 127.0.0.1:${instance} `);
  return readFileSync(SITE, 'utf8')
    .replace(/^ *server lectern-1:3000 (.*)\n(?: *server lectern-.*\n)*/m, (_, options: string) =>
      servers.map((server) => `${server}${options}\n`).join(''),
    )
    .replace('listen 8080;', `listen 127.0.0.1:${port};`)
    .replace(/^ *access_log .*$/m, 'access_log off;');
}

const configuration = (port: number, folder: string, instances: readonly number[]): string => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
error_log stderr warn;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  ${site(port, instances)}
}
`;

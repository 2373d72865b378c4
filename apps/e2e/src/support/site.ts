import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ChaosProxy } from '@lectern/test-kit/chaos-proxy';
import { freePort } from '@lectern/test-kit/free-port';
import { type LecternOptions, LecternProcess, type OtherVersion } from './lectern-process.ts';

const PUT_OLD_STORE = path.join(import.meta.dirname, '../../../../sync-server/src/testing/put-old-store.ts');

/** A Lectern of its own: a server on fresh data, and the network in front of it. */
export class Site {
  /** The address that people open. It stays the same whatever becomes of the server. */
  readonly url: string;
  /** The server itself, past the weather: for looking at what it holds. */
  readonly directUrl: string;
  readonly server: LecternProcess;
  readonly network: ChaosProxy;
  readonly dataDir: string;

  private constructor(
    dataDir: string,
    port: number,
    server: LecternProcess,
    url: string,
    network: ChaosProxy,
  ) {
    this.dataDir = dataDir;
    this.directUrl = `http://localhost:${port}`;
    this.server = server;
    this.url = url;
    this.network = network;
  }

  /**
   * @param options.oldStore the version of the protocol whose store it begins with
   * @param options.copyOf the data of a server that has ended in good order, to begin with a copy of them
   */
  static async start(
    options: Pick<LecternOptions, 'demo' | 'databaseUrl'> & {
      readonly oldStore?: number;
      readonly copyOf?: string;
    } = {},
  ): Promise<Site> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'lectern-journey-'));
    const port = await freePort();
    const publicPort = await freePort();
    const url = `http://localhost:${publicPort}`;
    const server = new LecternProcess({ ...options, port, publicUrl: url, dataDir });
    const network = await ChaosProxy.open(publicPort, port);
    if (options.oldStore !== undefined)
      await promisify(execFile)(process.execPath, [PUT_OLD_STORE, dataDir, `${options.oldStore}`]);
    // A database looks at the modes and at the owners of its files.
    if (options.copyOf !== undefined) await promisify(execFile)('cp', ['-a', `${options.copyOf}/.`, dataDir]);
    await server.start();
    return new Site(dataDir, port, server, url, network);
  }

  /** `kill -9`; whoever tries to connect is refused, as by a machine on which nothing listens. */
  async kill(): Promise<void> {
    await this.server.kill();
    this.network.refuse();
  }

  /** Starts it again on what it has stored, as itself or as another version. */
  async restart(as?: OtherVersion): Promise<void> {
    await this.server.start(as);
    await this.network.pass();
  }

  async end(): Promise<void> {
    this.network.close();
    await this.server.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

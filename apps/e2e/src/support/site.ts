import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@lectern/test-kit/free-port';
import { ChaosProxy } from './chaos-proxy.ts';
import { LecternProcess } from './lectern-process.ts';

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

  static async start({ demo = false } = {}): Promise<Site> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'lectern-journey-'));
    const port = await freePort();
    const publicPort = await freePort();
    const url = `http://localhost:${publicPort}`;
    const server = new LecternProcess({ port, publicUrl: url, dataDir, demo });
    const network = await ChaosProxy.open(publicPort, port);
    await server.start();
    return new Site(dataDir, port, server, url, network);
  }

  /** `kill -9`; whoever tries to connect is refused, as by a machine on which nothing listens. */
  async kill(): Promise<void> {
    await this.server.kill();
    this.network.refuse();
  }

  /** Starts it again on what it has stored. */
  async restart(): Promise<void> {
    await this.server.start();
    await this.network.pass();
  }

  async end(): Promise<void> {
    this.network.close();
    await this.server.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

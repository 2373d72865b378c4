import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { freePort } from '@lectern/test-kit/free-port';
import { WebDriver } from './web-driver.ts';

const SCREEN_SIZE = '1440x900x24';
/** As long as Playwright's `expect` waits. Milliseconds. */
const FINDS_WITHIN_MS = 10_000;
/** For a program that is started; on a busy machine that takes a while. Milliseconds. */
const STARTS_WITHIN_MS = 30_000;
/** WebKitGTK's own little browser on a screen that nobody sees, with nothing stored. */
export class WebKitBrowser {
  readonly #home = mkdtempSync(path.join(tmpdir(), 'lectern-webkit-'));
  readonly #programs: ChildProcess[] = [];
  #driver: WebDriver | null = null;

  static async start(): Promise<WebKitBrowser> {
    const browser = new WebKitBrowser();
    try {
      await browser.#open(await browser.#startDriver(await browser.#startScreen()));
      return browser;
    } catch (error) {
      await browser.end();
      throw error;
    }
  }

  get driver(): WebDriver {
    return this.#driver!;
  }

  async end(): Promise<void> {
    try {
      await this.#driver?.close();
    } finally {
      for (const program of this.#programs.reverse()) {
        if (program.exitCode !== null || program.signalCode !== null) continue;
        program.kill();
        await once(program, 'exit');
      }
      rmSync(this.#home, { recursive: true, force: true });
    }
  }

  /** @returns the number of a display that was free */
  async #startScreen(): Promise<string> {
    const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN_SIZE, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    this.#programs.push(screen);
    const lines = createInterface({ input: screen.stdio[3] as Readable });
    const [display] = await once(lines, 'line', { signal: AbortSignal.timeout(STARTS_WITHIN_MS) });
    return display;
  }

  /** @returns its address */
  async #startDriver(display: string): Promise<string> {
    const port = await freePort();
    const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      env: {
        PATH: process.env.PATH,
        HOME: this.#home,
        DISPLAY: `:${display}`,
        LANG: 'C.UTF-8',
        NO_AT_BRIDGE: '1',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.#programs.push(driver);
    const address = `http://127.0.0.1:${port}`;
    await WebDriver.listens(address, STARTS_WITHIN_MS);
    return address;
  }

  async #open(driver: string): Promise<void> {
    this.#driver = await WebDriver.open(driver, { browserName: 'MiniBrowser' }, FINDS_WITHIN_MS);
  }
}

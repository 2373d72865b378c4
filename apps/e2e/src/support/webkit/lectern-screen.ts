import { expect } from '@playwright/test';
import { SAYS_OFFLINE_WITHIN_MS } from '../pages/lectern-page.ts';
import { ENTER, type WebDriver } from './web-driver.ts';

/** For a thing to be there and to stand still. Milliseconds. */
const CLICKS_WITHIN_MS = 15_000;

/** The app on a screen that is driven from outside of Playwright: by the words on it, as `LecternPage` is. */
export class LecternScreen {
  readonly #driver: WebDriver;
  readonly #problems: string[] = [];

  constructor(driver: WebDriver) {
    this.#driver = driver;
  }

  async open(url: string): Promise<void> {
    await this.#driver.goTo(url);
    await this.#driver.evaluate(WATCH);
  }

  async reload(): Promise<void> {
    await this.problems();
    await this.#driver.reload();
    await this.#driver.evaluate(WATCH);
  }

  /** What was thrown on the page, or said to its console as an error, since it was loaded. */
  async problems(): Promise<readonly string[]> {
    this.#problems.push(...(await this.#driver.evaluate<string[]>('return problems.splice(0)')));
    return this.#problems;
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.#type(field('E-mail'), email);
    await this.#type(field('Password'), password);
    await this.#click(button('Sign in'));
  }

  /** Makes a channel, which leads to it. @returns its id */
  async createChannel(course: string, name: string): Promise<string> {
    await this.#click(`//nav//button[@aria-label='Menu of ${course}']`);
    await this.#click(`//*[@role='menuitem' and normalize-space()='Create channel']`);
    await this.#type(`${DIALOG}${field('Name')}`, name);
    await this.#click(`${DIALOG}${button('Create channel')}`);
    await this.#showsChannel(name);
    return this.#driver.evaluate(`return location.pathname.split('/')[2]`);
  }

  async openChannel(name: string): Promise<void> {
    await this.#click(`//nav//a[starts-with(concat(normalize-space(), ' '), '${name} ')]`);
    await this.#showsChannel(name);
  }

  async write(channel: string, text: string): Promise<void> {
    // Not the plain text area that stands there before the editor is loaded, and then is gone under one's fingers.
    await this.#type(
      `//*[@role='textbox' and @contenteditable='true' and @aria-label='Message #${channel}']`,
      text + ENTER,
    );
  }

  async isOnServer(text: string): Promise<void> {
    await this.#driver.find(mark(text, 'Stored on the server.'));
  }

  async isOnDevice(text: string): Promise<void> {
    await this.#driver.find(mark(text, 'Saved on this device. Will be sent when you are connected.'));
  }

  async saysOffline(): Promise<void> {
    const bar = `//*[@role='status'][contains(., 'Offline.') or contains(., 'The server cannot be reached.')]`;
    const start = performance.now();
    await this.#driver.find(bar);
    expect(performance.now() - start).toBeLessThan(SAYS_OFFLINE_WITHIN_MS);
  }

  /** Everything that the app needs to open without a network is on this device. */
  async canOpenOffline(): Promise<void> {
    await expect
      .poll(() => this.#driver.evaluate(`return navigator.serviceWorker.controller?.state ?? 'none'`))
      .toBe('activated');
  }

  async #showsChannel(name: string): Promise<void> {
    await this.#driver.find(`//h1[contains(., '${name}')]`);
  }

  /** Once it is there and nothing lies over it any more. */
  async #click(xpath: string): Promise<void> {
    await expect(async () => (await this.#driver.find(xpath)).click()).toPass({ timeout: CLICKS_WITHIN_MS });
  }

  async #type(xpath: string, text: string): Promise<void> {
    await (await this.#driver.find(xpath)).type(text);
  }
}

/** The protocol tells nothing of a page's console: the page itself keeps what goes there. */
const WATCH = `
  globalThis.problems = [];
  addEventListener('error', (event) => problems.push(event.message));
  addEventListener('unhandledrejection', (event) => problems.push(String(event.reason)));
  console.error = (...what) => problems.push(what.join(' '));
`;
const DIALOG = '//dialog';
const field = (label: string) => `//input[@id = //label[normalize-space()='${label}']/@for]`;
const button = (name: string) => `//button[normalize-space()='${name}']`;
/** The mark of a message, in its words. */
const mark = (text: string, says: string) =>
  `//article[contains(., '${text}')]//*[@role='img' and contains(@aria-label, '${says}')]`;

import { expect, type Locator, type Page } from '@playwright/test';
import { storedFacts } from '../stored-facts.ts';
import { ChannelPage, isPhone } from './channel-page.ts';
import { type } from './type.ts';

/** The promise: so soon after the network goes, the page says it. Milliseconds. */
export const SAYS_OFFLINE_WITHIN_MS = 6_000;

/** The app as a signed-in person sees it: by the words on it, never by its insides. */
export class LecternPage {
  readonly page: Page;
  readonly sidebar: Locator;
  /** The line that says how things stand when they are not as usual. */
  readonly offlineWord: Locator;
  readonly backWord: Locator;
  /** "3 things not yet on the server", at the foot of the sidebar. */
  readonly pendingRow: Locator;
  readonly dialog: Locator;
  /** What is kept for later. */
  readonly saved: Locator;

  constructor(page: Page) {
    this.page = page;
    this.sidebar = page.getByRole('navigation', { name: 'Courses and channels' });
    const status = page.getByRole('status');
    this.offlineWord = status.filter({ hasText: /^(Offline\.|The server cannot be reached\.)/ });
    this.backWord = status.filter({ hasText: /^Back online\./ });
    this.pendingRow = page.getByRole('button', { name: /not yet on the server|not sent$/ });
    this.dialog = page.getByRole('dialog');
    this.saved = page.getByRole('list', { name: 'Saved' }).getByRole('listitem');
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('section[aria-live=polite]').getByText(text);
  }

  channelLink(name: string): Locator {
    return this.sidebar.getByRole('link', { name: new RegExp(`^${name}( |$)`) });
  }

  /** Goes to a channel as a person does, by the sidebar. On a phone the sidebar is a screen of its own. */
  async openChannel(name: string): Promise<ChannelPage> {
    const back = this.page.getByRole('button', { name: 'Back' });
    if (isPhone(this.page)) {
      await expect(this.sidebar.or(back)).toBeVisible();
      if (await back.isVisible()) await back.tap();
    }
    await this.channelLink(name).click();
    return this.channelPage(name);
  }

  /** Waits until the device has written down how far this channel was seen. */
  async hasSeen(channel: string): Promise<void> {
    await expect
      .poll(async () => JSON.stringify(await storedFacts(this.page, 'seen')), { timeout: 15_000 })
      .toContain(channel);
  }

  /** Makes a channel, which leads to it. */
  async createChannel(course: string, name: string, kind = 'Public'): Promise<ChannelPage> {
    await this.chooseInCourseMenu(course, 'Create channel');
    await type(this.dialog.getByLabel('Name', { exact: true }), name);
    await this.dialog.getByRole('radio', { name: kind }).check();
    await this.dialog.getByRole('button', { name: 'Create channel' }).click();
    return this.channelPage(name);
  }

  async chooseInCourseMenu(course: string, item: string): Promise<void> {
    await this.sidebar.getByRole('button', { name: `Menu of ${course}` }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  private async channelPage(name: string): Promise<ChannelPage> {
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
    return new ChannelPage(this.page, name);
  }

  /** Everything that the app needs to open without a network is on this device. */
  async canOpenOffline(): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(() => navigator.serviceWorker.controller?.state ?? 'none'))
      .toBe('activated');
  }

  async saysOffline(): Promise<void> {
    await expect(this.offlineWord).toBeVisible({ timeout: SAYS_OFFLINE_WITHIN_MS });
  }
}

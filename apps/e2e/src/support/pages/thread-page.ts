import { expect, type Locator, type Page } from '@playwright/test';
import { type } from './type.ts';

/** The thread that is open beside its channel, or in its place on a phone. */
export class ThreadPage {
  readonly page: Page;
  readonly panel: Locator;
  readonly messages: Locator;
  readonly composer: Locator;
  readonly alsoInChannel: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('complementary', { name: 'Thread' });
    this.messages = this.panel.getByRole('article');
    this.composer = this.panel.getByRole('textbox', { name: 'Reply in the thread' });
    this.alsoInChannel = this.panel.getByRole('checkbox', { name: /^Also send to #/ });
  }

  message(text: string | RegExp): Locator {
    return this.messages.filter({ hasText: text });
  }

  mark(text: string, mark: string | RegExp): Locator {
    return this.message(text).getByRole('img', { name: mark });
  }

  /** Follows the thread or hears no more of it: the button says how it is. */
  get follows(): Locator {
    return this.panel.getByRole('button', { name: /^Follow(ing)?$/ });
  }

  async write(text: string): Promise<void> {
    await type(this.composer, text);
    const send = this.panel.getByRole('button', { name: 'Send' });
    if (this.page.viewportSize()!.width < 768) await send.tap();
    else await this.composer.press('Enter');
    await expect(this.message(text)).toBeVisible();
  }

  async close(): Promise<void> {
    await this.panel.getByRole('button', { name: /^(Close thread|Back)$/ }).click();
    await expect(this.panel).toBeHidden();
  }
}

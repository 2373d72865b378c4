import { expect, type Locator, type Page } from '@playwright/test';
import { ThreadPage } from './thread-page.ts';
import { type } from './type.ts';

/** Where a message stands, in the words of its mark. */
export const marks = {
  device: 'Saved on this device. Will be sent when you are connected.',
  server: /Stored on the server\.$/,
  editOnDevice: 'Your edit is saved on this device. It will be sent when you are connected.',
  deleteOnDevice: 'Deleted here. The others see it when you are connected.',
  reactionOnDevice: 'Your reaction is saved on this device. It will be sent when you are connected.',
  markOnDevice: 'Saved on this device. The others see it when you are connected.',
  refused: 'Not sent',
} as const;

/** One channel on screen. */
export class ChannelPage {
  readonly page: Page;
  readonly name: string;
  readonly list: Locator;
  readonly composer: Locator;
  /** Every message that is drawn, in order. */
  readonly messages: Locator;
  /** Stands over the list while that is not at its end. */
  readonly jumpToLatest: Locator;
  /** In the channel's details. */
  readonly pins: Locator;
  readonly openQuestions: Locator;

  constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
    this.list = page.getByRole('list', { name: `Messages in #${name}` });
    this.composer = page.getByRole('textbox', { name: `Message #${name}`, exact: true });
    this.messages = this.list.getByRole('article');
    this.pins = page.getByRole('list', { name: /pinned messages?$/ }).getByRole('listitem');
    this.openQuestions = page.getByRole('list', { name: /unresolved questions?$/ }).getByRole('listitem');
    this.jumpToLatest = page.getByRole('button', { name: 'Jump to latest' });
  }

  /** The channel's id, as the address names it. */
  get id(): string {
    return new URL(this.page.url()).pathname.split('/')[2]!;
  }

  /** The message that says this; not those that answer it and quote it. */
  message(text: string | RegExp): Locator {
    const quote = this.page.getByRole('link').filter({ hasText: text });
    return this.messages.filter({ hasText: text, hasNot: quote });
  }

  /** An emoji under a message, with how many put it there. */
  reaction(text: string | RegExp, emoji: string): Locator {
    return this.message(text)
      .getByRole('list', { name: 'Reactions' })
      .getByRole('button')
      .filter({ hasText: emoji });
  }

  mark(text: string | RegExp, mark: string | RegExp): Locator {
    return this.message(text).getByRole('img', { name: mark });
  }

  async write(text: string): Promise<void> {
    await type(this.composer, text);
    if (isPhone(this.page)) await this.page.getByRole('button', { name: 'Send' }).tap();
    else await this.composer.press('Enter');
  }

  /** Writes and waits until the message is on the server. */
  async send(text: string): Promise<void> {
    await this.write(text);
    await this.isOnServer(text);
  }

  async isOnServer(text: string): Promise<void> {
    await expect(this.mark(text, marks.server)).toBeAttached();
  }

  async isOnDevice(text: string): Promise<void> {
    await expect(this.mark(text, marks.device)).toBeVisible();
  }

  /** Tells when a message stands on the page, on the clock of this machine. Asked before it is written. */
  appearance(text: string): Promise<number> {
    return this.list.evaluate(
      (list, wanted) =>
        new Promise<number>((resolve) => {
          const look = () => {
            if (list.textContent?.includes(wanted)) resolve(Date.now());
          };
          new MutationObserver(look).observe(list, { subtree: true, childList: true, characterData: true });
          look();
        }),
      text,
    );
  }

  /** Finds an emoji by its name and puts it under a message. */
  async react(text: string, name: string): Promise<void> {
    const message = this.message(text);
    await message.hover();
    await message.getByRole('button', { name: 'Add reaction' }).first().click();
    const picker = this.page.getByRole('dialog', { name: 'Pick an emoji' });
    await picker.getByRole('searchbox').fill(name);
    await picker.getByRole('button', { name, exact: true }).click();
  }

  async reply(text: string, answer: string): Promise<void> {
    const message = this.message(text);
    await message.hover();
    await message.getByRole('button', { name: 'Reply', exact: true }).click();
    await expect(this.page.getByRole('status', { name: /^Replying to/ })).toContainText(text);
    await this.write(answer);
  }

  /** The line under a message that says how many replied to it. */
  threadLine(text: string | RegExp): Locator {
    return this.message(text).getByRole('link', { name: /repl(y|ies)/ });
  }

  /** Opens the thread of a message from its menu. */
  async openThread(text: string): Promise<ThreadPage> {
    await this.askMenu(text, /^Reply in thread/);
    return this.thread();
  }

  async thread(): Promise<ThreadPage> {
    const thread = new ThreadPage(this.page);
    await expect(thread.panel).toBeVisible();
    return thread;
  }

  async edit(text: string, to: string): Promise<void> {
    const message = this.message(text);
    await message.hover();
    await message.getByRole('button', { name: 'Edit message' }).click();
    // From here on the text stands in the editor, and not in the message.
    const editor = this.page.getByRole('textbox', { name: 'Edit message' });
    await type(editor, to);
    await editor.press('Enter');
  }

  /** Chooses from a message's menu, as a long press opens it on a phone. */
  async askMenu(text: string, item: string | RegExp): Promise<void> {
    await this.message(text).dispatchEvent('contextmenu');
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  async showDetails(): Promise<void> {
    await this.page.getByRole('button', { name: 'Channel details' }).click();
  }

  /** Chooses from the menu of a pin in the channel's details. */
  async askPin(text: string, item: string): Promise<void> {
    await this.pins.filter({ hasText: text }).getByRole('button').click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  async delete(text: string): Promise<void> {
    const message = this.message(text);
    await message.hover();
    await message.getByRole('button', { name: /^Actions for/ }).click();
    await this.page.getByRole('menuitem', { name: 'Delete message' }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  }

  /** Scrolls up, as with a wheel, until a message is in sight. */
  async scrollTo(text: string): Promise<void> {
    await this.list.hover();
    await expect(async () => {
      await this.page.mouse.wheel(0, -600);
      await expect(this.message(text)).toBeInViewport({ timeout: 200 });
    }).toPass({ timeout: 10_000 });
  }

  /** What the list shows, in order: the text of each message that is drawn. */
  async texts(of: readonly string[]): Promise<string[]> {
    const drawn = await this.messages.allInnerTexts();
    return drawn.flatMap((shown) => of.filter((text) => shown.includes(text)));
  }
}

/** As wide as the app's own narrowest layout. */
export const isPhone = (page: Page): boolean => page.viewportSize()!.width < 768;

import { expect, type Locator, type Page } from '@playwright/test';

/** A note on screen, to be read or written in. */
export class NotePage {
  readonly page: Page;
  readonly title: Locator;
  /** All of it: its text, what stands in the margin, and what was asked. */
  readonly article: Locator;
  /** What is read, or the editor in its place. */
  readonly text: Locator;
  readonly editor: Locator;
  /** Where the changes of this person are, in words. */
  readonly mark: Locator;
  /** What this person wrote and the note did not take. */
  readonly setAside: Locator;

  constructor(page: Page) {
    this.page = page;
    this.title = page.getByRole('heading', { level: 1 });
    this.article = page.getByRole('article').filter({ has: this.title });
    this.text = page.locator('article .note:visible').first();
    this.editor = page.getByRole('textbox', { name: /^Text of the note/ });
    this.mark = page.locator('[data-note-rung]');
    this.setAside = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Your last changes are not in the note' }) });
  }

  /** A note of the channel that is open, from the channel's details. */
  static async open(page: Page, title: string): Promise<NotePage> {
    await page.getByRole('link', { name: title }).click();
    const note = new NotePage(page);
    await expect(note.title).toHaveText(title);
    return note;
  }

  /** A new note of the channel whose details are open. */
  static async create(page: Page, title: string, template = 'An empty page'): Promise<NotePage> {
    await page.getByRole('button', { name: 'New note' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').fill(title);
    await dialog.getByRole('radio', { name: template }).check();
    await dialog.getByRole('button', { name: 'New note' }).click();
    const note = new NotePage(page);
    await expect(note.title).toHaveText(title);
    return note;
  }

  /** Writes behind the words of a line. */
  async writeBehind(words: string, more: string): Promise<void> {
    await this.putCaret(words);
    await this.page.keyboard.press('End');
    await this.caretIsTold();
    await this.page.keyboard.type(more);
  }

  /** Presses on the words of a line. */
  async putCaret(words: string): Promise<void> {
    await expect(this.editor).toBeVisible();
    await this.editor.getByText(words, { exact: true }).click();
    await this.caretIsTold();
  }

  /** Waits for the frame in which the browser tells the editor where its caret is: nobody presses two keys within one. */
  private async caretIsTold(): Promise<void> {
    await this.page.evaluate(() => new Promise(requestAnimationFrame));
  }

  /** Writes where the caret goes when the editor is pressed. */
  async write(text: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.type(text);
  }

  /** Pastes plain text, as from an editor of Markdown. */
  async paste(text: string): Promise<void> {
    await this.editor.click();
    await this.editor.evaluate((editor, plain) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', plain);
      editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  /** Chooses from the menu of the note. */
  async choose(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More about this note' }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  async saysSaved(): Promise<void> {
    await expect(this.mark).toContainText('All changes saved on the server');
  }
}

/** The notes in the details of a channel, those that are archived left out, in their order. */
export const noteLinks = (page: Page): Locator =>
  page.getByRole('list', { name: /^\d+ notes?$/ }).getByRole('listitem');

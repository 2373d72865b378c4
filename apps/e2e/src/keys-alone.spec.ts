import { expect, test } from './support/journey.ts';
import { choose, isFocused, pressUntil, reach } from './support/keys.ts';
import { ChannelPage } from './support/pages/channel-page.ts';

test('a person writes, reacts, replies, edits and searches by keys alone, and is led back', async ({
  course,
  sitDown,
}) => {
  const teacher = await sitDown(course.lecturer);
  await teacher.createChannel(course.name, 'alpha');
  const theirs = await teacher.createChannel(course.name, 'beta');
  await theirs.send('Which proof is on the exam?');
  const { page } = await sitDown(await course.join('Ada Lovelace'), '/');
  const { keyboard } = page;
  const beta = new ChannelPage(page, 'beta');
  const noMouse = await page.evaluateHandle(() => {
    const used: string[] = [];
    for (const name of ['pointerdown', 'mousedown', 'touchstart'])
      addEventListener(name, () => used.push(name), { capture: true });
    return used;
  });

  await test.step('to the channel', async () => {
    await expect(page.getByRole('link', { name: 'alpha', exact: true })).toBeVisible();
    const heading = page.getByRole('heading', { level: 1, name: 'beta' });
    await pressUntil(page, 'Alt+ArrowDown', () => heading.isVisible());
    await expect(beta.message('Which proof')).toBeVisible();
    await reach(page, 'Tab', beta.composer);
  });

  await test.step('formatted words', async () => {
    await keyboard.press('ControlOrMeta+b');
    await keyboard.type('Induction');
    await keyboard.press('ControlOrMeta+b');
    await keyboard.type(' over the length');
    await keyboard.press('Enter');
    await beta.isOnServer('over the length');
    await expect(beta.message('over the length').locator('strong')).toHaveText('Induction');
  });

  await test.step('a reaction', async () => {
    await openMenuOf(beta, 'Which proof');
    await choose(page, 'Add reaction');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await keyboard.type('thinking face');
    const found = page.getByRole('button', { name: 'thinking face', exact: true });
    await expect(found).toBeVisible();
    await reach(page, 'Tab', found);
    await keyboard.press('Enter');
    await expect(beta.reaction('Which proof', '🤔')).toBeVisible();
  });

  await test.step('a reply', async () => {
    await openMenuOf(beta, 'Which proof');
    await choose(page, 'Reply');
    await expect(beta.composer).toBeFocused();
    await keyboard.type('The one of Euclid');
    await keyboard.press('Enter');
    await beta.isOnServer('The one of Euclid');
  });

  await test.step('a thread', async () => {
    await focusMessage(beta, 'Which proof');
    await keyboard.press('t');
    const thread = await beta.thread();
    await expect(thread.composer).toBeFocused();
    await keyboard.type('Is it long?');
    await keyboard.press('Enter');
    await expect(thread.message('Is it long?')).toBeVisible();
    await keyboard.press('Escape');
    await expect(thread.panel).toBeHidden();
    await expect(beta.threadLine('Which proof')).toContainText('1 reply');
  });

  await test.step('the last message, edited', async () => {
    await reach(page, 'Tab', beta.composer);
    await keyboard.press('ArrowUp');
    const editor = page.getByRole('textbox', { name: 'Edit message' });
    await expect(editor).toBeFocused();
    await keyboard.press('End');
    await keyboard.type(', as always');
    await keyboard.press('Enter');
    await beta.isOnServer('The one of Euclid, as always');
    await expect(beta.composer).toBeFocused();
  });

  await test.step('a search, its hit, and the way back', async () => {
    await keyboard.press('ControlOrMeta+f');
    const box = page.getByRole('combobox');
    await expect(box).toBeFocused();
    await keyboard.type('euclid ');
    await keyboard.press('Enter');
    const hit = page.getByRole('region', { name: 'Search' }).getByRole('listitem').getByRole('link');
    await expect(hit).toHaveCount(1);
    await pressUntil(page, 'ArrowDown', () => isFocused(hit));
    await keyboard.press('Enter');
    await expect(beta.message('as always')).toBeInViewport();
    await page.goBack();
    await expect(hit).toBeVisible();
    await keyboard.press('ControlOrMeta+k');
    await keyboard.type('alpha');
    await expect(page.getByRole('option', { name: /alpha/ }).first()).toBeVisible();
    await keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'alpha' })).toBeVisible();
  });
  expect(await noMouse.jsonValue(), 'no pointer was used').toEqual([]);
});

/** From the composer back into the list, and up to the message. */
async function focusMessage({ page, composer, messages }: ChannelPage, text: string): Promise<void> {
  const wanted = messages.filter({ hasText: text }).first();
  await reach(page, 'Tab', composer);
  const inList = () => page.evaluate(() => document.activeElement?.matches('article') ?? false);
  await pressUntil(page, 'Shift+Tab', inList);
  await reach(page, 'ArrowUp', wanted);
}

async function openMenuOf(channel: ChannelPage, text: string): Promise<void> {
  await focusMessage(channel, text);
  await channel.page.keyboard.press('Enter');
  await expect(channel.page.getByRole('menu')).toBeVisible();
}

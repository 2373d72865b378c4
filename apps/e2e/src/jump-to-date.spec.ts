import type { Locator, Page } from '@playwright/test';
import { inspect } from './support/inspect.ts';
import { expect, test } from './support/journey.ts';
import { ChannelPage, isPhone } from './support/pages/channel-page.ts';
import { LecternPage } from './support/pages/lectern-page.ts';

const DAY_MS = 24 * 60 * 60_000;

for (const tag of ['', ' @phone']) {
  test(`a day is gone to, read from in both directions, and what is not here is said so${tag}`, async ({
    page,
    demoSite,
  }) => {
    // It scrolls through days of the demo, which a busy machine does slowly.
    test.setTimeout(150_000);
    await page.goto(demoSite.url);
    await page.getByRole('button', { name: /^Noor Haddad/ }).click();
    const noor = new LecternPage(page);
    await expect(noor.channelLink('lectures')).toBeVisible();
    await test.step('nothing is kept but what is opened', async () => {
      await page.goto(`${demoSite.url}/settings`);
      await page.getByLabel('Keep messages on this device').selectOption('Only what I open');
      await expect(page.getByText('Other messages are fetched when you open them.')).toBeVisible();
      await page.getByText('Channel by channel').click();
      await inspect(page, 'settings-storage');
    });
    await page.goto(demoSite.url);
    await noor.openChannel('lectures');
    const lectures = new ChannelPage(page, 'lectures');
    const dialog = page.getByRole('dialog', { name: 'Jump to date' });
    // From the divider of a day, wherever the next one above stands.
    const openDialog = async () => {
      const dividers = page.getByRole('button', { name: /Jump to date$/ });
      await scrollUntil(page, -600, dividers.last(), new Set());
      await dividers.last().press('Enter');
    };

    await test.step('the first message of all', async () => {
      await openDialog();
      await expect(dialog.getByLabel('Day')).toBeFocused();
      await inspect(page, 'jump-to-date');
      await dialog.getByRole('button', { name: 'First message' }).press('Enter');
      await expect(page.getByText('This is the beginning of #lectures')).toBeInViewport();
      await expect(page).toHaveURL(/\/m\/1$/);
    });
    const days = 3;
    await test.step('some days ago: the list stands on the first message of that day', async () => {
      await openDialog();
      await dialog.getByLabel('Day').fill(dateText(days));
      await dialog.getByLabel('Day').press('Enter');
      await expect(dialog).toBeHidden();
      await expect(page).not.toHaveURL(/\/m\/1$/);
      const heading = page.getByRole('button', { name: dividerName(days) });
      await expect(heading).toBeInViewport();
    });
    const address = page.url();
    await test.step('up from there, and down to the newest, without a hole', async () => {
      const seen = new Set<string>();
      const older = page.getByRole('button', { name: dividerName(days + 1) });
      await scrollUntil(page, -600, older, seen);
      const newest = page.getByRole('button', { name: /^Today\. / });
      await scrollUntil(page, 500, newest, seen);
      await scrollUntil(page, 500, lectures.jumpToLatest, seen, 0);
      expect(seen.size).toBeGreaterThan(60);
    });
    await test.step('the same day once more, and by its address', async () => {
      await page.goto(address.replace(/\/m\/\d+$/, `/on/${dateText(days)}`));
      await expect(page).toHaveURL(address);
      await expect(page.getByRole('button', { name: dividerName(days) })).toBeInViewport();
      await page.goto(address.replace(/\/m\/\d+$/, '/on/2026-02-30'));
      await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
      await page.goto(address.replace(/\/m\/\d+$/, ''));
    });
    await test.step('without a connection the nearest is offered', async () => {
      demoSite.network.blackHole();
      await expect(page.getByRole('status').filter({ hasText: /^Offline/ })).toBeVisible();
      await openDialog();
      await dialog.getByLabel('Day').fill(dateText(30));
      await dialog.getByRole('button', { name: 'Jump', exact: true }).click();
      await expect(dialog.getByText('Messages of that day are not on this device.')).toBeVisible();
      await dialog.getByRole('button', { name: 'Nearest message here' }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByText('Older messages are on the server.')).toBeInViewport();
      await page.goto(`${demoSite.url}/search?q=exercise`);
      await expect(
        page.getByRole('status').filter({ hasText: /This device has everything since/ }),
      ).toBeVisible();
      await page.goto(address.replace(/\/m\/\d+$/, ''));
      await demoSite.network.pass();
    });
    if (!isPhone(page)) {
      await test.step('from the details of the channel too', async () => {
        await page.getByRole('button', { name: 'Channel details' }).click();
        await page.getByRole('button', { name: 'Jump to date', exact: true }).click();
        await expect(dialog).toBeVisible();
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();
      });
    }
  });
}

/** The day so many days ago as a date field takes it. The pages and this process have the same day. */
function dateText(daysAgo: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' });
  return parts.format(Date.now() - daysAgo * DAY_MS);
}

/** What the divider of that day is called. */
function dividerName(daysAgo: number): RegExp {
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
  return new RegExp(`^${day.format(Date.now() - daysAgo * DAY_MS).replace(',', ',?')}\\. Jump to date`);
}

/** Turns the wheel until something is there, or so many of it are; nothing is passed over on the way. */
async function scrollUntil(
  page: Page,
  by: number,
  wanted: Locator,
  seen: Set<string>,
  count?: number,
): Promise<void> {
  const scroller = page.locator('[data-scroller]').last();
  // The list comes a moment after its channel.
  await expect(scroller).toBeVisible();
  await expect(page.locator('[data-row]').first()).toBeVisible();
  const box = (await scroller.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  let before = await rowsOf(page);
  const isThere = async () => {
    const found = await wanted.count();
    if (count === undefined ? found > 0 : found === count) return true;
    await page.mouse.wheel(0, by);
    const after = await rowsOf(page);
    for (const row of after) seen.add(row);
    expect(before.some((row) => after.includes(row))).toBe(true);
    before = after;
    return false;
  };
  await expect.poll(isThere, { timeout: 30_000, intervals: [50] }).toBe(true);
}

const rowsOf = (page: Page): Promise<string[]> =>
  page.locator('[data-row]').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.row!));

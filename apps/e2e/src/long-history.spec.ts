import type { Locator } from '@playwright/test';
import { expect, test } from './support/journey.ts';
import { ChannelPage } from './support/pages/channel-page.ts';
import { LecternPage } from './support/pages/lectern-page.ts';

/** How far the middle of a message may be from the middle of the list, as a share of the list's height. */
const NEAR_THE_MIDDLE = 0.35;
/** The course is made up to this very hour, and the last message of a channel can never stand in the middle. */
const FAR_BACK_MS = 14 * 24 * 60 * 60 * 1_000;

for (const tag of ['', ' @phone']) {
  test(`a link to a message far back stands on it, whatever comes in around it${tag}`, async ({
    page,
    demoSite,
  }) => {
    await page.goto(demoSite.url);
    await page.getByRole('button', { name: /^Noor Haddad/ }).click();
    const noor = new LecternPage(page);
    await expect(noor.channelLink('lectures')).toBeVisible();
    const farBack = new Date(Date.now() - FAR_BACK_MS).toISOString().slice(0, 10);
    const query = encodeURIComponent(`reversed before:${farBack}`);
    // Every one leads into a part of the history that this device has not got yet.
    for (const hit of [0, 4, 8, 12]) {
      await page.goto(`${demoSite.url}/search?q=${query}`);
      const link = page
        .getByRole('region', { name: 'Search' })
        .getByRole('listitem')
        .nth(hit)
        .getByRole('link');
      const address = await link.getAttribute('href');
      await link.click();
      await expect(page).toHaveURL(new RegExp(`${address}$`));
      await expect(page.getByText('Loading')).toHaveCount(0);
      const found = page.getByRole('article').filter({ hasText: /revers/i });
      const middle = () => distanceToMiddle(page.locator('[data-scroller]').last(), found);
      await expect.poll(middle, `hit ${hit}, ${address}`).toBeLessThan(NEAR_THE_MIDDLE);
    }
  });
}

test('who stands at the end stays there when the room changes @phone', async ({ page, demoSite }) => {
  await page.goto(demoSite.url);
  await page.getByRole('button', { name: /^Noor Haddad/ }).click();
  await new LecternPage(page).openChannel('lectures');
  const lectures = new ChannelPage(page, 'lectures');
  await lectures.send('The last word');
  const last = lectures.message('The last word');
  const isWholeInSight = async () => {
    await expect(last).toBeInViewport({ ratio: 1 });
    const [message, composer] = [await last.boundingBox(), await lectures.composer.boundingBox()];
    expect(message!.y + message!.height).toBeLessThanOrEqual(composer!.y);
    await expect(lectures.jumpToLatest).toHaveCount(0);
  };
  for (const [what, width, height] of [
    ['a keyboard opens', 390, 480],
    ['it closes', 390, 844],
    ['the phone is turned', 844, 390],
    ['and back', 390, 844],
  ] as const) {
    await test.step(what, async () => {
      await page.setViewportSize({ width, height });
      await expect(isWholeInSight).toPass();
    });
  }
  await test.step('an answer is begun, in less than a row of room', async () => {
    await lectures.askMenu('The last word', 'Reply');
    await expect(page.getByRole('status', { name: /^Replying to/ })).toBeVisible();
    await expect(isWholeInSight).toPass();
    await page.getByRole('button', { name: 'Do not reply' }).tap();
  });
  await test.step('somebody reacts', async () => {
    await lectures.askMenu('The last word', 'Add reaction');
    await page.getByRole('dialog').getByRole('button', { name: 'thumbs up', exact: true }).first().tap();
    await expect(lectures.reaction('The last word', '👍')).toBeVisible();
    await expect(isWholeInSight).toPass();
  });
  await test.step('the composer grows', async () => {
    await lectures.composer.tap();
    for (let line = 0; line < 6; line++) await lectures.composer.press('Shift+Enter');
    await expect(isWholeInSight).toPass();
  });
});

/** Distance of the nearest of some messages from the middle of a box, as a share of its height; infinite before. */
async function distanceToMiddle(box: Locator, messages: Locator): Promise<number> {
  const area = await box.boundingBox();
  if (area === null) return Number.POSITIVE_INFINITY;
  const boxes = await Promise.all((await messages.all()).map((message) => message.boundingBox()));
  const middles = boxes.map((each) => (each === null ? Number.NaN : each.y + each.height / 2));
  const distances = middles.map((middle) => Math.abs(middle - (area.y + area.height / 2)) / area.height);
  return Math.min(Number.POSITIVE_INFINITY, ...distances.filter((distance) => !Number.isNaN(distance)));
}

import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { isPhone } from './pages/channel-page.ts';

const SCREENS = path.join(import.meta.dirname, '../../../../artifacts/screens');
/** What keeps somebody from using the app; below that it is taste. */
const GRAVE = new Set<string | null | undefined>(['serious', 'critical']);

/** Takes a screen's picture in light and in dark, and holds it to the rules of accessibility. */
export async function inspect(page: Page, name: string): Promise<void> {
  await test.step(`look at ${name}`, async () => {
    await holdToRules(page, name, axe(page));
    await picture(page, `${name}-light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, `${name}-dark`);
    // In the dark nothing changes but the colours, and these are the same at every size.
    if (!isPhone(page)) await holdToRules(page, `${name} in the dark`, axe(page).withRules('color-contrast'));
    await page.emulateMedia({ colorScheme: 'light' });
  });
}

/** A picture of what is in sight, among the others of this size: `desktop-settings-dark.png`. */
export async function picture(page: Page, name: string): Promise<void> {
  const { width } = page.viewportSize()!;
  const size = width < 768 ? 'phone' : width < 1024 ? 'tablet' : 'desktop';
  await page.screenshot({ path: path.join(SCREENS, `${size}-${name}.png`), animations: 'disabled' });
}

/**
 * There are no frames in the app, and so no need for the page of its own in which their results are put together. Of
 * what is well, nothing is written down: that takes as long as to look at it.
 */
const axe = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();

async function holdToRules(page: Page, what: string, rules: AxeBuilder): Promise<void> {
  const { violations } = await rules.analyze();
  const grave: string[] = [];
  for (const { id, impact, nodes } of violations) {
    if (!GRAVE.has(impact)) continue;
    for (const { html, target } of nodes)
      if (id !== 'scrollable-region-focusable' || !(await isWrittenIn(page, target.join(' '))))
        grave.push(`${id}: ${html}`);
  }
  expect.soft(grave, `${what}, at ${new URL(page.url()).pathname}`).toEqual([]);
}

/** What scrolls inside of a text that is written is reached by the caret, which the rules do not know of. */
const isWrittenIn = (page: Page, selector: string): Promise<boolean> =>
  page.locator(selector).evaluate((element) => element instanceof HTMLElement && element.isContentEditable);

import type { Locator, Page } from '@playwright/test';

/** Presses of one key until it must have got there. */
const MOST_PRESSES = 40;

export const isFocused = (element: Locator): Promise<boolean> =>
  element.evaluate((wanted) => wanted === document.activeElement || wanted.contains(document.activeElement));

/** Presses a key until something holds, as somebody does who looks after each press. */
export async function pressUntil(page: Page, key: string, holds: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    if (await holds()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${MOST_PRESSES} times ${key} led nowhere`);
}

export const reach = (page: Page, key: string, element: Locator): Promise<void> =>
  pressUntil(page, key, () => isFocused(element));

/** Chooses from the menu that is open. */
export async function choose(page: Page, item: string | RegExp): Promise<void> {
  await reach(page, 'ArrowDown', page.getByRole('menuitem', { name: item, exact: true }));
  await page.keyboard.press('Enter');
}

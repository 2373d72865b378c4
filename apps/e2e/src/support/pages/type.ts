import type { Locator } from '@playwright/test';

/** Writes into a field, in place of what stands there. In Firefox key by key: what is put in at once no page hears of. */
export async function type(field: Locator, text: string): Promise<void> {
  if (field.page().context().browser()?.browserType().name() !== 'firefox') return field.fill(text);
  await field.press('ControlOrMeta+a');
  await field.pressSequentially(text);
}

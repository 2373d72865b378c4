import { expect, test } from './support/journey.ts';
import { NotePage } from './support/pages/note-page.ts';

test('a formula is set once, whichever way it is confirmed, and Escape leaves it as it was', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const { page } = emmy;
  await (await emmy.createChannel(course.name, 'limits')).showDetails();
  const note = await NotePage.create(page, 'Week 3');
  const formulas = note.editor.locator('[data-formula]');
  const sources = async (...expected: string[]) =>
    expect
      .poll(() => formulas.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.formula)))
      .toEqual(expected);
  const field = page.getByRole('textbox', { name: 'Formula in LaTeX' });

  await note.write('/Formula');
  await page
    .getByRole('option', { name: /^Formula/ })
    .first()
    .click();
  await field.fill('x^2');
  await page.getByRole('button', { name: 'Done' }).click();
  await sources('x^2');

  await formulas.click();
  await field.fill('y^2');
  await field.press('Enter');
  await expect(field).toHaveCount(0);
  await expect(note.editor).toBeFocused();
  await sources('y^2');

  await formulas.click();
  await field.fill('z^2');
  await field.press('Escape');
  await expect(field).toHaveCount(0);
  await expect(note.editor).toBeFocused();
  await sources('y^2');

  await formulas.click();
  await field.fill('z^2');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await sources('y^2');

  // Whoever goes on writing elsewhere has confirmed it.
  await formulas.click();
  await field.fill('z^2');
  await page.getByRole('heading', { level: 1 }).click();
  await expect(field).toHaveCount(0);
  await sources('z^2');

  await note.editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('As $a$ and /form');
  await page.getByRole('option', { name: 'Formula in the line' }).click();
  await field.press('Escape');
  await sources('z^2', 'a');
  await note.saysSaved();
});

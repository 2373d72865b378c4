import { expect, test } from './support/journey.ts';
import { NotePage } from './support/pages/note-page.ts';

/** The least that a finger needs, in pixels. */
const FINGER = 44;

test('on a phone blocks are put in, changed, moved, doubled and taken out by touch alone @phone', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const { page } = emmy;
  await (await emmy.createChannel(course.name, 'limits')).showDetails();
  const note = await NotePage.create(page, 'Week 3');
  const bar = page.getByRole('toolbar', { name: 'Block' });
  const choose = async (button: string, item: string) => {
    await bar.getByRole('button', { name: button, exact: true }).tap();
    await page.getByRole('menu').getByText(item, { exact: true }).tap();
    await expect(page.getByRole('menu')).toHaveCount(0);
  };
  const insert = (kind: string) => choose('Insert', kind);
  // Lexical has a picture of its own behind a last block that holds no caret.
  const blocks = note.editor.locator(':scope > :not(img)');
  const kinds = () => blocks.evaluateAll((all) => all.map((block) => block.className || block.tagName));

  await expect(note.editor).toBeVisible();
  await expect(bar).toHaveCount(0);
  await note.editor.tap();
  await expect(bar).toBeVisible();
  for (const button of await bar.getByRole('button').all()) {
    const { width, height } = (await button.boundingBox())!;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(FINGER);
  }
  const { y, height } = (await bar.boundingBox())!;
  expect(y + height, 'it stands at the foot of the window').toBe(page.viewportSize()!.height);

  await test.step('what a slash has is behind the plus', async () => {
    await insert('Heading 2');
    await page.keyboard.type('Limits');
    await insert('Callout');
    await page.keyboard.type('Bring a pen.');
    await insert('Formula');
    await page.getByRole('textbox', { name: 'Formula in LaTeX' }).fill('x^2');
    await page.getByRole('button', { name: 'Done' }).tap();
    await expect(note.editor.locator('.note-formula-block .katex')).toBeVisible();
    await page.keyboard.type('one');
    await expect.poll(kinds).toEqual(['note-h2', 'note-callout', 'note-formula-block', 'P']);
  });

  await test.step('a block becomes another', async () => {
    await choose('Turn into', 'Quote');
    await expect(note.editor.locator('.note-quote')).toHaveText('one');
    await choose('Turn into', 'Check list');
    await expect(note.editor.getByRole('checkbox', { checked: false })).toHaveText('one');
    await choose('Turn into', 'Text');
    await expect(note.editor.locator('p')).toHaveText('one');
  });

  await test.step('blocks are moved, doubled, taken out, and had back', async () => {
    await bar.getByRole('button', { name: 'Move up' }).tap();
    await bar.getByRole('button', { name: 'Move up' }).tap();
    await expect.poll(kinds).toEqual(['note-h2', 'P', 'note-callout', 'note-formula-block']);
    await bar.getByRole('button', { name: 'Move down' }).tap();
    await expect.poll(kinds).toEqual(['note-h2', 'note-callout', 'P', 'note-formula-block']);
    await choose('More for this block', 'Duplicate');
    await expect(note.editor.locator('p')).toHaveText(['one', 'one']);
    await choose('More for this block', 'Delete');
    await expect(note.editor.locator('p')).toHaveText(['one']);
    await bar.getByRole('button', { name: 'Undo' }).tap();
    await expect(note.editor.locator('p')).toHaveText(['one', 'one']);
  });

  await test.step('the whole table from within one of its cells', async () => {
    await insert('Table');
    await page.keyboard.type('cell');
    await expect(
      note.editor.getByRole('cell', { name: 'cell' }).or(note.editor.locator('th', { hasText: 'cell' })),
    ).toBeVisible();
    await bar.getByRole('button', { name: 'Move up' }).tap();
    await choose('More for this block', 'Delete');
    await expect(note.editor.locator('table')).toHaveCount(0);
  });

  await test.step('who has keys goes from the text to the bar with Tab', async () => {
    await note.putCaret('Limits');
    await page.keyboard.press('Tab');
    await expect(bar.getByRole('button', { name: 'Insert' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Text', exact: true })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(bar.getByRole('button', { name: 'Insert' })).toBeFocused();
  });
  await note.saysSaved();
});

test('on a phone the way back from a note leads to its channel, also from a link @phone', async ({
  course,
  site,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const { page } = emmy;
  const limits = await emmy.createChannel(course.name, 'limits');
  await limits.showDetails();
  await NotePage.create(page, 'Week 3');
  const address = new URL(page.url()).pathname;
  const back = page.getByRole('button', { name: 'Back' });

  await back.tap();
  await expect(limits.composer).toBeVisible();
  await limits.showDetails();
  await NotePage.open(page, 'Week 3');
  await back.tap();
  await expect(limits.composer).toBeVisible();
  await expect(page).toHaveURL(/\/c\/[^/]+$/);
  await back.tap();
  await expect(emmy.channelLink('limits')).toBeVisible();

  // The gesture of the phone leads to where one was before.
  await emmy.openChannel('limits');
  await limits.showDetails();
  await NotePage.open(page, 'Week 3');
  await page.goBack();
  await expect(limits.composer).toBeVisible();

  await page.goto(new URL(address, site.url).href);
  await expect(new NotePage(page).title).toHaveText('Week 3');
  await back.tap();
  await expect(limits.composer).toBeVisible();
});

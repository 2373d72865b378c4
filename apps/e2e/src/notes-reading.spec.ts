import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './support/journey.ts';
import { NotePage } from './support/pages/note-page.ts';

const PARAGRAPHS = 30;
const LONG = `## Definition\n\n${'A sequence converges.\n\n'.repeat(PARAGRAPHS)}## Proof\n\nBy induction.\n\n${'And so on.\n\n'.repeat(PARAGRAPHS)}`;

test('links to a note and to a heading of it are copied, and lead there, also offline', async ({
  course,
  site,
  settleIn,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  await (await emmy.createChannel(course.name, 'limits')).showDetails();
  const emmys = await NotePage.create(emmy.page, 'Week 3');
  await emmys.paste(LONG);
  await emmys.saysSaved();

  const ada = await settleIn(await course.join('Ada Lovelace'), new URL(emmy.page.url()).pathname);
  const context = ada.page.context();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const adas = new NotePage(ada.page);
  await adas.choose('Copy link');
  await expect.poll(() => clipboard(ada.page)).toBe(ada.page.url());
  const proof = adas.text.getByRole('heading', { name: /^Proof/ });
  await proof.hover();
  await proof.getByRole('button', { name: 'Copy link to “Proof”' }).click();
  await expect.poll(() => clipboard(ada.page)).toMatch(/#.+/);
  const link = await clipboard(ada.page);
  expect(link.startsWith(ada.page.url())).toBe(true);

  const leads = async () => {
    const page = await context.newPage();
    await page.goto(link);
    const { text } = new NotePage(page);
    await expect(text.getByRole('heading', { name: /^Proof/ })).toBeFocused();
    await expect(text.getByRole('heading', { name: /^Proof/ })).toBeInViewport();
    await expect(text.getByRole('heading', { name: /^Definition/ })).not.toBeInViewport();
    await page.close();
  };
  await leads();
  await ada.canOpenOffline();
  site.network.blackHole();
  await ada.saysOffline();
  await leads();

  // Who writes in the note is led to the heading too, from elsewhere and from within it.
  await site.network.pass();
  const heading = emmys.editor.getByText('Proof');
  await expect(heading).not.toBeInViewport();
  await emmy.page.goto(link);
  await expect(heading).toBeInViewport();
  await emmy.page.reload();
  await expect(emmys.editor).toBeVisible();
  await expect(heading).toBeInViewport();
});

test('a note is saved as Markdown and as a web page, and printed without what is around it', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  await (await emmy.createChannel(course.name, 'limits')).showDetails();
  const emmys = await NotePage.create(emmy.page, 'Week 3: Limits');
  await emmys.paste(
    '## Definition\n\nA **sequence** converges, see $x^2$.\n\n- [x] read\n- [ ] write\n\n| a | b |\n|---|---|\n| 1 | <i> |\n\n```python\nprint(1)\n```\n',
  );
  await emmys.saysSaved();
  const ada = await sitDown(await course.join('Ada Lovelace'), new URL(emmy.page.url()).pathname);
  const adas = new NotePage(ada.page);
  await expect(adas.text).toContainText('print(1)');
  const save = async (item: string) => {
    const coming = ada.page.waitForEvent('download');
    await adas.choose(item);
    const file = await coming;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  };

  const markdown = await save('Save as Markdown');
  expect(markdown.name).toBe('Week 3 Limits.md');
  for (const words of [
    '# Week 3: Limits',
    '## Definition',
    'A **sequence** converges, see $x^2$.',
    '- [x] read',
    '- [ ] write',
    '| 1 |',
    '```python\nprint(1)\n```',
  ])
    expect(markdown.text).toContain(words);

  const html = await save('Save as web page');
  expect(html.name).toBe('Week 3 Limits.html');
  expect(html.text).toContain('<strong>sequence</strong>');
  expect(html.text).toContain('&lt;i&gt;');
  expect(html.text).not.toMatch(/<script|<i>/);
  // It opens by itself, from nowhere.
  const alone = await ada.page.context().newPage();
  await alone.setContent(html.text);
  await expect(alone.getByRole('heading', { name: 'Week 3: Limits' })).toBeVisible();
  await expect(alone.getByRole('table')).toContainText('<i>');
  await alone.close();

  for (const { page } of [ada, emmy]) {
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('heading', { level: 1, name: 'Week 3: Limits' })).toBeVisible();
    await expect(page.getByText('print(1)').filter({ visible: true })).toBeVisible();
    await expect(page.getByRole('navigation').filter({ visible: true })).toHaveCount(0);
    await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0);
    // All of it is on the paper, not just what fits on the screen.
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
  }
});

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

import { readFile } from 'node:fs/promises';
import { inspect } from './support/inspect.ts';
import { expect, test } from './support/journey.ts';
import { NotePage } from './support/pages/note-page.ts';

test('a note is saved as a file and made of one again, without a connection; what is no note says why', async ({
  course,
  site,
  settleIn,
}) => {
  // Two notes, and all that is kept on the device before the network goes.
  test.slow();
  const emmy = await settleIn(course.lecturer);
  const channel = await emmy.createChannel(course.name, 'handouts');
  await channel.showDetails();
  const { page } = emmy;
  const note = await NotePage.create(page, 'Week 3');
  await note.write('## Limits\nA sequence converges.\n- first');
  await note.saysSaved();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'More about this note' }).click();
  await page.getByRole('menuitem', { name: 'Save as Markdown' }).click();
  const saved = await readFile(await (await download).path(), 'utf8');
  expect(saved).toContain('# Week 3');
  await page.getByRole('button', { name: 'Back to the channel' }).click();
  await channel.showDetails();

  await emmy.canOpenOffline();
  site.network.blackHole();
  await emmy.saysOffline();
  await page.getByRole('button', { name: 'New note' }).click();
  const dialog = page.getByRole('dialog');
  const choose = async (name: string, content: string | Buffer) => {
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'From a file…' }).click();
    await (await chooser).setFiles({ name, mimeType: '', buffer: Buffer.from(content) });
  };
  await choose('slides.pdf', '%PDF-1.7');
  await expect(dialog.getByRole('alert')).toContainText('A note can be made of Markdown');
  await choose('week.md', saved.replace('first', 'first ![graph](https://example.org/a.png)'));
  await expect(dialog.getByRole('status')).toContainText('One picture stays behind');
  await expect(dialog.getByLabel('Title')).toHaveValue('Week 3');
  await inspect(page, 'note-from-file');
  await dialog.getByLabel('Title').fill('Week 3 again');
  await dialog.getByRole('button', { name: 'New note' }).click();
  const copy = new NotePage(page);
  await expect(copy.title).toHaveText('Week 3 again');
  await expect(copy.text.getByRole('heading', { name: 'Limits' })).toBeVisible();
  await expect(copy.editor).toContainText('A sequence converges.');
  await expect(copy.mark).toContainText('saved on this device');
  await site.network.pass();
  await copy.saysSaved();
});

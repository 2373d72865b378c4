import { inspect } from './support/inspect.ts';
import { expect, test } from './support/journey.ts';
import { NotePage } from './support/pages/note-page.ts';

test('a lecturer keeps versions of a note, sees what changed and who wrote, and restores one; the other sees it', async ({
  course,
  site,
  settleIn,
  sitDown,
}) => {
  test.slow();
  const emmy = await settleIn(course.lecturer);
  const channel = await emmy.createChannel(course.name, 'sequences');
  await channel.showDetails();
  const note = await NotePage.create(emmy.page, 'Week 4');
  const address = new URL(emmy.page.url()).pathname;
  await note.write('The exam is on Monday.');
  await note.saysSaved();

  const { page } = emmy;
  const history = page.getByRole('dialog', { name: 'Version history' });
  const openHistory = async () => {
    await page.getByRole('button', { name: 'More about this note' }).click();
    await page.getByRole('menuitem', { name: 'Version history' }).click();
    await expect(history).toBeVisible();
  };
  const saveVersion = async (name: string) => {
    await history.getByRole('button', { name: 'Save a version' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save a version' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(dialog).toBeHidden();
  };

  await test.step('none at first; one is saved by hand', async () => {
    await openHistory();
    await expect(history).toContainText('No versions yet');
    await saveVersion('First');
    await expect(history.getByRole('button', { name: /First/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(history).toBeHidden();
  });

  const kurt = await sitDown(await course.join('Kurt Gödel', 'tutor'), address);
  const kurts = new NotePage(kurt.page);
  await kurts.writeBehind('The exam is on Monday.', ' Bring a pen.');
  await kurts.saysSaved();
  await expect(note.editor).toContainText('Bring a pen.');

  await test.step('what changed is told word by word, and who wrote it', async () => {
    await openHistory();
    await saveVersion('Second');
    await expect(history.locator('ins')).toContainText('Bring a pen.');
    await expect(history.locator('del')).toHaveCount(0);
    await inspect(page, 'note-history');
    await page.setViewportSize({ width: 390, height: 844 });
    await inspect(page, 'note-history');
    await history.getByRole('button', { name: 'All versions' }).click();
    await inspect(page, 'note-history-list');
    await page.setViewportSize({ width: 1280, height: 800 });
    await history.getByRole('button', { name: /Second/ }).click();
    await history.getByRole('radio', { name: 'Writers' }).check();
    await expect(history.locator('.note')).toContainText('Written by Emmy Noether and Kurt Gödel');
    const writers = history.getByRole('list', { name: 'Who wrote this version' });
    await expect(writers.getByRole('listitem')).toHaveText([
      /Emmy Noether: ?5 words/,
      /Kurt Gödel: ?3 words/,
    ]);
    const marked = history.locator('.note .note-written');
    await expect(marked).toHaveText(['The exam is on Monday.', ' Bring a pen.']);
    await inspect(page, 'note-history-who');
    await writers.getByRole('button', { name: /Kurt Gödel/ }).focus();
    await page.keyboard.press('Space');
    await expect(writers.getByRole('button', { name: /Kurt Gödel/, pressed: true })).toBeVisible();
    await expect(marked).toHaveText([' Bring a pen.']);
    await page.setViewportSize({ width: 390, height: 844 });
    await inspect(page, 'note-history-who');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press('Space');
    await expect(marked).toHaveCount(2);
    await history.getByRole('button', { name: /First/ }).click();
    await history.getByRole('radio', { name: 'Against now' }).check();
    await expect(history.locator('ins')).toContainText('Bring a pen.');
  });

  await test.step('the first is restored as an edit; what it said before is still there', async () => {
    await history.getByRole('button', { name: 'Restore…' }).click();
    await page
      .getByRole('dialog', { name: 'Restore this version?' })
      .getByRole('button', { name: 'Restore' })
      .click();
    await expect(history).toBeHidden();
    await expect(note.editor).not.toContainText('pen');
    await expect(kurts.editor).not.toContainText('pen');
    await expect(kurts.editor).toContainText('The exam is on Monday.');
    await note.saysSaved();
    await openHistory();
    await history.getByRole('button', { name: /Second/ }).click();
    await history.getByRole('radio', { name: 'As it was' }).check();
    await expect(history.locator('.note')).toContainText('Bring a pen.');
  });

  await test.step('words that the note says no more are erased, with the versions that say them', async () => {
    await history.getByRole('button', { name: 'Erase words…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase words from the history' });
    await dialog.getByLabel('Words').fill('exam is on');
    await dialog.getByRole('button', { name: 'Erase', exact: true }).click();
    await expect(dialog).toContainText('The note still says this.');
    await dialog.getByLabel('Words').fill('bring a pen');
    await dialog.getByRole('button', { name: 'Erase', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(history.getByRole('button', { name: /Second/ })).toHaveCount(0);
    await expect(history.getByRole('button', { name: /First/ })).toBeVisible();
  });

  await test.step('without a connection it says so', async () => {
    await page.keyboard.press('Escape');
    // The note has begun anew without the words: what is here is read offline once it has come.
    await expect(note.editor).toContainText('The exam is on Monday.');
    await note.saysSaved();
    site.network.blackHole();
    await emmy.saysOffline();
    await openHistory();
    await expect(history).toContainText('This needs a connection');
  });
});

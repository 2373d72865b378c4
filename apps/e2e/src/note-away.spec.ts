import { inspect } from './support/inspect.ts';
import { expect, test } from './support/journey.ts';
import { NotePage } from './support/pages/note-page.ts';
import { isStored } from './support/stored-documents.ts';

for (const tag of ['', ' @phone']) {
  test(`who has read a note is told what changed in it since, word by word and without a network${tag}`, async ({
    course,
    settleIn,
    sitDown,
    site,
  }) => {
    // Three screens are looked at, in light and in dark.
    test.slow();
    const lovelace = await course.join('Ada Lovelace');
    const emmy = await sitDown(course.lecturer);
    await emmy.createChannel(course.name, 'elsewhere');
    if (tag !== '') await emmy.page.getByRole('button', { name: 'Back' }).tap();
    const emmys = await emmy.createChannel(course.name, 'optics');
    await emmys.send('The notes are up.');
    await emmys.showDetails();
    const written = await NotePage.create(emmy.page, 'Lens notes');
    // A phone has no room for the words of it.
    const isSaved = () => expect(written.mark).toHaveAttribute('data-note-rung', 'server');
    await written.paste(
      '## What a lens is\n\nIt bends light.\n\nThe exam is on Monday\n\nA thin one does.\n\nA thick one too.\n\nA prism, as well.\n\nAnd so on.',
    );
    await isSaved();

    const ada = await settleIn(lovelace);
    const adas = await ada.openChannel('optics');
    await expect(adas.message('The notes are up.')).toBeVisible();
    await ada.hasSeen(adas.id);
    await adas.showDetails();
    const read = await NotePage.open(ada.page, 'Lens notes');
    // On a phone a note, the details it was chosen from, and their channel lie over the sidebar.
    const leave = () =>
      expect(async () => {
        const link = ada.channelLink('elsewhere');
        if (!(await link.isVisible()))
          await ada.page
            .getByRole('button', { name: /^(Back|Close)/ })
            .first()
            .tap();
        await expect(link).toBeVisible({ timeout: 1_000 });
      }).toPass();
    const changed = ada.page.locator('[data-note-changed]');
    await expect(read.text).toContainText('The exam is on Monday');
    await expect(changed).toHaveCount(0);
    await leave();
    await ada.openChannel('elsewhere');

    await written.putCaret('The exam is on Monday');
    await emmy.page.keyboard.press('End');
    await emmy.page.keyboard.press('Control+Shift+ArrowLeft');
    await emmy.page.keyboard.type('Friday');
    await written.writeBehind('And so on.', '\nMeet at the café');
    await isSaved();
    // Each letter is an update of its own: this is the last.
    await expect.poll(() => isStored(ada.page, 'é'), { timeout: 20_000 }).toBe(true);

    await ada.canOpenOffline();
    site.network.blackHole();
    await ada.saysOffline();
    await ada.openChannel('optics');
    const away = ada.page.getByRole('region', { name: /^Since/ });
    await expect(away).toContainText('1 note changed');
    await away.getByRole('button', { name: /^Since/ }).click();
    const line = away.getByRole('button', { name: /^Lens notes 2 paragraphs changed .*since you read it/ });
    await expect(line).toBeVisible();
    await inspect(ada.page, 'note-away');
    await line.press('Enter');
    const changes = ada.page.getByRole('dialog', { name: 'Changes in “Lens notes”' });
    await expect(changes.locator('del')).toHaveText(['Removed: Monday']);
    await expect(changes.locator('ins')).toHaveText(['Added: Friday', 'Added: Meet at the café']);
    // Of what stays, only that which the changes stand in.
    await expect(changes).toContainText('2 paragraphs as before');
    await expect(changes).not.toContainText('A thick one too.');
    await inspect(ada.page, 'note-changes');
    await ada.page.keyboard.press('Escape');
    await expect(line).toBeFocused();

    await test.step('the note says so too, as long as it is open, and then nothing more does', async () => {
      await line.press('Enter');
      await changes.getByRole('button', { name: 'Open the note' }).click();
      await expect(read.text).toContainText('Friday');
      await expect(changed).toContainText('2 paragraphs changed since you read it');
      await inspect(ada.page, 'note-changed');
      await changed.getByRole('button', { name: 'Show changes' }).click();
      await expect(changes.locator('del')).toHaveText(['Removed: Monday']);
      await ada.page.keyboard.press('Escape');
      await leave();
      await ada.openChannel('optics');
      await expect(adas.message('The notes are up.')).toBeVisible();
      await expect(away).toHaveCount(0);
      await adas.showDetails();
      await NotePage.open(ada.page, 'Lens notes');
      await expect(read.text).toContainText('Friday');
      await expect(changed).toHaveCount(0);
    });
  });
}

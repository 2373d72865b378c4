import { damageNote } from './support/damage-note.ts';
import { expect, test } from './support/journey.ts';
import { NotePage } from './support/pages/note-page.ts';

test('a note whose stored bytes cannot be read goes on by itself, for who writes in it and for who reads it', async ({
  course,
  site,
  sitDown,
}) => {
  // The server starts three times.
  test.slow();
  const emmy = await sitDown(course.lecturer);
  const { page } = emmy;
  await (await emmy.createChannel(course.name, 'limits')).showDetails();
  const note = await NotePage.create(page, 'Week 3');
  const address = new URL(page.url()).pathname;
  const id = address.split('/').at(-1)!;
  await note.write('That is all.');
  await note.saysSaved();
  const ada = await sitDown(await course.join('Ada Lovelace'), address);
  const adas = new NotePage(ada.page);
  await expect(adas.text).toContainText('That is all.');

  expect(await damageNote(site, id)).toBe(1);
  await expect(note.editor).toHaveText('That is all.');
  // What comes after the damage reaches the others: so it was mended.
  // The caret is gone while the editor takes the note anew, as soon as the connection is back: a person clicks again.
  await expect(async () => {
    if ((await note.editor.textContent()) === 'That is all.')
      await note.writeBehind('That is all.', ' Is it?');
    await expect(adas.text).toHaveText('That is all. Is it?', { timeout: 5_000 });
  }).toPass({ timeout: 40_000 });
  await note.saysSaved();

  expect(await damageNote(site, id), 'it went on under a new life').toBe(2);
  await ada.page.reload();
  await expect(adas.text).toHaveText('That is all. Is it?', { timeout: 20_000 });
});

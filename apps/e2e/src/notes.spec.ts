import { expect, test } from './support/journey.ts';
import { ChannelPage } from './support/pages/channel-page.ts';
import { NotePage } from './support/pages/note-page.ts';

test('lecturers write a note together, offline too; students read it live and ask about a passage', async ({
  course,
  site,
  sitDown,
  laptopOf,
}) => {
  // Three people, one of whom comes twice.
  test.slow();
  const laptop = laptopOf(course.lecturer);
  let emmy = await laptop.open();
  const emmys = await emmy.createChannel(course.name, 'limits');
  await emmys.showDetails();
  let emmysNote = await NotePage.create(emmy.page, 'Week 3');
  const address = new URL(emmy.page.url()).pathname;
  await emmysNote.write('## Definition\nA sequence converges.\n- first');
  await emmysNote.saysSaved();

  const kurt = await sitDown(await course.join('Kurt Gödel', 'tutor'), address);
  const kurtsNote = new NotePage(kurt.page);
  const ada = await sitDown(await course.join('Ada Lovelace'), address);
  const adasNote = new NotePage(ada.page);

  await test.step('what one writes the other sees, and the reader too, without the editor', async () => {
    await expect(kurtsNote.editor).toContainText('A sequence converges.');
    await kurtsNote.writeBehind('A sequence converges.', ' Or it does not.');
    await expect(emmysNote.editor).toContainText('A sequence converges. Or it does not.');
    await expect(adasNote.text).toContainText('A sequence converges. Or it does not.');
    await expect(adasNote.text.getByRole('heading', { level: 3 })).toContainText('Definition');
    await expect(adasNote.editor).toHaveCount(0);
    await expect(emmy.page.getByRole('img', { name: 'Editing now: Kurt Gödel' })).toBeVisible();
    await kurtsNote.saysSaved();
  });

  await emmy.canOpenOffline();
  site.network.blackHole();
  await emmy.saysOffline();
  await test.step('both edit the same paragraph offline, and one of them closes the laptop', async () => {
    await emmysNote.writeBehind('A sequence converges. Or it does not.', ' Emmy.');
    await expect(emmysNote.mark).toContainText('saved on this device');
    await laptop.shut();
    emmy = await laptop.open(address);
    emmysNote = new NotePage(emmy.page);
    await expect(emmysNote.editor).toContainText('Or it does not. Emmy.');
    await kurt.saysOffline();
    await kurtsNote.editor.getByText('A sequence converges. Or it does not.').click();
    await kurt.page.keyboard.press('Home');
    await kurt.page.keyboard.type('Kurt: ');
  });

  await site.network.pass();
  const merged = 'Kurt: A sequence converges. Or it does not. Emmy.';
  await expect(emmysNote.editor).toContainText(merged);
  await expect(kurtsNote.editor).toContainText(merged);
  await expect(adasNote.text).toContainText(merged);
  await emmysNote.saysSaved();

  await test.step('a student asks about a passage, and the question is in the channel', async () => {
    await adasNote.text.getByText(merged).selectText();
    await ada.page.getByRole('button', { name: 'Ask about this' }).click();
    await ada.page.getByRole('textbox', { name: 'Your question' }).fill('Can it do both?');
    await ada.page.getByRole('button', { name: 'Ask', exact: true }).click();
    await ada.page.getByRole('button', { name: 'Back to the channel' }).click();
    await expect(new ChannelPage(ada.page, 'limits').message('Can it do both?')).toBeVisible();
    await ada.page.goBack();
    await expect(adasNote.text.getByRole('link', { name: '1 question here' })).toBeVisible();
  });
});

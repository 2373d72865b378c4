import { expect, test } from './support/journey.ts';
import { ChannelPage } from './support/pages/channel-page.ts';
import { NotePage } from './support/pages/note-page.ts';

test('lecturers write a note together, offline too; students read it live and ask about a passage', async ({
  course,
  site,
  settleIn,
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
  const ada = await settleIn(await course.join('Ada Lovelace'), address);
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

  const asked = { name: '1 question here' };
  const inChannel = new ChannelPage(ada.page, 'limits').message('Can it do both?');
  await test.step('a student asks about a passage, and the question is in the channel and in the margin', async () => {
    await adasNote.text.getByText(merged).selectText();
    await ada.page.getByRole('button', { name: 'Ask about this' }).click();
    await ada.page.getByRole('textbox', { name: 'Your question' }).fill('Can it do both?');
    await ada.page.getByRole('button', { name: 'Ask', exact: true }).click();
    await ada.page.getByRole('button', { name: 'Back to the channel' }).click();
    await expect(inChannel).toBeVisible();
    await ada.page.goBack();
    await expect(adasNote.text.getByRole('link', asked)).toBeVisible();
    await expect(emmysNote.article.getByRole('link', asked)).toBeVisible();
  });

  await test.step('the count stays beside its paragraph while others write around and in it', async () => {
    const beside = async () => {
      const mark = await emmysNote.article.getByRole('link', asked).boundingBox();
      const words = await emmysNote.editor.getByText('Or it does not').boundingBox();
      return Math.abs(mark!.y - words!.y) < 12;
    };
    await expect.poll(beside).toBe(true);
    await kurtsNote.putCaret('Definition');
    await kurt.page.keyboard.press('Home');
    await kurt.page.keyboard.press('Enter');
    await kurt.page.keyboard.press('Enter');
    await expect(emmysNote.editor.locator('p')).toHaveCount(3);
    await expect.poll(beside).toBe(true);
    await kurtsNote.writeBehind(merged, ' Both?');
    await expect(adasNote.text).toContainText('Emmy. Both?');
    await expect(adasNote.text.getByRole('link', asked)).toBeVisible();
  });

  await test.step('the message leads to its passage, without a network too, and keeps the words when they are gone', async () => {
    await ada.canOpenOffline();
    site.network.blackHole();
    await ada.saysOffline();
    await ada.page.getByRole('button', { name: 'Back to the channel' }).click();
    await inChannel.getByRole('link', { name: /A sequence converges/ }).click();
    await expect(adasNote.text.getByRole('link', asked)).toBeInViewport();
    await site.network.pass();
    await emmysNote.editor.getByText('Kurt: A sequence converges').click({ clickCount: 3 });
    await emmy.page.keyboard.type('Nothing.');
    await expect(adasNote.text).not.toContainText('A sequence converges');
    await expect(adasNote.text.getByRole('link', asked)).toHaveCount(0);
    await expect(adasNote.article.getByText('1 question about this note')).toBeVisible();
    await expect(adasNote.article.getByText(`“${merged}”`)).toBeVisible();
  });
});

import { expect, test } from './support/journey.ts';
import { choose } from './support/keys.ts';
import { NotePage, noteLinks } from './support/pages/note-page.ts';
import { inviteLink, joinAlso, newCourse, setRole } from './support/people.ts';

test('SEC-6 SEC-7 who lost the right to edit while offline keeps their words beside the note, which is as it was', async ({
  course,
  site,
  settleIn,
  sitDownAtServer,
}) => {
  const emmy = await sitDownAtServer(course.lecturer);
  await (await emmy.createChannel(course.name, 'limits')).showDetails();
  const emmysNote = await NotePage.create(emmy.page, 'Week 3');
  await emmysNote.write('A sequence converges.');
  await emmysNote.saysSaved();
  const tutor = await course.join('Kurt Gödel', 'tutor');
  const kurt = await settleIn(tutor, new URL(emmy.page.url()).pathname);
  const kurts = new NotePage(kurt.page);
  await expect(kurts.editor).toContainText('A sequence converges.');
  await kurt.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);

  site.network.blackHole();
  await kurt.saysOffline();
  await kurts.writeBehind('A sequence converges.', ' Unless it does not.');
  await expect(kurts.mark).toContainText('saved on this device');
  await expect(kurt.pendingRow).toHaveText('1 thing not yet on the server');
  await setRole(course.lecturer, course.id, tutor, 'student');
  await site.network.pass();

  await expect(kurts.setAside).toBeVisible({ timeout: 20_000 });
  await expect(kurts.text).toHaveText('A sequence converges.');
  await expect(kurts.editor).toHaveCount(0);
  await expect(kurt.pendingRow).toHaveText('1 thing was not sent');
  await expect(emmysNote.editor).toHaveText('A sequence converges.');
  await kurt.page.reload();
  await kurts.setAside.getByRole('button', { name: 'Show my version' }).click();
  await expect(kurts.setAside).toContainText('A sequence converges. Unless it does not.');
  await kurts.setAside.getByRole('button', { name: 'Copy my version' }).click();
  await expect
    .poll(() => kurt.page.evaluate(() => navigator.clipboard.readText()))
    .toContain('A sequence converges. Unless it does not.');
  await kurts.setAside.getByRole('button', { name: 'Discard' }).click();
  await kurt.dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(kurts.setAside).toHaveCount(0);
  await expect(kurt.pendingRow).toHaveCount(0);
  await kurt.page.reload();
  await expect(kurts.text).toHaveText('A sequence converges.');
  await expect(kurts.setAside).toHaveCount(0);
});

test('a note made offline, and its copy in another course, are each there once when the network is back', async ({
  course,
  site,
  settleIn,
  sitDownAtServer,
}) => {
  const algebra = await newCourse(site.admin, 'Algebra');
  await joinAlso(site, await inviteLink(site.admin, algebra, 'lecturer'), course.lecturer);
  const student = await course.join('Ada Lovelace');
  await joinAlso(site, await inviteLink(site.admin, algebra), student);
  const emmy = await settleIn(course.lecturer);
  await emmy.createChannel('Algebra', 'groups');
  await (await emmy.createChannel(course.name, 'limits')).showDetails();
  const ada = await sitDownAtServer(student);
  await emmy.canOpenOffline();
  site.network.blackHole();
  await emmy.saysOffline();
  const note = await NotePage.create(emmy.page, 'Questions', 'Questions and answers');
  await note.writeBehind('When is the exam?', ' On Friday.');
  await note.choose('Duplicate into…');
  await emmy.dialog.getByLabel('Into').selectOption({ label: '#groups' });
  await emmy.dialog.getByRole('button', { name: 'Duplicate note' }).click();
  await expect(emmy.page.getByRole('banner').getByRole('link', { name: '#groups' })).toBeVisible();
  const copy = new NotePage(emmy.page);
  await copy.writeBehind('When is the exam? On Friday.', ' And where?');
  await expect(copy.mark).toContainText('saved on this device');

  await site.network.pass();
  await copy.saysSaved();
  for (const [channel, question] of [
    ['limits', 'When is the exam? On Friday.'],
    ['groups', 'When is the exam? On Friday. And where?'],
  ] as const) {
    await (await ada.openChannel(channel)).showDetails();
    await expect(noteLinks(ada.page)).toHaveText([/Questions/]);
    const adas = await NotePage.open(ada.page, 'Questions');
    await expect(adas.text.getByRole('heading')).toHaveText(['How is this course graded?', question]);
  }
});

test('notes are named, ordered, pinned and archived offline by keys alone, and the others see the same', async ({
  course,
  site,
  settleIn,
  sitDownAtServer,
}) => {
  const emmy = await settleIn(course.lecturer);
  const limits = await emmy.createChannel(course.name, 'limits');
  await limits.showDetails();
  for (const title of ['Week 1', 'Week 2', 'Week 3', 'Old plan']) {
    await NotePage.create(emmy.page, title);
    await emmy.page.getByRole('button', { name: 'Back to the channel' }).click();
    await limits.showDetails();
  }
  const ada = await sitDownAtServer(await course.join('Ada Lovelace'));
  await (await ada.openChannel('limits')).showDetails();
  await expect(noteLinks(ada.page)).toHaveText([/Week 1/, /Week 2/, /Week 3/, /Old plan/]);

  site.network.blackHole();
  await emmy.saysOffline();
  const { page } = emmy;
  const ask = async (title: string, item: string) => {
    await page.getByRole('button', { name: `Actions for ${title}` }).focus();
    await page.keyboard.press('Enter');
    await choose(page, item);
  };
  await ask('Week 2', 'Rename');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Second week');
  await page.keyboard.press('Enter');
  await ask('Second week', 'Move up');
  await expect(noteLinks(page)).toHaveText([/Second week/, /Week 1/, /Week 3/, /Old plan/]);
  await ask('Week 3', 'Pin to the top');
  await ask('Old plan', 'Archive');
  await ask('Week 1', 'Archive');
  await expect(noteLinks(page)).toHaveText([/Week 3/, /Second week/]);
  await page.getByRole('button', { name: '2 archived notes' }).focus();
  await page.keyboard.press('Enter');
  await ask('Week 1', 'Bring back');
  const order = [/Week 3/, /Second week/, /Week 1/];
  await expect(noteLinks(page)).toHaveText(order);
  await expect(noteLinks(ada.page)).toHaveCount(4);

  await site.network.pass();
  await expect(noteLinks(ada.page)).toHaveText(order);
  await expect(noteLinks(page)).toHaveText(order);
  await expect(ada.page.getByRole('button', { name: '1 archived note' })).toBeVisible();
});

import { expect, test } from './support/journey.ts';
import { storedTexts } from './support/people.ts';

test('messages go both ways at once, and both see the same conversation', async ({ course, sitDown }) => {
  const emmy = await sitDown(course.lecturer);
  const ada = await sitDown(await course.join('Ada Lovelace'));
  const emmys = await emmy.createChannel(course.name, 'questions');
  const adas = await ada.openChannel('questions');
  const texts = { emmy: numbered('Emmy says'), ada: numbered('Ada says') };
  await Promise.all([
    (async () => {
      for (const text of texts.emmy) await emmys.write(text);
    })(),
    (async () => {
      for (const text of texts.ada) await adas.write(text);
    })(),
  ]);
  const all = [...texts.emmy, ...texts.ada];
  for (const page of [emmys, adas]) await expect(page.messages).toHaveCount(all.length);
  await expect(emmy.page.getByRole('button', { name: 'Send' })).toBeDisabled();
  for (const text of texts.emmy) await emmys.isOnServer(text);
  for (const text of texts.ada) await adas.isOnServer(text);

  const stored = await storedTexts(course.lecturer, emmys.id);
  expect(stored.filter((text) => text.startsWith('Emmy'))).toEqual(texts.emmy);
  expect(stored.filter((text) => text.startsWith('Ada'))).toEqual(texts.ada);
  expect(await emmys.texts(all)).toEqual(stored);
  expect(await adas.texts(all)).toEqual(stored);

  await emmys.edit('Emmy says 2', 'Emmy says it better');
  await expect(adas.message('Emmy says it better')).toContainText('(edited)');
  await emmys.delete('Emmy says 3');
  await expect(adas.message('Emmy says 3')).toHaveCount(0);
  await expect(adas.message('Message deleted')).toBeVisible();
  expect(await storedTexts(course.lecturer, emmys.id)).not.toContain('Emmy says 3');
});

test('a mention is completed while it is typed, and tells the person at once and after being away', async ({
  course,
  sitDown,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'questions');
  const ada = await sitDown(lovelace);
  await expect(ada.channelLink('questions')).toBeVisible();

  const mention = async (rest: string) => {
    await emmys.composer.pressSequentially('@lov');
    const people = emmy.page.getByRole('listbox', { name: 'People to mention' });
    await expect(people.getByRole('option')).toHaveText(/Ada Lovelace/);
    await emmys.composer.press('Enter');
    await emmys.composer.pressSequentially(rest);
    await emmys.composer.press('Enter');
    await emmys.isOnServer(rest);
  };
  await mention('can you show exercise two?');
  await expect(ada.toast('Emmy Noether mentioned you in #questions')).toBeVisible();
  await expect(ada.toast('@Ada Lovelace can you show exercise two?')).toBeVisible();
  const bell = ada.sidebar.getByRole('link', { name: /^Notifications/ });
  await expect(bell).toContainText('1 new');
  await expect(ada.channelLink('questions')).toContainText('1 mention of you');

  await ada.page.close();
  await mention('and exercise three?');
  const back = await sitDown(lovelace);
  const news = back.page.getByRole('main').getByRole('listitem');
  await back.sidebar.getByRole('link', { name: /^Notifications/ }).click();
  await expect(news).toHaveCount(2);
  await expect(news.first()).toContainText('and exercise three?');
  await news.first().getByRole('link').click();
  await expect(back.page.getByRole('article').filter({ hasText: 'and exercise three?' })).toBeInViewport();
  await expect(back.page.getByRole('article').first()).toContainText('@Ada Lovelace');
  await back.sidebar.getByRole('link', { name: /^Search/ }).click();
  await back.page.getByRole('combobox').fill('exercise three');
  await expect(news).toContainText(['@Ada Lovelace and exercise three?']);
});

test('who has left a channel is not counted in it', async ({ course, sitDown }) => {
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'questions');
  const ada = await sitDown(await course.join('Ada Lovelace'));
  await ada.openChannel('questions');
  // Whoever set the site up is in the course too.
  await expect(emmy.page.getByRole('button', { name: '3 people' })).toBeVisible();
  await ada.page.getByRole('button', { name: '3 people' }).click();
  await ada.page.getByRole('button', { name: 'Leave channel' }).click();
  await ada.dialog.getByRole('button', { name: 'Leave channel' }).click();
  await expect(ada.channelLink('questions')).toHaveCount(0);

  await emmy.page.getByRole('button', { name: '3 people' }).click();
  await expect(emmy.page.getByRole('button', { name: '2 people' })).toBeVisible();
  await expect(emmy.page.getByRole('heading', { name: '2 members' })).toBeVisible();
});

test('it shows who is typing, who is here, who is busy and who has gone', async ({ course, sitDown }) => {
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'questions');
  const ada = await sitDown(await course.join('Ada Lovelace'));
  const adas = await ada.openChannel('questions');

  await adas.composer.pressSequentially('I wonder');
  await expect(emmy.page.getByText('Ada Lovelace is typing')).toBeVisible();
  await adas.composer.press('Enter');
  await expect(emmys.message('I wonder')).toBeVisible();
  await expect(emmy.page.getByText('Ada Lovelace is typing')).toBeHidden();

  await emmy.sidebar.getByRole('link', { name: 'People' }).click();
  const row = emmy.page.getByRole('listitem').filter({ hasText: 'Ada Lovelace' });
  await expect(row).toContainText('Online');
  await ada.sidebar.getByRole('link', { name: 'Ada Lovelace' }).click();
  await ada.page.getByRole('switch', { name: /Show me as busy/ }).click();
  await expect(row).toContainText('Busy');
  await ada.page.close();
  await expect(row).toContainText('Last seen');
});

const numbered = (text: string): string[] => Array.from({ length: 5 }, (_, at) => `${text} ${at}`);

test('who comes back to a channel begins at the first message that is new to them', async ({
  course,
  sitDown,
  sitDownAtServer,
}) => {
  const emmy = await sitDownAtServer(course.lecturer);
  await emmy.createChannel(course.name, 'elsewhere');
  const emmys = await emmy.createChannel(course.name, 'questions');
  const ada = await sitDown(await course.join('Ada Lovelace'));
  const adas = await ada.openChannel('questions');
  await adas.send('I am here');
  await ada.openChannel('elsewhere');
  // Far more than a screen, so that the first of them is in sight only when the list begins there.
  for (let i = 1; i <= 30; i++) await emmys.write(`meanwhile ${i}.`);
  await emmys.isOnServer('meanwhile 30.');
  await expect(ada.channelLink('questions')).toContainText('30 unread');
  await ada.openChannel('questions');
  await expect(ada.page.getByText('30 new messages', { exact: true }).first()).toBeInViewport();
  await expect(adas.message('meanwhile 1.')).toBeInViewport();
  await expect(adas.message('meanwhile 30.')).not.toBeInViewport();
});

test('what is marked as unread is unread on every device, until somebody comes back to it', async ({
  course,
  sitDown,
  laptopOf,
}) => {
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'elsewhere');
  const emmys = await emmy.createChannel(course.name, 'questions');
  const lovelace = await course.join('Ada Lovelace');
  const [laptop, phone] = [await laptopOf(lovelace).open(), await laptopOf(lovelace).open()];
  const adas = await laptop.openChannel('questions');
  for (const text of ['one', 'two', 'three']) await emmys.send(`exercise ${text}`);
  await expect(adas.message('exercise three')).toBeVisible();
  await expect(phone.channelLink('questions')).not.toContainText('unread');

  await adas.askMenu('exercise two', 'Mark unread from here');
  await expect(laptop.page.getByText('2 new messages', { exact: true }).first()).toBeVisible();
  for (const device of [laptop, phone])
    await expect(device.channelLink('questions')).toContainText('2 unread');
  await laptop.openChannel('elsewhere');
  await laptop.page.reload();
  await expect(laptop.channelLink('questions')).toContainText('2 unread');
  await phone.openChannel('questions');
  await expect(phone.page.getByText('2 new messages', { exact: true }).first()).toBeVisible();
  for (const device of [laptop, phone])
    await expect(device.channelLink('questions')).not.toContainText('unread');
});

test('who has read nothing yet in a channel that is here whole begins at its first message', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'elsewhere');
  const emmys = await emmy.createChannel(course.name, 'questions');
  const ada = await sitDown(await course.join('Ada Lovelace'));
  await ada.openChannel('elsewhere');
  for (let i = 1; i <= 30; i++) await emmys.write(`meanwhile ${i}.`);
  await emmys.isOnServer('meanwhile 30.');
  await expect(ada.channelLink('questions')).toContainText('30 unread');
  const adas = await ada.openChannel('questions');
  await expect(ada.page.getByText('30 new messages', { exact: true }).first()).toBeInViewport();
  await expect(adas.message('meanwhile 1.')).toBeInViewport();
  await expect(adas.message('meanwhile 30.')).not.toBeInViewport();
});

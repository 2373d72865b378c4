import { expect, test } from './support/journey.ts';

/** Long enough that a few of them fill more than the screen. */
const FILLER = 'There is much to say about series, and more to prove about them. '.repeat(15);

test('finds by words, phrase, beginning, author, channel and date, and leads to the message', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const lectures = await emmy.createChannel(course.name, 'lectures');
  await lectures.write('The deadline of exercise sheet three is Friday.');
  for (let page = 0; page < 6; page++) await lectures.write(`${page}. ${FILLER}`);
  await lectures.isOnServer('5. There is');
  const lovelace = await course.join('Ada Lovelace');
  const here = await sitDown(lovelace);
  await emmy.createChannel(course.name, 'exercises');
  const exercises = await here.openChannel('exercises');
  await exercises.send('Sheet three has a deadline? I thought we were integrating.');
  await exercises.send('Integrals are no trouble');

  await here.sidebar.getByRole('link', { name: /^Search/ }).click();
  const query = here.page.getByRole('combobox', { name: 'Search messages in all your channels' });
  const hits = here.page.getByRole('region', { name: 'Search' }).getByRole('listitem');
  const marked = hits.locator('mark');
  const find = async (typed: string, count: number) => {
    await query.fill(typed);
    // The address follows what is typed, so that the answer is to this question and not to the one before.
    await expect.poll(() => new URL(here.page.url()).searchParams.get('q')).toBe(typed);
    if (count === 0) await expect(here.page.getByText('Nothing found')).toBeVisible();
    await expect(hits).toHaveCount(count);
  };

  await test.step('words, in any order', async () => {
    await find('three deadline', 2);
    await expect(marked.first()).toHaveText(/three|deadline/i);
  });
  await test.step('a phrase', async () => {
    await find('"exercise sheet three"', 1);
    await expect(hits).toContainText('The deadline of exercise sheet three is Friday.');
    await find('"three sheet"', 0);
  });
  await test.step('the beginning of a word', async () => {
    await find('integr*', 2);
    await expect(marked).toHaveText(['Integrals', 'integrating']);
  });
  await test.step('who wrote it, and where', async () => {
    await find(`deadline from:@${lovelace.handle}`, 1);
    await expect(hits).toContainText('Ada Lovelace');
    await find('deadline in:#lectures', 1);
    await expect(hits).toContainText('#lectures');
  });
  await test.step('a filter is begun with a press, chosen from what there is, and taken away as a chip', async () => {
    await find('deadline ', 2);
    await here.page.getByRole('button', { name: 'From', exact: true }).click();
    await here.page.getByRole('option', { name: /Ada Lovelace/ }).click();
    await expect(hits).toHaveCount(1);
    await here.page.getByRole('button', { name: `Remove the filter from: @${lovelace.handle}` }).click();
    await expect(hits).toHaveCount(2);
    await here.page.getByRole('button', { name: 'In', exact: true }).click();
    await here.page.keyboard.type('lec');
    await here.page.keyboard.press('Enter');
    await expect(query).toHaveValue('deadline in:#lectures ');
    await expect(hits).toHaveCount(1);
  });
  await test.step('when', async () => {
    const [today, tomorrow] = await here.page.evaluate(() =>
      [0, 1].map((days) => {
        const day = new Date(Date.now() + days * 86_400_000);
        return `${day.getFullYear()}-${`${day.getMonth() + 1}`.padStart(2, '0')}-${`${day.getDate()}`.padStart(2, '0')}`;
      }),
    );
    await find(`deadline on:${today}`, 2);
    await find(`deadline on:${tomorrow}`, 0);
    await find(`deadline after:${tomorrow}`, 0);
  });
  await test.step('a person, a channel and a day without a word', async () => {
    await find(`from:@${lovelace.handle}`, 2);
    await find('in:#exercises', 2);
    await expect(hits.first()).toContainText('Integrals are no trouble');
    await query.fill('');
    await expect(here.page.getByText('Words, "exact phrases"')).toBeVisible();
  });
  await test.step('other forms of a word, a slip of the finger, and what is no filter', async () => {
    await find('integrated ', 1);
    await find('daedline ', 2);
    await expect(here.page.getByText('Nothing has “daedline”. This is for “deadline”.')).toBeVisible();
    await find('deadline on:tomorrow', 2);
    await expect(here.page.getByText('“on:tomorrow” has no date that we know.')).toBeVisible();
  });

  await test.step('a hit leads to the message among its neighbours', async () => {
    await find('friday', 1);
    await here.page.keyboard.press('ArrowDown');
    await expect(hits.getByRole('link')).toBeFocused();
    await here.page.keyboard.press('Enter');
    await expect(here.page.getByRole('heading', { level: 1, name: 'lectures' })).toBeVisible();
    const found = here.page.getByRole('article').filter({ hasText: 'The deadline of exercise sheet three' });
    await expect(found).toBeInViewport();
    await expect(here.page.getByRole('article').filter({ hasText: '0. There is much' })).toBeVisible();
  });
  await test.step('what was looked for is offered again', async () => {
    await here.sidebar.getByRole('link', { name: /^Search/ }).click();
    await here.page.getByRole('button', { name: 'friday', exact: true }).click();
    await expect(hits).toHaveCount(1);
  });
});

test('without a network it finds what is stored here, over a restart too, and says what it covers', async ({
  course,
  site,
  settleIn,
}) => {
  const emmy = await settleIn(course.lecturer);
  const lectures = await emmy.createChannel(course.name, 'lectures');
  await lectures.write('The deadline of exercise sheet three is Friday.');
  await lectures.write('This one is soon gone, deadline or not.');
  await lectures.isOnServer('This one is soon gone');
  await emmy.canOpenOffline();
  await site.kill();
  await emmy.saysOffline();
  await emmy.page.goto(`${site.url}/search?q=${encodeURIComponent('deadlines ')}`);
  const hits = emmy.page.getByRole('region', { name: 'Search' }).getByRole('listitem');
  await expect(hits).toHaveText([/soon gone/, /sheet three/]);
  await expect(emmy.page.getByText('This device has everything.')).toBeVisible();
  await emmy.page.goto(`${site.url}/search?q=unheard-of`);
  await expect(emmy.page.getByText('Nothing found', { exact: true })).toBeVisible();
  await site.restart();
  await emmy.page.goto(`${site.url}/search?q=${encodeURIComponent('deadlines ')}`);
  await expect(hits).toHaveCount(2);
  await expect(emmy.page.getByText('2 results.')).toBeVisible();
  // An address may hold more than any query.
  await emmy.page.goto(`${site.url}/search?q=${'nothing-so-long '.repeat(400)}`);
  await expect(emmy.page.getByText('Nothing found')).toBeVisible();
  await expect(emmy.page.getByText('could not search')).toHaveCount(0);
  await expect(emmy.page.getByText('Only the first 400 characters were looked for.')).toBeVisible();
  // So may a clipboard.
  const box = emmy.page.getByRole('combobox');
  await box.fill('');
  await box.evaluate((element, text) => {
    element.focus();
    document.execCommand('insertText', false, text);
  }, 'deadlines '.repeat(1e5));
  await expect(hits).toHaveCount(2);
  await expect(emmy.page.getByText('Only the first 400 characters were looked for.')).toBeVisible();
});

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
  const query = here.page.getByRole('searchbox', { name: 'Search messages in all your channels' });
  const hits = here.page.getByRole('region', { name: 'Search' }).getByRole('listitem');
  const marked = hits.locator('mark');
  const find = async (typed: string, count: number) => {
    await query.fill(typed);
    // The address follows what is typed, so that the answer is to this question and not to the one before.
    await expect.poll(() => new URL(here.page.url()).searchParams.get('q')).toBe(typed);
    if (count === 0) await expect(here.page.getByText('Nothing found')).toBeVisible();
    else await expect(hits).toHaveCount(count);
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
    await find('deadline', 2);
    await here.page.getByRole('combobox', { name: 'Person' }).selectOption('Ada Lovelace');
    await expect(hits).toHaveCount(1);
    await here.page.getByRole('button', { name: 'Clear filters' }).last().click();
    await expect(hits).toHaveCount(2);
    await here.page.getByRole('combobox', { name: 'Channel' }).selectOption('lectures');
    await expect(hits).toHaveCount(1);
    await here.page.getByRole('button', { name: 'Clear filters' }).last().click();
  });
  await test.step('when', async () => {
    const [today, tomorrow] = await here.page.evaluate(() =>
      [0, 1].map((days) => {
        const day = new Date(Date.now() + days * 86_400_000);
        return `${day.getFullYear()}-${`${day.getMonth() + 1}`.padStart(2, '0')}-${`${day.getDate()}`.padStart(2, '0')}`;
      }),
    );
    await here.page.getByLabel('From', { exact: true }).fill(today!);
    await expect(hits).toHaveCount(2);
    await here.page.getByLabel('From', { exact: true }).fill(tomorrow!);
    await expect(here.page.getByText('Nothing found')).toBeVisible();
    await here.page.getByRole('button', { name: 'Clear filters' }).last().click();
    await find(`deadline after:${tomorrow}`, 0);
  });
  await test.step('a person, a channel and a day without a word', async () => {
    await find(`from:@${lovelace.handle}`, 2);
    await find('in:#exercises', 2);
    await expect(hits.first()).toContainText('Integrals are no trouble');
    await query.fill('');
    await expect(here.page.getByText('Words, "exact phrases"')).toBeVisible();
    await here.page.getByRole('combobox', { name: 'Person' }).selectOption('Ada Lovelace');
    await expect(hits).toHaveText([/Integrals are no trouble/, /Sheet three has a deadline/]);
    await here.page.getByRole('button', { name: 'Clear filters' }).last().click();
  });

  await test.step('a hit leads to the message among its neighbours', async () => {
    await find('friday', 1);
    await hits.getByRole('link').click();
    await expect(here.page.getByRole('heading', { level: 1, name: 'lectures' })).toBeVisible();
    const found = here.page.getByRole('article').filter({ hasText: 'The deadline of exercise sheet three' });
    await expect(found).toBeInViewport();
    await expect(here.page.getByRole('article').filter({ hasText: '0. There is much' })).toBeVisible();
  });
});

test('without a network it says what it needs', async ({ course, site, sitDown }) => {
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'lectures');
  await site.kill();
  await emmy.saysOffline();
  await emmy.page.goto(`${site.url}/search?q=deadline`);
  await expect(emmy.page.getByText('Search looks on the server, so it needs a connection.')).toBeVisible();
  await site.restart();
  await emmy.page.getByRole('button', { name: 'Try again' }).click();
  await expect(emmy.page.getByText('Nothing found')).toBeVisible();
});

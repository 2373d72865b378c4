import { type Locator, type Page, request } from '@playwright/test';
import { hostile } from './support/hostile-words.ts';
import { expect, test } from './support/journey.ts';
import type { ChannelPage } from './support/pages/channel-page.ts';
import { LecternPage } from './support/pages/lectern-page.ts';
import { NotePage } from './support/pages/note-page.ts';
import { inviteLink, PASSWORD } from './support/people.ts';
import type { Site } from './support/site.ts';

/** As many in one message: below the limit of a body. */
const IN_ONE_MESSAGE = 12;
/** Time for one act of the writer, in milliseconds. */
const ACT_WITHIN_MS = 15_000;
/** Every so many of the words are somebody's name. */
const NAMED = hostile.markup.filter((_, at) => at % 3 === 0);
const [IMAGE, SCRIPT, SVG] = [
  '<img src=x onerror=spoiled=1>',
  '<script>spoiled=1</script>',
  '<svg onload=spoiled=1>',
];

for (const tag of ['', '@phone']) {
  test(
    `SEC-18 hostile words through every field stay words, whoever reads them ${tag}`.trim(),
    async ({ browser, course, site, sitDown }) => {
      test.setTimeout(240_000);
      const desk = await browser.newContext({
        storageState: await course.lecturer.api.storageState(),
        viewport: { width: 1440, height: 900 },
        isMobile: false,
        hasTouch: false,
      });
      const writer = new LecternPage(await desk.newPage());
      await writer.page.goto(site.url);
      const page = writer.page;
      page.setDefaultTimeout(ACT_WITHIN_MS);
      const reader = await sitDown(await course.join('Ada Lovelace'));

      await test.step('names of people and of the course', async () => {
        // Of names only those that can be read are taken.
        const taken = await joinAll(site, await inviteLink(course.lecturer, course.id), NAMED);
        expect(taken).toBeGreaterThan(NAMED.length / 2);
        const named = await course.lecturer.api.patch(`/api/courses/${course.id}`, {
          data: { name: `Logic ${SVG}` },
        });
        expect(named.status()).toBe(204);
        await expect(writer.sidebar.getByText(SVG)).toBeVisible();
      });

      const channel = await test.step('name and topic of a channel', async () => {
        const made = await writer.createChannel(`Logic ${SVG}`, `a ${IMAGE}`);
        await made.showDetails();
        await page.getByRole('button', { name: 'Name and topic' }).click();
        await writer.dialog.getByLabel('Topic').fill(`about ${SCRIPT}`);
        await writer.dialog.getByRole('button', { name: 'Save' }).click();
        await expect(page.getByText(`about ${SCRIPT}`).first()).toBeVisible();
        return made;
      });
      const address = new URL(page.url()).pathname;
      await test.step('messages, code, links and formulas', () => say(channel));
      await test.step('a thread, a reply, a reminder and a draft', async () => {
        await channel.write(`the first ${SCRIPT}`);
        const thread = await channel.openThread(`the first ${SCRIPT}`);
        await thread.write(`a reply ${SVG}`);
        await thread.close();
        await channel.reply(`the first ${SCRIPT}`, `an answer ${IMAGE}`);
        await channel.write(`/remind 0m ${IMAGE}`);
        await channel.edit(`an answer ${IMAGE}`, `an edit ${SCRIPT}`);
        await channel.composer.pressSequentially(`half a thought ${SVG}`);
      });
      await isClean(page);
      const noteAddress = await test.step('title, text, paste and a version of a note', () =>
        writeNote(page));

      for (const [who, at] of [
        ['writer', page],
        ['reader', reader.page],
      ] as const) {
        await test.step(`what the ${who} is shown`, async () => {
          await at.goto(new URL(address, site.url).href);
          await expect(at.getByRole('article').filter({ hasText: SCRIPT }).first()).toBeVisible();
          await scrollThrough(at);
          for (const there of [
            noteAddress,
            '/',
            '/saved',
            '/notifications',
            `/course/${course.id}/people`,
            `/search?q=${encodeURIComponent(SCRIPT)}`,
            `/search?q=${encodeURIComponent('spoiled')}`,
            `/search?q=${encodeURIComponent(`from:${IMAGE} in:"${SVG}"`)}`,
            `${address}/${encodeURIComponent(IMAGE)}`,
            `/none/${encodeURIComponent(SCRIPT)}#${IMAGE}`,
            `/join/${encodeURIComponent(SVG)}`,
            `/reset/${encodeURIComponent(IMAGE)}?returnTo=javascript:spoiled=1`,
          ]) {
            await at.goto(new URL(there, site.url).href);
            await expect(at.getByRole('heading').first()).toBeVisible();
            if (there.startsWith('/search'))
              await expect(
                at.getByRole('main').getByRole('listitem').first().or(at.getByText('Nothing found')),
              ).toBeVisible();
            await isClean(at);
          }
        });
      }
      await desk.close();
    },
  );
}

/** People with these names, as far as they are let in; whoever is not is told why. */
async function joinAll(site: Site, link: string, names: readonly string[]): Promise<number> {
  let taken = 0;
  for (const [at, name] of names.entries()) {
    const api = await request.newContext({ baseURL: site.directUrl, extraHTTPHeaders: { origin: site.url } });
    const handle = `hostile.${at}.${process.hrtime.bigint() % 100_000n}`;
    const answer = await api.post(link.replace(site.url, '/api'), {
      data: { name, handle, email: `${handle}@example.edu`, password: PASSWORD },
    });
    expect([200, 400]).toContain(answer.status());
    if (answer.ok()) taken += 1;
    await api.dispose();
  }
  return taken;
}

/** All of it as a person would paste it, which comes in as Markdown, and some of it typed. */
async function say(channel: ChannelPage): Promise<void> {
  const { composer } = channel;
  const fence = '```';
  const pieces = [
    ...hostile.markup,
    ...hostile.markup.slice(0, 6).map((words) => `${fence}${words}\n${words}\n${fence}`),
    ...hostile.addresses.flatMap((to) => [`[press here](${to})`, `[press](<${to}>)`, to]),
    ...hostile.formulas.flatMap((formula) => [`$${formula}$`, `$$\n${formula}\n$$`]),
    ...[IMAGE, SCRIPT, SVG].flatMap((words) => [
      `> ${words}`,
      `- ${words}`,
      `**${words}**`,
      `\`${words}\``,
      `@${words}`,
    ]),
  ];
  for (let from = 0; from < pieces.length; from += IN_ONE_MESSAGE) {
    await composer.click();
    await paste(composer, pieces.slice(from, from + IN_ONE_MESSAGE).join('\n\n'), hostile.markup.join(''));
    await composer.press('ControlOrMeta+Enter');
    await expect(composer).toHaveText('');
  }
  for (const words of [IMAGE, SCRIPT, SVG]) await channel.send(`typed ${words}`);
}

/** A note with all of it, and its address. */
async function writeNote(page: Page): Promise<string> {
  await expect(page.getByRole('complementary', { name: 'Channel details' })).toBeVisible();
  const note = await NotePage.create(page, `Week ${IMAGE}`);
  await note.write(`typed ${SCRIPT}`);
  await page.keyboard.press('Enter');
  await note.paste(
    [...hostile.markup, ...hostile.addresses, ...hostile.formulas.map((each) => `$${each}$`)].join('\n\n'),
  );
  await page.keyboard.press('ControlOrMeta+End');
  const html = hostile.markup.map((words) => `<p>${words}</p>`).join('');
  const links = hostile.addresses.map((to) => `<a href="${to}">press</a>`).join(' ');
  await paste(note.editor, 'pasted', `<h2 onclick=spoiled=1>${SVG}</h2>${html}<p>${links}</p>`);
  await note.saysSaved();
  await isClean(page);
  const { pathname } = new URL(page.url());
  await page.getByRole('button', { name: 'More about this note' }).click();
  await page.getByRole('menuitem', { name: 'Version history' }).click();
  const history = page.getByRole('dialog', { name: 'Version history' });
  await history.getByRole('button', { name: 'Save a version' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save a version' });
  await dialog.getByLabel('Name').fill(`Draft ${SVG}`);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await history.getByRole('button', { name: /Draft/ }).click();
  await isClean(page);
  return pathname;
}

const paste = (into: Locator, plain: string, html: string): Promise<void> =>
  into.evaluate(
    (element, [text, markup]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      clipboardData.setData('text/html', markup);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    [plain, html] as const,
  );

/** Looks at the whole list of messages, from its end upwards. */
async function scrollThrough(page: Page): Promise<void> {
  await isClean(page);
  const list = page.getByRole('list', { name: /^Messages in/ });
  for (let screens = 0; screens < 6; screens += 1) {
    await list.evaluate((element) => {
      let box: Element | null = element;
      while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
      box?.scrollBy(0, -box.clientHeight);
    });
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await isClean(page);
  }
}

/** Nothing has run, and every element and attribute of the page is one that we make. */
async function isClean(page: Page): Promise<void> {
  const found = await page.evaluate(
    ([elements]) => {
      const known = new Set(elements);
      const foreign: string[] = [];
      const own = (address: string | null) =>
        address === null || ['http:', 'https:', 'mailto:'].includes(new URL(address, location.href).protocol);
      const near = (address: string | null) =>
        address === null ||
        /^(data:image|blob)/.test(address) ||
        new URL(address, location.href).origin === origin;
      for (const element of document.querySelectorAll('*')) {
        const { localName } = element;
        const handlers = element.getAttributeNames().filter((name) => /^on/i.test(name) || name === 'srcdoc');
        const href = element.getAttribute('href') ?? element.getAttribute('xlink:href');
        const isOdd =
          !known.has(localName) ||
          handlers.length > 0 ||
          !(localName === 'link' || localName === 'use' ? near(href) : own(href)) ||
          !near(element.getAttribute('src')) ||
          (localName === 'script' && !element.hasAttribute('src')) ||
          (localName === 'meta' && element.hasAttribute('http-equiv')) ||
          element.hasAttribute('action') ||
          (element.closest('article') !== null && getComputedStyle(element).position === 'fixed');
        if (isOdd) foreign.push(element.outerHTML.slice(0, 200));
      }
      return { spoiled: 'spoiled' in globalThis, foreign };
    },
    [ELEMENTS] as const,
  );
  expect(found, page.url()).toEqual({ spoiled: false, foreign: [] });
}

const ELEMENTS: readonly string[] = [
  ...'html head title meta link script body div span p a button input textarea select option label form'.split(
    ' ',
  ),
  ...'noscript search ins del figure figcaption fieldset legend h1 h2 h3 h4 h5 h6 ul ol li nav main aside header footer section article dialog time'.split(
    ' ',
  ),
  ...'strong em b i s u code pre blockquote table thead tbody tr td th colgroup col hr br img kbd mark small'.split(
    ' ',
  ),
  ...'sub sup dl dt dd output bdi details summary svg path g circle rect line polyline polygon ellipse'.split(
    ' ',
  ),
  ...'math semantics annotation mrow mi mo mn ms mtext msup msub msubsup mfrac msqrt mroot mover munder'.split(
    ' ',
  ),
  ...'munderover mtable mtr mtd mspace mstyle mpadded mphantom menclose merror'.split(' '),
];

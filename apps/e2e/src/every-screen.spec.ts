import type { Browser } from '@playwright/test';
import { inspect, picture } from './support/inspect.ts';
import { expect, test } from './support/journey.ts';
import { type ChannelPage, isPhone } from './support/pages/channel-page.ts';
import { LecternPage } from './support/pages/lectern-page.ts';

// A film of every step would cost more than the steps.
test.use({ trace: 'off' });

for (const tag of ['', ' @phone']) {
  test(`every screen is accessible in light and in dark, and has its picture taken${tag}`, async ({
    browser,
    demoSite: site,
  }) => {
    test.setTimeout(300_000);
    const noor = await arrive(browser, site.url);
    const { page } = noor;
    const phone = isPhone(page);
    const goTo = async (address: string, heading: string | RegExp) => {
      await page.goto(`${site.url}${address}`);
      await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
    };

    await test.step('without an account', async () => {
      await expect(page.getByRole('button', { name: /^Noor Haddad/ })).toBeVisible();
      await inspect(page, 'sign-in');
      await goTo('/forgot', 'Reset your password');
      await inspect(page, 'forgot');
      await goTo('/reset/nobody-made-this-link-at-any-time', 'Choose a new password');
      await inspect(page, 'reset');
      await goTo('/join/nobody-made-this-link-at-any-time', 'This invite link does not work');
      await inspect(page, 'join-gone');
    });

    await page.goto(site.url);
    await page.getByRole('button', { name: /^Noor Haddad/ }).click();
    await expect(noor.channelLink('lectures')).toBeVisible();
    await inspect(page, 'home');
    const people = await noor.sidebar.getByRole('link', { name: 'People' }).getAttribute('href');
    const course = people!.replace('/people', '');

    const lectures = await noor.openChannel('lectures');
    await expect(lectures.messages.last()).toBeInViewport();
    await test.step('a channel', async () => {
      await inspect(page, 'channel');
      await rightToLeft(noor, 'channel');
      if (!phone) {
        await lectures.messages.last().hover();
        await lectures.messages
          .last()
          .getByRole('button', { name: /^Actions for/ })
          .click();
        await expect(page.getByRole('menu')).toBeVisible();
        const [menu, message] = [page.getByRole('menu'), lectures.messages.last()];
        const [above, below] = [(await menu.boundingBox())!, (await message.boundingBox())!];
        expect(below.y - (above.y + above.height), 'the menu stands by its message').toBeLessThan(48);
        await inspect(page, 'message-menu');
        await page.keyboard.press('Escape');
      }
      await lectures.composer.click();
      await lectures.composer.pressSequentially('Thank you @he');
      await expect(page.getByRole('listbox')).toBeVisible();
      await inspect(page, 'mention');
      await page.keyboard.press('Escape');
      await empty(lectures);
      await lectures.composer.pressSequentially('/');
      await expect(page.getByRole('listbox')).toBeVisible();
      await inspect(page, 'commands');
      await page.keyboard.press('Escape');
      await empty(lectures);
      await lectures.composer.fill('All work and no play. '.repeat(800));
      await expect(page.getByText(/too long$/)).toBeVisible();
      await inspect(page, 'too-long');
      await empty(lectures);
      await lectures.messages.last().dispatchEvent('contextmenu');
      await page.getByRole('menuitem', { name: 'Add reaction' }).click();
      await expect(page.getByRole('dialog', { name: 'Pick an emoji' }).getByRole('searchbox')).toBeVisible();
      await inspect(page, 'emoji-picker');
      await page.keyboard.press('Escape');
      // Whether the demonstration's newest message has a thread depends on the hour.
      const question = 'Is sheet 4 about chapter 3 only?';
      await lectures.send(question);
      await lectures.message(question).dispatchEvent('contextmenu');
      await page.getByRole('menuitem', { name: 'Reply in thread' }).click();
      const thread = await lectures.thread();
      await expect(thread.panel).toContainText('No replies yet');
      await inspect(page, 'thread-empty');
      await thread.write('Thank you, that is the part I had not understood at all before');
      await thread.alsoInChannel.check();
      await thread.write('For everybody: it works now');
      await inspect(page, 'thread');
      await rightToLeft(noor, 'thread');
      await thread.close();
      await inspect(page, 'channel-with-thread');
      await page.getByRole('button', { name: 'Channel details' }).click();
      await expect(page.getByRole('complementary', { name: 'Channel details' })).toBeVisible();
      await inspect(page, 'channel-details');
      await page.getByRole('button', { name: 'All messages' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await inspect(page, 'channel-level');
      await page.keyboard.press('Escape');
    });

    await test.step('everything beside the channels', async () => {
      await goTo(course, /./);
      await expect(page.getByText('Good to see you')).toBeVisible();
      await inspect(page, 'course');
      await goTo(people!, 'People');
      await expect(page.getByRole('listitem').first()).toBeVisible();
      await inspect(page, 'people');
      await page.goto(`${site.url}/search`);
      await expect(page.getByRole('combobox')).toBeVisible();
      await inspect(page, 'search');
      await page.getByRole('combobox').pressSequentially('deadline from:');
      await expect(page.getByRole('listbox')).toBeVisible();
      await inspect(page, 'search-suggestions');
      await page.goto(`${site.url}/search?q=deadline`);
      await expect(page.getByRole('listitem').first()).toBeVisible();
      await inspect(page, 'search-results');
      await page.goto(`${site.url}/search?q=nobody-said-this`);
      await expect(page.getByText('Nothing found')).toBeVisible();
      await inspect(page, 'search-nothing');
      await page.goto(`${site.url}/search?q=${encodeURIComponent('sheet in:lectures on:tomorrow has:link')}`);
      await expect(page.getByText('“on:tomorrow” has no date that we know.')).toBeVisible();
      await inspect(page, 'search-filters');
      await goTo('/saved', 'Saved');
      await inspect(page, 'saved-nothing');
      await noor.page.goto(`${site.url}/`);
      const channel = await noor.openChannel('lectures');
      await channel.write('/remind friday 14:30 hand in sheet 4');
      await expect(noor.toast(/^You will be reminded .*14:30/)).toBeVisible();
      await channel.write('/remind 0m read chapter 3');
      // The page says so when the device keeps it: one that is left before has not.
      await expect(noor.toast(/^You will be reminded/)).toHaveCount(2);
      await goTo('/saved', 'Saved');
      await expect(noor.saved).toHaveCount(2);
      await inspect(page, 'saved-reminders');
      await noor.saved.last().getByRole('button', { name: 'Change reminder' }).click();
      await inspect(page, 'remind');
      await noor.dialog.getByRole('button', { name: 'Close' }).click();
      await goTo('/notifications', 'Notifications');
      await inspect(page, 'notifications');
      await goTo('/settings', 'Settings');
      await inspect(page, 'settings');
      await page.getByRole('button', { name: 'Sign out', exact: true }).click();
      await inspect(page, 'sign-out');
      await goTo('/nowhere', 'There is nothing at this address');
      await inspect(page, 'not-found');
      await goTo('/c/00000000-0000-4000-8000-000000000000', 'This channel is not here');
      await inspect(page, 'channel-not-here');
    });

    const helena = await arrive(browser, site.directUrl);
    await helena.page.getByRole('button', { name: /^Helena Brandt/ }).click();
    await test.step('what a lecturer does', async () => {
      const courseName = (await helena.sidebar.getByRole('region').first().getAttribute('aria-label'))!;
      for (const [item, name] of [
        ['Invite people', 'invite'],
        ['Create channel', 'new-channel'],
        ['Browse channels', 'browse-channels'],
        ['Rename course', 'rename-course'],
      ] as const) {
        await helena.chooseInCourseMenu(courseName, item);
        await expect(helena.dialog).toBeVisible();
        await inspect(helena.page, name);
        await helena.dialog.getByRole('button', { name: 'Close' }).click();
      }
      await helena.createChannel(courseName, 'revision');
      await helena.page.getByRole('button', { name: 'Channel details' }).click();
      for (const [item, name] of [
        ['Name and topic', 'describe-channel'],
        ['Add people', 'add-people'],
        ['Leave channel', 'leave-channel'],
      ] as const) {
        await helena.page.getByRole('button', { name: item }).click();
        await expect(helena.dialog).toBeVisible();
        await inspect(helena.page, name);
        await helena.dialog.getByRole('button', { name: 'Close' }).click();
      }
      await helena.page.goto(site.directUrl);
      const hours = await helena.createChannel(courseName, 'office-hours');
      await hours.send('The office hours move to Thursday, 14:00, in room 2.11.');
      await hours.askMenu('The office hours move', /^Pin to channel/);
      await hours.askMenu('The office hours move', /^Save for later/);
      await writeFormats(hours, phone);
      await inspect(helena.page, 'formats');
      await hours.messages.last().dispatchEvent('contextmenu');
      await helena.page.getByRole('menuitem', { name: 'Edit message' }).click();
      await helena.page.getByRole('button', { name: 'Format', exact: true }).first().click();
      await inspect(helena.page, 'formats-editor');
      await helena.page.keyboard.press('Escape');
      await hours.send('Is one page of notes allowed in the exam?');
      await hours.askMenu('Is one page of notes', 'Mark as question');
      await hours.send('It is, if you wrote it by hand.');
      await inspect(helena.page, 'message-marks');
      await hours.askMenu('It is, if you wrote', 'Accept as answer to…');
      await expect(helena.dialog).toBeVisible();
      await inspect(helena.page, 'accept-answer');
      await helena.dialog.getByRole('button', { name: 'Close' }).click();
      await hours.askMenu('It is, if you wrote', /^Delete message/);
      await expect(helena.dialog).toBeVisible();
      await inspect(helena.page, 'delete-message');
      await helena.dialog.getByRole('button', { name: 'Cancel' }).click();
      await hours.askMenu('It is, if you wrote', 'Forward…');
      await expect(helena.dialog).toBeVisible();
      await inspect(helena.page, 'forward');
      await helena.dialog.getByRole('button', { name: 'Close' }).click();
      await hours.showDetails();
      await expect(hours.pins).toHaveCount(1);
      await inspect(helena.page, 'pins-and-questions');
      await helena.page.getByRole('button', { name: 'Hide details' }).first().click();
      await helena.page.goto(`${site.directUrl}/c/${hours.id}`);
      await hours.askMenu('It is, if you wrote', 'Edit message');
      const editor = helena.page.getByRole('textbox', { name: 'Edit message' });
      await editor.fill('It is, if you wrote it by hand, on both sides.');
      await editor.press('ControlOrMeta+Enter');
      await hours
        .message('on both sides')
        .getByRole('button', { name: /Earlier versions/ })
        .click();
      await expect(helena.dialog.getByRole('listitem')).toBeVisible();
      await inspect(helena.page, 'earlier-versions');
      await helena.page.goto(`${site.directUrl}/saved`);
      await expect(helena.saved).toHaveCount(1);
      await inspect(helena.page, 'saved');
      await helena.page.goto(`${site.directUrl}${people}`);
      await helena.page.getByRole('button', { name: 'Actions for Noor Haddad' }).click();
      await expect(helena.page.getByRole('menu')).toBeVisible();
      await inspect(helena.page, 'person-menu');
      await helena.page.keyboard.press('Escape');
      await helena.page.goto(site.directUrl);
      await expect(helena.channelLink('lectures')).toBeVisible();
      await helena.page.keyboard.press('ControlOrMeta+k');
      await helena.page.getByRole('combobox').pressSequentially('ex');
      await expect(helena.page.getByRole('option', { name: /exam-info/ })).toBeVisible();
      await inspect(helena.page, 'switcher');
      await helena.page.keyboard.press('Escape');
      if (phone) return;
      await helena.page.keyboard.press('?');
      await expect(helena.dialog).toBeVisible();
      await inspect(helena.page, 'keys');
      await helena.page.keyboard.press('Escape');
    });

    await test.step('without a network, and what is refused', async () => {
      await page.goto(site.url);
      const revision = await noor.openChannel('revision');
      await inspect(page, 'channel-empty');
      const address = new URL(page.url()).pathname;
      await revision.send('Which chapters will be in the exam?');
      site.network.blackHole();
      await noor.saysOffline();
      await revision.write('I hope that chapter nine is not.');
      await revision.isOnDevice('chapter nine');
      await inspect(page, 'offline');
      if (phone) await page.getByRole('button', { name: 'Back' }).tap();
      await noor.pendingRow.click();
      await inspect(page, 'pending');
      await noor.dialog.getByRole('button', { name: 'Close' }).click();
      await page.goto(`${site.url}/search?q=nobody-said-this`);
      await expect(page.getByText('Nothing found on this device')).toBeVisible();
      await inspect(page, 'search-offline');
      await page.goto(site.url + address);

      await helena.page.goto(site.directUrl + address);
      await helena.page.getByRole('button', { name: 'Channel details' }).click();
      await helena.page.getByRole('button', { name: 'Archive channel' }).click();
      await inspect(helena.page, 'archive-channel');
      await helena.dialog.getByRole('button', { name: 'Archive channel' }).click();
      await expect(
        helena.page.getByText('This channel is archived.').filter({ visible: true }).first(),
      ).toBeVisible();
      await site.network.pass();
      await expect(revision.message('chapter nine')).toContainText('#revision is archived', {
        timeout: 20_000,
      });
      await inspect(page, 'refused');
    });

    await test.step('signed out elsewhere', async () => {
      const { cookies } = await page.context().storageState();
      const again = await browser.newContext({ storageState: { cookies, origins: [] } });
      await again.request.post(`${site.url}/api/sign-out-everywhere`, { headers: { origin: site.url } });
      await again.close();
      await expect(page.getByRole('heading', { name: 'Sign in again' })).toBeVisible();
      await inspect(page, 'locked');
    });
  });
}

async function empty({ composer }: ChannelPage): Promise<void> {
  await composer.press('ControlOrMeta+a');
  await composer.press('Delete');
}

/** One message of everything that a message can be made of. */
async function writeFormats({ composer, page, messages }: ChannelPage, phone: boolean): Promise<void> {
  await composer.click();
  for (const text of [
    'The *proof* uses **induction** and `range(n)`, see [sheet 4](https://example.edu/sheet-4).',
    'For all $n \\ge 1$:',
    '$$\\sum_{k=1}^{n} k = \\frac{n(n+1)}{2}$$',
    '> Why does it start at 1?',
  ]) {
    await composer.pressSequentially(text);
    await composer.press('Shift+Enter');
  }
  await composer.press('Shift+Enter');
  for (const text of ['- the base case', 'the step']) {
    await composer.pressSequentially(text);
    await composer.press('Enter');
  }
  await composer.press('Enter');
  await composer.pressSequentially('```python');
  await composer.press('Enter');
  await composer.pressSequentially(
    '# the sum of 1 to n\ndef total(n: int) -> int:\nreturn sum(range(1, n + 1))',
  );
  if (phone) await page.getByRole('button', { name: 'Send' }).tap();
  else await composer.press('ControlOrMeta+Enter');
  await expect(messages.last().locator('.katex')).toHaveCount(2);
  await expect(messages.last().locator('.hljs-keyword').first()).toBeVisible();
}

/** Pictures of the same screen as who reads from right to left sees it, and, on a desk, on a tablet. */
async function rightToLeft({ page }: LecternPage, name: string): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await picture(page, `${name}-right-to-left`);
  await page.evaluate(() => document.documentElement.removeAttribute('dir'));
  if (isPhone(page)) return;
  const desk = page.viewportSize()!;
  await page.setViewportSize({ width: 820, height: 1180 });
  await picture(page, name);
  await page.setViewportSize(desk);
}

async function arrive(browser: Browser, url: string): Promise<LecternPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  return new LecternPage(page);
}

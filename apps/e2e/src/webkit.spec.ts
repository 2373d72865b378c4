import { PASSWORD, storedTexts } from './support/people.ts';
import { expect, test } from './support/site-test.ts';
import { LecternScreen } from './support/webkit/lectern-screen.ts';
import { WebKitBrowser } from './support/webkit/webkit-browser.ts';

test('sign in, send, reload offline, send later, in WebKitGTK @webkit', async ({ course, site }) => {
  const browser = await WebKitBrowser.start();
  try {
    const here = new LecternScreen(browser.driver);
    await here.open(site.url);
    await here.signIn(course.lecturer.email, PASSWORD);
    const channel = await here.createChannel(course.name, 'questions');
    await here.write('questions', 'Sent at once');
    await here.isOnServer('Sent at once');
    expect(await storedTexts(course.lecturer, channel)).toEqual(['Sent at once']);
    await here.canOpenOffline();

    await site.kill();
    await here.saysOffline();
    await here.reload();
    await here.openChannel('questions');
    await here.isOnServer('Sent at once');
    await here.write('questions', 'Sent later');
    await here.isOnDevice('Sent later');

    await site.restart();
    await here.isOnServer('Sent later');
    expect(await storedTexts(course.lecturer, channel)).toEqual(['Sent at once', 'Sent later']);
    expect(await here.problems(), 'nothing went wrong on any page').toEqual([]);
  } finally {
    await browser.end();
  }
});

import { execFileSync } from 'node:child_process';
import { type CourseId, PROTOCOL_VERSION } from '@lectern/contracts';
import { type Browser, chromium, expect } from '@playwright/test';
import { LecternPage } from '../support/pages/lectern-page.ts';
import { NotePage } from '../support/pages/note-page.ts';
import { inviteLink, join, newCourse, type Person, setUp } from '../support/people.ts';
import { Site } from '../support/site.ts';
import { readDatabases } from './browser-databases.ts';
import { startDebianPostgres } from './debian-postgres.ts';
import { writeFixture } from './fixture.ts';
import { live, Member, type PastCourse } from './past-course.ts';

/**
 * `node apps/e2e/src/old-stores/make.ts`: lets people live a course with the code of this checkout, and keeps what the
 * server and the browser of one of them have stored then, as the fixture of this version of the protocol. That person was
 * cut off at the end: what they wrote since stands in their browser alone. Needs Debian's Postgres 15 and Chromium, and a
 * web build of this checkout.
 */
const postgres = await startDebianPostgres();
const site = await Site.start({ databaseUrl: postgres.url });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--disable-gpu'] });
try {
  const admin = await setUp(site, 'Sofia Kovalevskaya', 'Office');
  const course = (await newCourse(admin, 'Analysis')) as CourseId;
  const people = {
    emmy: await join(site, await inviteLink(admin, course, 'lecturer'), 'Emmy Noether'),
    kurt: await join(site, await inviteLink(admin, course, 'tutor'), 'Kurt Gödel'),
    ada: await join(site, await inviteLink(admin, course), 'Ada Lovelace'),
  };
  const members = {
    emmy: await Member.enter(site, people.emmy),
    kurt: await Member.enter(site, people.kurt),
    ada: await Member.enter(site, people.ada),
  };
  const past = await live(course, members.emmy, members.kurt, members.ada);
  for (const member of Object.values(members)) await member.hub.stop();
  await writeTheNote(people.emmy, past);
  await askAboutTheNote(people.ada, past);

  const { cookies, databases } = await writeOffline(people.kurt, past);
  await site.server.stop();
  writeFixture(
    {
      protocol: PROTOCOL_VERSION,
      commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
      madeAt: new Date().toISOString(),
      person: { id: people.kurt.id, name: people.kurt.name, email: people.kurt.email },
      cookies,
      databases,
    },
    await postgres.dump(),
  );
} finally {
  await browser.close();
  await site.end();
  await postgres.stop();
}
process.exit();

async function sitDown(launched: Browser, person: Person, address: string): Promise<LecternPage> {
  const context = await launched.newContext({ storageState: await person.api.storageState() });
  const page = await context.newPage();
  await page.goto(new URL(address, site.url).href);
  return new LecternPage(page);
}

/** A note with a version that was kept, and with words since. */
async function writeTheNote(emmy: Person, { channels, note }: PastCourse): Promise<void> {
  const { page } = await sitDown(browser, emmy, `/c/${channels.limits}/n/${note}`);
  const text = new NotePage(page);
  await text.paste(
    '# Cauchy\n\nA sequence that converges is *Cauchy*.\n\n- complete\n- bounded\n\n> As Bolzano said.\n\nThat is all. ',
  );
  await text.saysSaved();
  const kept = await emmy.api.post(`/api/channels/${channels.limits}/notes/${note}/versions`, {
    data: { name: 'Before the break' },
  });
  if (!kept.ok()) throw new Error(`The version was not kept: ${await kept.text()}`);
  await text.writeBehind('As Bolzano said.', ' And Weierstrass.');
  await text.saysSaved();
  await page.context().close();
}

async function askAboutTheNote(ada: Person, { channels, note }: PastCourse): Promise<void> {
  const { page } = await sitDown(browser, ada, `/c/${channels.limits}/n/${note}`);
  const text = new NotePage(page);
  await text.text.getByText('As Bolzano said. And Weierstrass.').selectText();
  await page.getByRole('button', { name: 'Ask about this' }).click();
  await page.getByRole('textbox', { name: 'Your question' }).fill('Where did they say it?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(text.text.getByRole('link', { name: '1 question here' })).toBeVisible();
  await page.context().close();
}

/** Reads everywhere, loses the network, goes on writing, and closes the browser. Answers what it holds then. */
async function writeOffline(kurt: Person, { channels, note }: PastCourse) {
  const app = await sitDown(browser, kurt, `/c/${channels.limits}/n/${note}`);
  const { page } = app;
  const text = new NotePage(page);
  await expect(text.editor).toContainText('And Weierstrass.');
  await app.openChannel('news');
  await app.openChannel('staff');
  const limits = await app.openChannel('limits');
  await limits.send('My last words online.');
  await app.canOpenOffline();
  site.network.blackHole();
  await app.saysOffline();

  await limits.write('Written offline, first.');
  await limits.isOnDevice('Written offline, first.');
  await limits.edit('My last words online.', 'My last words online, edited offline.');
  await limits.react('Thank you', 'thumbs up');
  await limits.askMenu('Is the rational line complete?', /^Pin to channel/);
  await limits.askMenu('The limit is unique.', /^Save for later/);
  await limits.write('Written offline, second.');
  await limits.isOnDevice('Written offline, second.');
  const thread = await limits.openThread('Exercises of week 5 go here.');
  await thread.write('Exercise 6, offline.');
  await thread.close();
  await limits.composer.fill('Half a thought');
  const staff = await app.openChannel('staff');
  await staff.write('Written offline, to the staff.');
  await staff.isOnDevice('Written offline, to the staff.');
  await staff.delete('Who marks the exam?');
  await app.openChannel('limits');
  await page.goto(new URL(`/c/${channels.limits}/n/${note}`, site.url).href);
  await text.writeBehind('As Bolzano said. And Weierstrass.', ' And Kurt, offline.');
  await expect(text.mark).toContainText('saved on this device');

  const context = page.context();
  const { cookies } = await context.storageState();
  await site.network.pass();
  // No page of the app is open any more when the network is back, and so nothing is sent.
  await page.close();
  const reader = await context.newPage();
  await reader.goto(new URL('/healthz', site.url).href);
  const databases = await readDatabases(reader);
  await context.close();
  return { cookies: cookies.map(({ name, value }) => ({ name, value })), databases };
}

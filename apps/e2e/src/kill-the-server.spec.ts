import { createRandom } from '@lectern/test-kit';
import { expect, test } from './support/journey.ts';
import type { ChannelPage } from './support/pages/channel-page.ts';
import { type Person, readChannel } from './support/people.ts';

/** Another seed is another run; the one that fails is in the report. */
const SEED = process.env.LECTERN_SEED ?? '7';
const KILLS = 10;
/** A server is killed so soon after it began to listen: while it comes back, and while all is well. Milliseconds. */
const LIVES_UP_TO_MS = 1_500;

test(`kill -9 at ${KILLS} random moments loses nothing that showed on the server, and doubles nothing (seed ${SEED})`, async ({
  course,
  site,
  sitDown,
}) => {
  test.setTimeout(150_000);
  const random = createRandom(SEED);
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'questions');
  const ada = await sitDown(lovelace);
  const adas = await ada.openChannel('questions');
  const writers = [new Writer(emmys, course.lecturer, 'E'), new Writer(adas, lovelace, 'A')];
  for (const writer of writers) await writer.watch();

  let killing = true;
  const writing = Promise.all(
    writers.map(async (writer) => {
      while (killing) await writer.write();
    }),
  );
  for (let kill = 0; kill < KILLS; kill++) {
    await new Promise((resolve) => setTimeout(resolve, random.int(0, LIVES_UP_TO_MS)));
    await site.kill();
    const shown = (await Promise.all(writers.map((writer) => writer.shownOnServer()))).flat();
    await site.restart();
    const stored = new Set((await readChannel(lovelace, emmys.id)).map((message) => message.text));
    expect(
      shown.filter((text) => !stored.has(text)),
      `lost by kill ${kill}`,
    ).toEqual([]);
  }
  killing = false;
  await writing;

  for (const writer of writers) {
    await expect(writer.page.page.getByRole('button', { name: /not yet on the server/ })).toBeHidden({
      timeout: 30_000,
    });
    expect(writer.written.length, 'they have written all the time').toBeGreaterThan(KILLS);
  }
  const stored = await readChannel(lovelace, emmys.id);
  for (const { author, written } of writers)
    expect(stored.filter((message) => message.author === author.id).map((message) => message.text)).toEqual(
      written,
    );
  const all = stored.map((message) => message.text);
  const last = all.slice(-8);
  for (const { page } of writers) await expect.poll(() => page.texts(last)).toEqual(last);
});

/** Somebody who writes one message after the other, and what the page has told them about each. */
class Writer {
  readonly page: ChannelPage;
  readonly author: Person;
  readonly written: string[] = [];
  readonly #sign: string;

  constructor(page: ChannelPage, author: Person, sign: string) {
    this.page = page;
    this.author = author;
    this.#sign = sign;
  }

  /** Notes, in the page, the text of every own message that has ever shown the mark of the server. */
  async watch(): Promise<void> {
    await this.page.page.getByRole('main').evaluate((main, sign) => {
      const shown = new Set<string>();
      const look = () => {
        for (const mark of main.querySelectorAll('[role=img][aria-label$="Stored on the server."]')) {
          const text = new RegExp(`${sign}\\d{4}`).exec(mark.closest('article')?.textContent ?? '')?.[0];
          if (text) shown.add(text);
        }
      };
      new MutationObserver(look).observe(main, { subtree: true, childList: true, attributes: true });
      Object.assign(globalThis, { shownOnServer: shown });
    }, this.#sign);
  }

  shownOnServer(): Promise<string[]> {
    return this.page.page.evaluate(() => [
      ...(globalThis as unknown as { shownOnServer: Set<string> }).shownOnServer,
    ]);
  }

  /** The next message; done when it is on disk. */
  async write(): Promise<void> {
    const text = `${this.#sign}${`${this.written.length}`.padStart(4, '0')}`;
    this.written.push(text);
    await this.page.write(text);
    await expect(this.page.message(text).getByRole('img')).toBeAttached();
  }
}

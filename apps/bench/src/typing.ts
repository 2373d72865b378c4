import type { Page } from 'playwright-core';
import { canOpenOffline, Laptop, MESSAGE_LIST } from './chromium.ts';
import { addChannels, fillChannels, openCourse } from './course.ts';
import { FrontDoor } from './front-door.ts';
import { Lectern } from './lectern.ts';
import { ROUNDS, reportDetail, reportRow } from './report.ts';
import { quantile } from './statistics.ts';

const LOADED = 300;
const MESSAGES = Number(process.env.BENCH_TYPED ?? 200);

/** From Enter to one's own message painted, in a channel with 300 messages: online, then without a network. */
export async function measureTyping(): Promise<void> {
  const results = { online: [] as number[][], offline: [] as number[][] };
  for (let round = 0; round < ROUNDS; round++) {
    const door = await FrontDoor.open();
    const app = await Lectern.start({ publicPort: door.port });
    const laptop = await Laptop.buy();
    try {
      door.leadTo(app.port);
      const course = await openCourse(app);
      const db = await app.database();
      const [channel] = await addChannels(db, course, ['typing']);
      await fillChannels(db, [channel!], LOADED, [course.admin]);
      await db.end();
      const page = await laptop.start({ app, person: await course.join('Typist') });
      await page.goto(`${app.origin}/c/${channel}`);
      await canOpenOffline(page);
      await page.locator(`${MESSAGE_LIST} article`).first().waitFor();
      // The editor proper takes the place of the plain one some moments after the list.
      await page.locator('[contenteditable=true][role=textbox]').waitFor();
      results.online.push(await typeMessages(page, 'online'));
      door.shut();
      await app.halt();
      await page
        .getByRole('status')
        .filter({ hasText: /Offline|cannot be reached/ })
        .waitFor();
      results.offline.push(await typeMessages(page, 'offline'));
    } finally {
      door.shut();
      await laptop.scrap();
      await app.stop();
    }
  }
  const of = (name: keyof typeof results, share: number) =>
    results[name].map((times) => quantile(times, share));
  reportRow(
    'typing to own message on screen, offline, p95',
    of('offline', 0.95),
    { atMost: 50, aim: 16 },
    'ms',
    1,
  );
  reportDetail('offline, p50', of('offline', 0.5), 'ms');
  reportDetail('online, p50', of('online', 0.5), 'ms');
  reportDetail('online, p95', of('online', 0.95), 'ms');
}

/** Writes messages one after the other, and answers the sorted times from Enter to paint. */
async function typeMessages(page: Page, prefix: string): Promise<number[]> {
  const times: number[] = [];
  await page.locator('[contenteditable=true][role=textbox]').click();
  for (let i = 0; i < MESSAGES; i++) {
    const text = `${prefix} message ${i}.`;
    await page.evaluate(watchForOwn, { list: MESSAGE_LIST, text });
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    times.push(await page.evaluate(() => (globalThis as BenchWindow).benchTyped!));
  }
  return times.sort((a, b) => a - b);
}

type BenchWindow = typeof globalThis & { benchTyped?: Promise<number> };

/** Runs in the page: promises the time from the next Enter until a new text stands painted in the list. */
function watchForOwn({ list, text }: { list: string; text: string }): void {
  (globalThis as BenchWindow).benchTyped = new Promise((resolve) => {
    let pressedAt: number | null = null;
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Enter') pressedAt ??= event.timeStamp;
    };
    addEventListener('keydown', press, { capture: true });
    const observer = new MutationObserver((changes) => {
      const added = changes.some(
        ({ target, addedNodes }) =>
          [...addedNodes].some((node) => node.textContent?.includes(text)) &&
          (target as Element).closest(list),
      );
      if (pressedAt === null || !added) return;
      observer.disconnect();
      removeEventListener('keydown', press, { capture: true });
      // Drawn with the next frame; a message to oneself arrives after the drawing.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - pressedAt!);
        port2.postMessage(null);
      });
    });
    observer.observe(document.body, { subtree: true, childList: true });
  });
}

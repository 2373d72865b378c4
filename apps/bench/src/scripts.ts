import { gzipSync } from 'node:zlib';
import { Laptop, MESSAGE_LIST, paintOf } from './chromium.ts';
import { addChannels, openCourse } from './course.ts';
import { FrontDoor } from './front-door.ts';
import { Lectern } from './lectern.ts';
import { say } from './ops.ts';
import { reportRow } from './report.ts';

const TEXT = 'This can be read.';
/** What does not count though it may be asked for early: the composer's editor, which nobody waits for. */
const LAZY = /\/rich-editor-/;

/** All script that page and hub worker ask for until a channel can be read, in a browser that has nothing stored. */
export async function measureScripts(): Promise<void> {
  const door = await FrontDoor.open();
  const app = await Lectern.start({ publicPort: door.port });
  const laptop = await Laptop.buy();
  try {
    door.leadTo(app.port);
    const course = await openCourse(app);
    const db = await app.database();
    const [channel] = await addChannels(db, course, ['reading']);
    await say(app, db, [course.admin], [{ channel: channel!, text: TEXT }], 1);
    await db.end();
    const reader = await course.join('Reader');
    // Without the service worker, which fetches everything there is for later.
    const page = await laptop.start({ app, person: reader, serviceWorkers: 'block' });
    const paint = await paintOf(page, `${app.origin}/c/${channel}`, MESSAGE_LIST, TEXT);
    const readableAt = paint + (await page.evaluate(() => performance.timeOrigin));
    const asked = door.asked.filter(({ path, at }) => path.endsWith('.js') && at <= readableAt);
    const weights = new Map<string, number>();
    for (const { path } of asked) {
      const text = await (await fetch(`http://localhost:${app.port}${path}`)).text();
      weights.set(path, gzipSync(text, { level: 9 }).length / 1_000);
    }
    for (const [path, weight] of weights)
      console.log(
        `  ${weight.toFixed(1).padStart(6)} kB  ${path}${LAZY.test(path) ? '  (lazy, not counted)' : ''}`,
      );
    const counted = [...weights].filter(([path]) => !LAZY.test(path));
    const total = counted.reduce((sum, [, weight]) => sum + weight, 0);
    reportRow('script of page and hub worker, gzip', [total], { atMost: 220, aim: 160 }, 'kB', 1);
  } finally {
    door.shut();
    await laptop.scrap();
    await app.stop();
  }
}

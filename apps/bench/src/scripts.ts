import { gzipSync } from 'node:zlib';
import { Laptop, MESSAGE_LIST, paintOf } from './chromium.ts';
import { addChannels, openCourse } from './course.ts';
import { FrontDoor } from './front-door.ts';
import { Lectern } from './lectern.ts';
import { say } from './ops.ts';
import { reportDetail, reportRow } from './report.ts';

const TEXT = 'This can be read.';
/** What does not count though it may be asked for early: the composer's editor, which nobody waits for. */
const LAZY = /\/rich-editor-/;

/**
 * All script that page and hub worker ask for until a channel can be read: in a browser that has the channel, and in one
 * that has nothing stored. Neither has any script yet.
 */
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
    const person = await course.join('Reader');
    const weigh = async (): Promise<number> => {
      // Without the service worker, which fetches everything there is for later.
      const page = await laptop.start({ app, person, serviceWorkers: 'block' });
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Network.clearBrowserCache');
      await devtools.detach();
      const from = door.asked.length;
      const paint = await paintOf(page, `${app.origin}/c/${channel}`, MESSAGE_LIST, TEXT);
      const readableAt = paint + (await page.evaluate(() => performance.timeOrigin));
      const asked = door.asked
        .slice(from)
        .filter(({ path, at }) => path.endsWith('.js') && !LAZY.test(path) && at <= readableAt);
      await laptop.shut();
      let total = 0;
      for (const path of new Set(asked.map((each) => each.path))) {
        const text = await (await fetch(`http://localhost:${app.port}${path}`)).text();
        const weight = gzipSync(text, { level: 9 }).length / 1_000;
        console.log(`  ${weight.toFixed(1).padStart(6)} kB  ${path}`);
        total += weight;
      }
      return total;
    };
    const first = await weigh();
    const later = await weigh();
    reportRow(
      'script until a channel that is on the device is readable, gzip',
      [later],
      { atMost: 180, aim: 160 },
      'kB',
      1,
    );
    reportDetail('in a browser that has nothing stored', [first], 'kB');
  } finally {
    door.shut();
    await laptop.scrap();
    await app.stop();
  }
}

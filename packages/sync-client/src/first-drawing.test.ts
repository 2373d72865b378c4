import { expect, test } from 'vitest';
import { connectHub } from './connect-hub.ts';
import type { Port, ToHub } from './port-messages.ts';

/** A page before the other end of its port, at which the test answers. */
function page() {
  const { port1, port2 } = new MessageChannel();
  const heard: ToHub[] = [];
  let look = (): void => {};
  port1.addEventListener('message', ({ data }) => {
    heard.push(data as ToHub);
    look();
  });
  port1.start();
  const hub = connectHub({ joinWorker: null, startInPage: async () => port2 as unknown as Port });
  const until = (holds: (message: ToHub) => boolean) =>
    new Promise<ToHub>((resolve) => {
      look = () => {
        const found = heard.find(holds);
        if (found !== undefined) resolve(found);
      };
      look();
    });
  const watched = async (name: string): Promise<number> => {
    const message = await until((each) => each.t === 'watch' && each.name === name);
    return 'n' in message ? message.n : Number.NaN;
  };
  const answer = (n: number, value: unknown) => port1.postMessage({ t: 'values', values: [[n, value]] });
  const close = () => {
    port1.close();
    port2.close();
  };
  return { hub, heard, until, watched, answer, close };
}

test('a page says that its first screen is drawn once all that it watches has come, also what that has led to', async () => {
  const { hub, heard, until, watched, answer, close } = page();
  const said = () => heard.filter(({ t }) => t === 'drawn').length;
  hub.watch('connection', null, () => {});
  // The session leads to more, as the gate of a page does.
  hub.watch('session', null, () => hub.watch('sidebar', null, () => {}));
  answer(await watched('session'), null);
  const sidebar = await watched('sidebar');
  answer(sidebar, null);
  // One has not come: turns of the page's later nothing has been said.
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve));
  expect(said()).toBe(0);
  answer(await watched('connection'), null);
  await until(({ t }) => t === 'drawn');
  answer(sidebar, 1);
  hub.watch('settings', null, () => {});
  await watched('settings');
  expect(said()).toBe(1);
  close();
});

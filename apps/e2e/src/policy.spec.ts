import type { CDPSession } from '@playwright/test';
import { expect, test } from './support/journey.ts';
import { reportedViolations } from './support/reported-violations.ts';

const ELSEWHERE = 'https://elsewhere.example/';

test('SEC-20 what the policy forbids is kept from happening on pages and in workers, and is heard of', async ({
  browser,
  course,
  settleIn,
  watched,
}) => {
  const { page } = await settleIn(course.lecturer);
  await expect(page.getByText('Good to see you')).toBeVisible();
  const done = await page.evaluate(async (elsewhere) => {
    const tried: string[] = [];
    const attempt = async (what: string, act: () => unknown) => {
      try {
        await act();
        tried.push(what);
      } catch {
        // As it should be.
      }
    };
    await attempt('a request', () => fetch(elsewhere));
    await attempt('HTML from a string', () => (document.createElement('p').innerHTML = '<b>bold</b>'));
    await attempt('a policy of its own', () =>
      (
        globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }
      ).trustedTypes.createPolicy('own', {}),
    );
    const script = document.createElement('script');
    script.append('globalThis.spoiled = true');
    document.body.append(script);
    const style = document.createElement('style');
    style.append('body { display: none }');
    document.body.append(style);
    if ('spoiled' in globalThis) tried.push('a script');
    if (getComputedStyle(document.body).display === 'none') tried.push('a style');
    return tried;
  }, ELSEWHERE);
  expect(done).toEqual([]);
  await expect.poll(() => watched.problems.splice(0).join()).toContain('Content Security Policy');
  await expect.poll(() => reportedViolations.splice(0).join()).toContain('require-trusted-types-for');

  for (const type of ['shared_worker', 'service_worker']) {
    await test.step(`in the ${type.replace('_', ' ')}`, async () => {
      const cdp = await browser.newBrowserCDPSession();
      await runIn(cdp, type, `fetch('${ELSEWHERE}${type}').catch(() => {})`);
      await expect
        .poll(() => reportedViolations.splice(0).join(), { timeout: 20_000 })
        .toContain('connect-src');
      await cdp.detach();
    });
  }
  // What reached the consoles of workers has been seen too.
  watched.problems.length = 0;
});

/** Runs a script in a worker of the browser; pages cannot reach into one. */
async function runIn(cdp: CDPSession, type: string, expression: string): Promise<void> {
  const { targetInfos } = await cdp.send('Target.getTargets', { filter: [{}] });
  const target = targetInfos.find((info) => info.type === type);
  expect(target, type).toBeDefined();
  const { sessionId } = await cdp.send('Target.attachToTarget', {
    targetId: target!.targetId,
    flatten: false,
  });
  await cdp.send('Target.sendMessageToTarget', {
    sessionId,
    message: JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }),
  });
}

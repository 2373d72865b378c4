import type { Browser, BrowserContext } from '@playwright/test';

/** What browsers say by themselves about requests that a cut network or a missing session let fail. */
const EXPECTED = [/^Failed to load resource: /, /^WebSocket connection to .* failed: /];

/**
 * Listens to everything that goes wrong in the browsers of a journey: errors on the consoles of pages and workers, among
 * them those of the security policy, and what is thrown. What the policy of any page or worker has kept from happening
 * is heard from the servers as well, to which browsers report it.
 */
export class Watched {
  readonly problems: string[] = [];

  /** Every context that the browser opens from now on, by whomever. */
  watch(browser: Browser): void {
    browser.on('context', this.add);
  }

  unwatch(browser: Browser): void {
    browser.off('context', this.add);
  }

  readonly add = (context: BrowserContext): void => {
    context.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !EXPECTED.some((pattern) => pattern.test(text)))
        this.problems.push(text);
    });
    context.on('weberror', (error) => this.problems.push(`${error.error().stack ?? error.error()}`));
  };
}

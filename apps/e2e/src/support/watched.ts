import type { BrowserContext } from '@playwright/test';

/** What browsers say by themselves about requests that a cut network or a missing session let fail. */
const EXPECTED = [/^Failed to load resource: /, /^WebSocket connection to .* failed: /];

/** Listens to everything that goes wrong in a browser: errors on the console, among them the policy's, and throws. */
export class Watched {
  readonly problems: string[] = [];

  add(context: BrowserContext): void {
    context.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !EXPECTED.some((pattern) => pattern.test(text)))
        this.problems.push(text);
    });
    context.on('weberror', (error) => this.problems.push(`${error.error().stack ?? error.error()}`));
  }
}

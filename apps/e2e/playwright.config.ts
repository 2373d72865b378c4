import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

/** Debian's browsers: nothing is downloaded for the journeys. Chromium's shell draws the same and has no windows to keep. */
const CHROMIUM = '/usr/bin/chromium-headless-shell';
const FIREFOX = '/usr/bin/firefox-esr';
/** WebKitGTK's driver brings its browser, which needs a screen. */
const WEBKIT = ['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'];
/** No graphics card, no calls home: a browser for one page. */
const CHROMIUM_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Firefox asks people before it keeps storage or shows notifications; nobody is there to answer. */
const FIREFOX_PREFERENCES = { 'permissions.default.desktop-notification': 2 };
const ARTIFACTS = path.join(import.meta.dirname, '../../artifacts');

const chromium = {
  browserName: 'chromium',
  launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_FLAGS },
} as const;

/**
 * The journeys drive the built app on a real server. One worker: the promises in seconds are measured, and a second
 * browser on the same machine would be measured with them.
 */
export default defineConfig({
  testDir: 'src',
  outputDir: path.join(ARTIFACTS, 'journeys'),
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI === 'true',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    // Films cost a third of the run and show nothing that the snapshots do not.
    trace: { mode: 'retain-on-failure', screenshots: false },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    {
      name: 'chromium',
      grepInvert: /@phone|@firefox|@webkit/,
      use: { ...chromium, viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'phone',
      grep: /@phone/,
      use: {
        ...chromium,
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
      },
    },
    ...(existsSync(FIREFOX)
      ? [
          {
            name: 'firefox',
            grep: /@firefox/,
            use: {
              browserName: 'firefox' as const,
              channel: 'moz-firefox',
              viewport: { width: 1440, height: 900 },
              launchOptions: { executablePath: FIREFOX, firefoxUserPrefs: FIREFOX_PREFERENCES },
            },
          },
        ]
      : []),
    // Playwright drives no browser but its own builds with this engine: these journeys bring theirs with them.
    ...(WEBKIT.every((program) => existsSync(program)) ? [{ name: 'webkit', grep: /@webkit/ }] : []),
  ],
});

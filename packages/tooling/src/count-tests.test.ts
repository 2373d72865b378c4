import { expect, test } from 'vitest';
import { addCounts, closingLine, countPlaywright, countVitest, skippedLines } from './count-tests.ts';

test('adds up what Vitest and Playwright report', () => {
  const vitest = countVitest({
    testResults: [
      {
        status: 'failed',
        assertionResults: [
          { fullName: 'keeps what is written', status: 'passed' },
          { fullName: 'tells of a full disk (needs root)', status: 'skipped' },
          { fullName: 'counts', status: 'failed' },
        ],
      },
    ],
  });
  const playwright = countPlaywright({
    suites: [
      {
        title: 'offline.spec.ts',
        specs: [{ title: 'reads on', tests: [{ projectName: 'chromium', status: 'expected' }] }],
        suites: [
          {
            title: 'sends later',
            specs: [
              { title: 'once', tests: [{ projectName: 'chromium', status: 'flaky' }] },
              { title: 'in order', tests: [{ projectName: 'firefox', status: 'skipped' }] },
            ],
          },
        ],
      },
    ],
  });
  const count = addCounts([vitest, playwright]);
  expect(closingLine(count)).toBe('3 passed, 1 failed, 2 skipped');
  expect(skippedLines(count)).toEqual([
    'skipped: needs root (tells of a full disk (needs root))',
    'skipped: offline.spec.ts sends later in order [firefox]',
  ]);
});

test('counts a file that cannot be loaded as a failure', () => {
  const count = countVitest({ testResults: [{ status: 'failed', assertionResults: [] }] });
  expect(closingLine(count)).toBe('0 passed, 1 failed');
});

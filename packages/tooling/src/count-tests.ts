import { existsSync, readFileSync } from 'node:fs';

/** How many tests ended how, and the full names of those that did not run. */
export interface TestCount {
  passed: number;
  failed: number;
  skipped: string[];
}

/** Marks, in a test's title, that it runs as root only. */
const NEEDS_ROOT = 'needs root';

/** The parts of Vitest's JSON report that are read here. */
interface VitestReport {
  testResults: { status: string; assertionResults: { fullName: string; status: string }[] }[];
}

interface PlaywrightSuite {
  title: string;
  specs?: { title: string; tests: { projectName: string; status: string }[] }[];
  suites?: PlaywrightSuite[];
}

/** The parts of Playwright's JSON report that are read here. */
interface PlaywrightReport {
  suites: PlaywrightSuite[];
}

/** Counts a JSON report of Vitest. A file that could not be loaded counts as one failed test. */
export function countVitest(report: VitestReport): TestCount {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: tests.filter((test) => test.status === 'failed').length + brokenFiles.length,
    skipped: tests.filter((test) => !['passed', 'failed'].includes(test.status)).map((test) => test.fullName),
  };
}

/** Counts a JSON report of Playwright. A test that passed only when tried again has passed. */
export function countPlaywright(report: PlaywrightReport): TestCount {
  const runs = report.suites.flatMap((suite) => playwrightRuns(suite, []));
  return {
    passed: runs.filter((run) => run.status === 'expected' || run.status === 'flaky').length,
    failed: runs.filter((run) => run.status === 'unexpected').length,
    skipped: runs.filter((run) => run.status === 'skipped').map((run) => run.name),
  };
}

/** Adds up what several runners counted. */
export function addCounts(counts: readonly TestCount[]): TestCount {
  return {
    passed: counts.reduce((sum, count) => sum + count.passed, 0),
    failed: counts.reduce((sum, count) => sum + count.failed, 0),
    skipped: counts.flatMap((count) => count.skipped),
  };
}

/** The closing line of `npm test`, in the form that continuous integration reads: "3 passed, 0 failed". */
export function closingLine(count: TestCount): string {
  const skipped = count.skipped.length > 0 ? `, ${count.skipped.length} skipped` : '';
  return `${count.passed} passed, ${count.failed} failed${skipped}`;
}

/** One line for each test that did not run, with the reason where the title names it. */
export function skippedLines(count: TestCount): string[] {
  return count.skipped.map((name) =>
    name.includes(NEEDS_ROOT) ? `skipped: needs root (${name})` : `skipped: ${name}`,
  );
}

/** Reads a JSON report, or answers null when the runner left none. */
export function readReport<Report>(file: string): Report | null {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function playwrightRuns(suite: PlaywrightSuite, above: string[]): { name: string; status: string }[] {
  const path = [...above, suite.title];
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({
      name: [...path, spec.title, test.projectName && `[${test.projectName}]`].filter(Boolean).join(' '),
      status: test.status,
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => playwrightRuns(inner, path))];
}

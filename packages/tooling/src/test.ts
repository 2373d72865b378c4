import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundleIsWithinBudget } from './bundle-budget.ts';
import {
  addCounts,
  closingLine,
  countPlaywright,
  countVitest,
  readReport,
  skippedLines,
} from './count-tests.ts';
import { provideDebianPackages } from './debian-packages.ts';
import { runChild } from './run-child.mjs';
import { repositoryRoot } from './set-up.mjs';
import { buildWeb, webBuildIsCurrent } from './web-build.ts';

/** One thing that must hold. Answers whether it does; what it found stands on the terminal. */
interface Stage {
  name: string;
  run(): Promise<boolean>;
}

interface Result {
  stage: Stage;
  holds: boolean;
  seconds: number;
}

const inCi = process.env.CI === 'true';
const reports = path.join(repositoryRoot, 'artifacts/reports');
const vitestReport = path.join(reports, 'vitest.json');
const playwrightReport = path.join(reports, 'playwright.json');
const journeys = path.join(repositoryRoot, 'apps/e2e');

/** In the order of what they cost: the first failure ends the run. */
const stages: readonly Stage[] = [
  { name: 'format and lint', run: () => succeeds('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'imports', run: () => succeeds('node', ['packages/tooling/src/check-imports.ts']) },
  { name: 'types', run: () => succeeds('tsc', ['-b']) },
  { name: 'tests', run: runVitest },
  { name: 'web build', run: async () => webBuildIsCurrent() || (await buildWeb()) === 0 },
  { name: 'script budget', run: async () => bundleIsWithinBudget() },
  { name: 'journeys', run: runJourneys },
];

process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  if (!provideDebianPackages(inCi)) return false;
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const results = await runStages();
  const count = countTests();
  console.log('');
  for (const line of summary(results)) console.log(line);
  for (const line of skippedLines(count)) console.log(line);
  const skippedInCi = inCi && count.skipped.length > 0;
  if (skippedInCi) console.log('In CI no test may be skipped.');
  console.log(`\n${closingLine(count)}`);
  return results.every((result) => result.holds) && !skippedInCi;
}

async function runStages(): Promise<Result[]> {
  const results: Result[] = [];
  for (const stage of stages) {
    console.log(`\n── ${stage.name}`);
    const start = performance.now();
    const holds = await stage.run();
    results.push({ stage, holds, seconds: (performance.now() - start) / 1000 });
    if (!holds) break;
  }
  return results;
}

function runVitest(): Promise<boolean> {
  return succeeds('vitest', [
    'run',
    '--config',
    'vitest.workspace.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ]);
}

async function runJourneys(): Promise<boolean> {
  if (!existsSync(path.join(journeys, 'playwright.config.ts'))) return true;
  return succeeds('playwright', ['test', '-c', journeys, '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
  });
}

async function succeeds(command: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  return (await runChild(command, args, { cwd: repositoryRoot, env, stdin: 'ignore' })) === 0;
}

function countTests() {
  const vitest = readReport<Parameters<typeof countVitest>[0]>(vitestReport);
  const playwright = readReport<Parameters<typeof countPlaywright>[0]>(playwrightReport);
  return addCounts([
    ...(vitest ? [countVitest(vitest)] : []),
    ...(playwright ? [countPlaywright(playwright)] : []),
  ]);
}

function summary(results: readonly Result[]): string[] {
  return stages.map((stage) => {
    const result = results.find((one) => one.stage === stage);
    const state = result ? (result.holds ? 'ok  ' : 'FAIL') : '-   ';
    const time = result ? `${result.seconds.toFixed(1)} s` : 'not run';
    return `${state}  ${stage.name.padEnd(16)} ${time.padStart(8)}`;
  });
}

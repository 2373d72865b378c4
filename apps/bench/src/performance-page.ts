import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Figure } from './report.ts';

/** Where figures are kept. What is said of them there is written by hand, and stands around them. */
const PAGE = path.join(import.meta.dirname, '../../../docs/performance.md');

/** Puts what a suite has measured into docs/performance.md, in the place of what it measured before. */
export async function writeFigures(suite: string, about: string, figures: readonly Figure[]): Promise<void> {
  await writeFile(PAGE, putFigures(await readFile(PAGE, 'utf8'), suite, tableOf(suite, about, figures)));
}

/**
 * The page with another table between the marks of a suite.
 * @throws when the page has no place for it
 */
export function putFigures(page: string, suite: string, table: string): string {
  const [begin, end] = [`<!-- figures of ${suite} -->`, '<!-- end -->'];
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  const next = page.indexOf('<!-- figures of ', from + 1);
  if (from < 0 || to < 0 || (next >= 0 && next < to))
    throw new Error(
      `docs/performance.md has no place for ${suite}: write \`${begin}\` and \`${end}\` there.`,
    );
  return `${page.slice(0, from)}${begin}\n\n${table}\n${page.slice(to)}`;
}

/** Rows in the order in which they were reported; what stands behind a figure follows it. */
export const tableOf = (suite: string, about: string, figures: readonly Figure[]): string =>
  [
    `| \`${suite}\`: ${about} | measured | limit |`,
    '|---|---|---|',
    ...figures.map(
      ({ what, measured, verdict }) => `| ${[what, measured, verdict ?? ''].map(cell).join(' | ')} |`,
    ),
    '',
  ].join('\n');

const cell = (text: string): string => text.replaceAll('|', '\\|');

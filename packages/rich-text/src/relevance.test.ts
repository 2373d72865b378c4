import { createRandom } from '@lectern/test-kit';
import { describe, expect, test } from 'vitest';
import { matchLine } from './match-line.ts';
import { mend, withSlips } from './mend.ts';
import { parseQuery, type SearchQuery } from './query.ts';
import { relevance } from './relevance.ts';
import { placesOf, termLine } from './term-line.ts';
import { readJudgedCorpus } from './testing/judged-corpus.ts';
import { judgedQueries } from './testing/judged-queries.ts';
import { madeUpCorpus, queriesFor } from './testing/made-up-corpus.ts';

const NOW = Date.UTC(2026, 10, 24);

interface Line {
  readonly name: string;
  readonly places: string[][];
}
const lineOf = (name: string, text: string): Line => ({ name, places: placesOf(termLine(text)) });

/** Names of what answers a query best, best first: the way in which both engines come to their answer. */
function best(lines: readonly Line[], typed: string): string[] {
  const asked = parseQuery(typed);
  const exact = ranked(lines, asked);
  if (exact.length > 0) return exact;
  const slips = withSlips(asked);
  if (slips === null) return [];
  const near = lines.filter(({ places }) => matchLine(places, { phrases: slips.phrases, marks: [] }));
  return ranked(
    lines,
    mend(
      asked,
      near.map(({ places }) => places),
    ).query,
  );
}

function ranked(lines: readonly Line[], { phrases }: SearchQuery): string[] {
  const hits = lines.flatMap(({ name, places }) => {
    const found = matchLine(places, { phrases, marks: [] });
    return found === null ? [] : [{ name, score: relevance({ places, found, at: NOW }, phrases, NOW) }];
  });
  return hits.sort((a, b) => b.score - a.score).map(({ name }) => name);
}

const corpus = readJudgedCorpus();
describe.runIf(corpus !== null)('over real sayings', () => {
  const lines = corpus?.map(({ hash, text }) => lineOf(hash, text)) ?? [];
  test.each(judgedQueries)('%s', (typed, meant) => {
    expect(best(lines, typed).slice(0, 5)).toContain(meant);
  });
});

test('in a made-up corpus a text is found by its rare words, however they are typed', () => {
  const random = createRandom('made up');
  // Each is looked for among all, so that twice as many would take four times as long.
  const texts = madeUpCorpus(random, 200);
  const lines = texts.map(({ special, text }) => lineOf(special, text));
  for (const { special, text } of texts) {
    for (const typed of queriesFor(random, { special, text }))
      expect(best(lines, typed).slice(0, 5), `${typed} for ${special}`).toContain(special);
  }
});

const better = (typed: string, first: string, second: string) =>
  expect(best([lineOf('second', second), lineOf('first', first)], typed)[0]).toBe('first');

test('what is asked for comes before what is like it', () => {
  better('proof ', 'the proof is here', 'the proofs are here');
  better('proof', 'the proof is here', 'the proofreader is here');
  better('base case ', 'the base case is missing', 'the base of it is missing, in this case');
  better('proof ', 'a proof', `a proof ${'and many other words '.repeat(10)}`);
  better('proof ', 'a proof and another proof of it', 'a proof and another way to it');
});

test('of two alike the newer comes first', () => {
  const phrases = parseQuery('proof ').phrases;
  const places = placesOf(termLine('the proof'));
  const found = [[2]];
  expect(relevance({ places, found, at: NOW }, phrases, NOW)).toBeGreaterThan(
    relevance({ places, found, at: NOW - 1e10 }, phrases, NOW),
  );
});

test('what an index has found and a close look does not comes last', () => {
  const { phrases } = parseQuery('proof ');
  const places = placesOf(termLine('a proof'));
  const at = NOW;
  expect(relevance({ places, found: null, at }, phrases, NOW)).toBeLessThan(
    relevance({ places, found: [[2]], at: 0 }, phrases, NOW),
  );
});

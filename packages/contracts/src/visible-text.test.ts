import { expect, test } from 'vitest';
import { MAX_NAME_LENGTH } from './limits.ts';
import { NameSchema, TopicSchema } from './op.ts';
import { check } from './validation.ts';
import { isVisible, nameKey } from './visible-text.ts';

const faultOf = (name: string): string | null => {
  const checked = check(NameSchema, name);
  return checked.ok ? null : checked.faults[0]!.message;
};

test.each([
  ['a space without width', 'An\u200bna'],
  ['a space without width alone', '\u200b'],
  ['a Hangul filler', '\u3164'],
  ['a half-width filler', 'a\uffa0'],
  ['an empty Braille pattern', 'a\u2800'],
  ['a soft hyphen', 'ad\u00admin'],
  ['a grapheme joiner', 'a\u034fb'],
  ['a word joiner', 'a\u2060b'],
  ['a byte order mark inside', 'a\ufeffb'],
  ['marks of direction', 'a\u200eb\u200f\u061c'],
  ['turned text', 'a\u202etxt.exe'],
  ['an isolate', '\u2066a\u2069'],
  ['a joiner between Latin letters', 'ad\u200dmin'],
  ['a non-joiner between Latin letters', 'ad\u200cmin'],
  ['a joiner at the end', 'علی\u200d'],
  ['two non-joiners', 'می\u200c\u200cروم'],
  ['a variation of a letter', 'a\ufe0f'],
  ['tags without a flag', 'a\u{e0061}\u{e007f}'],
  ['an anchor of a note', 'a\ufff9b'],
])('a name does not hide anything: %s', (_, name) => {
  expect(faultOf(name)).toMatch(/invisible/);
  expect(check(TopicSchema, name).ok).toBe(false);
});

test.each([
  ['an accent on nothing', '\u0301\u0302'],
  ['dots', '...'],
])('a name shows a letter, a number or a symbol: %s', (_, name) => {
  expect(faultOf(name)).toMatch(/a letter, a number or a symbol/);
});

test.each([
  ['Latin with accents', 'Zoë Łukasiewicz-Nguyễn'],
  ['Persian with its non-joiner', 'علی\u200cرضا'],
  ['Hindi with a joiner', 'क्\u200dष'],
  ['Sinhala', 'ශ්\u200dරී'],
  ['Japanese with a variant', '葛\u{e0100}城'],
  ['Mongolian', 'ᠮᠣᠩᠭᠣᠯ\u180eᠠ'],
  ['Hebrew', 'שלום'],
  ['a heart', '❤\ufe0f'],
  ['a family', '👩\u200d👩\u200d👧'],
  ['a trade with a colour', '👩🏽\u200d🔬'],
  ['a woman with the coloured sign', '🏃\u200d♀\ufe0f'],
  ['the flag of hearts', '🏳\ufe0f\u200d🌈'],
  ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
  ['a keycap', '1\ufe0f\u20e3'],
  ['an emoji that is not yet given away', '\u{1fadd}'],
  ['a sign', '+'],
  ['a number', '101'],
])('a name may have what it needs: %s', (_, name) => {
  expect(check(NameSchema, name)).toEqual({ ok: true, value: name.normalize('NFC') });
});

test('a name is composed before it is measured and kept', () => {
  const name = 'e\u0301'.repeat(MAX_NAME_LENGTH);
  expect(check(NameSchema, name)).toEqual({ ok: true, value: 'é'.repeat(MAX_NAME_LENGTH) });
});

test.each([
  ['case', 'ÜBUNG', 'übung'],
  ['composition', 'Übung', 'U\u0308bung'],
  ['full width', 'ｌａｂ', 'lab'],
  ['a space that does not break', 'week 1', 'week\u00a01'],
  ['two spaces', 'week 1', 'week  1'],
  ['something unseen', 'admin', 'ad\u200bmin'],
  ['a non-joiner', 'علی\u200cرضا', 'علیرضا'],
  ['a sharp s', 'straße', 'STRASSE'],
  ['a last sigma', 'λόγος', 'ΛΌΓΟΣ'],
  ['a ligature', 'ﬁnal', 'final'],
])('two names that differ in %s alone are one', (_, one, other) => {
  expect(nameKey(one)).toBe(nameKey(other));
});

test('two names that are seen to differ are two', () => {
  const names = ['a', 'b', 'ä', 'a b', 'ab', '1', '🧪', '👩', 'کتاب', '学', 'week 1', 'week-1'];
  expect(new Set(names.map(nameKey)).size).toBe(names.length);
});

test('what shows nothing is not visible', () => {
  for (const said of ['', ' ', '\n', '\u00a0', '\u200b', '\u3164', '\u2800', '\u202e', '\u0301', '\ufe0f'])
    expect(isVisible(said), JSON.stringify(said)).toBe(false);
  for (const said of ['.', '0', 'ا', '🧪', '\ue000', '\u{1fadd}', 'e\u0301'])
    expect(isVisible(said), JSON.stringify(said)).toBe(true);
});

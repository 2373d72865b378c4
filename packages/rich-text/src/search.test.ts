import { MAX_QUERY_LENGTH, type UserId } from '@lectern/contracts';
import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { matchesText } from './match.ts';
import { emptyQuery, isEmptyQuery, parseQuery, typedFilters } from './query.ts';
import { snippet } from './snippet.ts';
import { indexText, tsqueryText } from './ts-text.ts';

const finds = (query: string, text: string) => matchesText(text, parseQuery(query));
const marked = (text: string, query: string) => {
  const { snippet: line, marks } = snippet(text, parseQuery(query));
  return marks.map(([start, length]) => line.slice(start, start + length));
};
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

test.each([
  ['all words, in any order', 'deadline exercise ', 'Exercise 3: the deadline is Friday', true],
  ['every word must be there', 'deadline monday ', 'Exercise 3: the deadline is Friday', false],
  ['the last word may be unfinished', 'dead', 'the deadline', true],
  ['but not once a space follows', 'dead ', 'the deadline', false],
  ['nor when it is one letter', 'd', 'the deadline', false],
  ['a star says so anywhere', 'dead* the ', 'the deadline', true],
  ['a phrase stands side by side', '"is friday"', 'The deadline IS Friday', true],
  ['and in order', '"friday is"', 'The deadline is Friday', false],
  ['any quotes', '„is Friday“', 'The deadline is Friday', true],
  ['an open quote', '"is fri friday', 'is fri friday', true],
  ['accents and case', 'ubung ', 'Die ÜBUNG', true],
  ['a code token whole', 'sess.opts ', 'call sess.opts.get()', true],
  ['a code token in parts', 'opts ', 'call sess.opts.get()', true],
  ['a code token unfinished', 'sess.op', 'call sess.opts.get()', true],
  ['humps', 'name ', 'getUserName', true],
  ['an address without its scheme', 'example.org/a ', 'see https://example.org/a?b', true],
  ['C++ is not C', 'c++ ', 'we use C', false],
  ['and C is not C++', 'c ', 'we use C++', false],
  ['a pair of characters', '据库 ', '数据库', true],
  ['a pair that does not stand there', '数库 ', '数据库', false],
  ['a single character first', '数', '数据库', true],
  ['a single character last', '库', '数据库', true],
  ['a phrase over scripts', '"编程 is fun"', 'Python编程 is fun', true],
  ['Korean without its particle', '학교', '학교에서', true],
  ['Arabic without vowel signs', 'كتاب ', 'كِتَابٌ', true],
  ['filters alone match every text', 'from:anna', 'anything', true],
  ['another form of a word', 'proofs ', 'the proof', true],
  ['the word that a form is made of', 'proof ', 'many proofs', true],
  ['a form that no rule makes', 'writing ', 'she wrote it', true],
  ['a last word in another form', 'deadlines', 'the deadline', true],
  ['no form of a quoted word', '"proofs" ', 'the proof', false],
  ['no form of a part of code', 'opts.proofs ', 'opts.proof', false],
])('%s', (_, query, text, expected) => {
  expect(finds(query, text)).toBe(expected);
});

test('filters are read and not searched', () => {
  expect(parseQuery('from:@Anna in:#General from:ben exam ')).toMatchObject({
    from: ['anna', 'ben'],
    in: ['general'],
    phrases: [[{ term: 'exam' }]],
    since: null,
    until: null,
    faults: [],
  });
  expect(parseQuery('they came from:here ').from).toEqual(['here']);
  expect(parseQuery('time:10 ').phrases).toMatchObject([[{ term: 'time' }, { term: '10' }]]);
});

test('what a message has and is can be asked for', () => {
  expect(parseQuery('has:link has:Questions is:pinned IS:UNREAD proof ')).toMatchObject({
    has: ['link', 'question'],
    is: ['pinned', 'unread'],
    phrases: [[{ term: 'proof' }]],
    faults: [],
  });
  expect(tsqueryText(parseQuery('has:link is:saved'))).toBe("'=link'");
  expect(tsqueryText(parseQuery('has:link exam'))).toBe("('exam':*) & ('=link')");
  expect(indexText('exam', ['link', 'pinned']).tsvector).toBe("'=link' '=pinned' 'exam':1");
});

test('filters stand where they were typed', () => {
  expect(typedFilters('exam From:@ada is:blue "in:quotes"')).toEqual([
    { name: 'from', value: '@ada', start: 5, end: 14 },
    { name: 'is', value: 'blue', start: 15, end: 22 },
  ]);
});

test('dates are days of the asker', () => {
  expect(parseQuery('on:2026-11-23')).toMatchObject({ since: day('2026-11-23'), until: day('2026-11-24') });
  expect(parseQuery('after:2026-11-23')).toMatchObject({ since: day('2026-11-24'), until: null });
  expect(parseQuery('before:2026-11-23')).toMatchObject({ since: null, until: day('2026-11-23') });
  expect(parseQuery('after:2026-01-31 before:2026-03-01 after:2026-02-10')).toMatchObject({
    since: day('2026-02-11'),
    until: day('2026-03-01'),
  });
  const inTokyo = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date, -9);
  expect(parseQuery('on:2026-12-31', inTokyo)).toMatchObject({
    since: day('2026-12-31') - 9 * 3_600_000,
    until: day('2027-01-01') - 9 * 3_600_000,
  });
});

test('what looks like a filter and is none is named', () => {
  const { faults } = parseQuery(
    'on:tomorrow before:2026-02-30 after:1969-01-01 from:@ in:# has:wings is:blue',
  );
  expect(faults).toEqual([
    { piece: 'on:tomorrow', why: 'date' },
    { piece: 'before:2026-02-30', why: 'date' },
    { piece: 'after:1969-01-01', why: 'date' },
    { piece: 'from:@', why: 'name' },
    { piece: 'in:#', why: 'name' },
    { piece: 'has:wings', why: 'has' },
    { piece: 'is:blue', why: 'is' },
  ]);
});

test('nothing asked for is an empty query', () => {
  for (const typed of ['', '   ', '*', '""', '🧪', '…', '"'])
    expect(isEmptyQuery(parseQuery(typed)), typed).toBe(true);
  expect(parseQuery('')).toEqual(emptyQuery);
  expect(isEmptyQuery(parseQuery('on:2026-01-01'))).toBe(false);
});

test('a query is bounded', () => {
  const long = parseQuery(Array.from({ length: 500 }, (_, n) => `w${n}`).join(' '));
  expect(long.phrases.length).toBeLessThanOrEqual(32);
  expect(parseQuery('a-'.repeat(MAX_QUERY_LENGTH)).phrases.flat().length).toBeLessThanOrEqual(32);
});

test('a tsvector literal quotes its lexemes and keeps to the limits of Postgres', () => {
  expect(indexText('').tsvector).toBe('');
  expect(indexText("It's a\\b, it").tsvector).toBe("'it''s':1 'it':1,5 's':2 'a\\\\b':3 'a':3 'b':4");
  const same = indexText('same '.repeat(400)).tsvector;
  expect(same.split(',')).toHaveLength(256);
  const many = indexText(Array.from({ length: 20_000 }, (_, n) => `w${n}`).join(' ')).tsvector;
  expect(many).toContain("'w16382':16383");
  expect(many).not.toContain(':16384');
});

test('a tsquery literal says what the query says', () => {
  expect(tsqueryText(parseQuery(''))).toBe('');
  expect(tsqueryText(parseQuery('exam'))).toBe("'exam':*");
  expect(tsqueryText(parseQuery('"the exam" sess.opts 学 '))).toBe(
    "('the' <1> 'exam') & ('sess' <1> 'opts') & ('学':*)",
  );
  expect(tsqueryText(parseQuery('"编程 ok"'))).toBe("'编程' <2> 'ok'");
  expect(tsqueryText(parseQuery("x'y\\z "))).not.toMatch(/[^'\\]'[^'\s:]*'[^'\s]/);
});

test('a snippet shows a short text whole, on one line', () => {
  expect(snippet('first\nsecond\tthird', parseQuery('second '))).toEqual({
    snippet: 'first second third',
    marks: [[6, 6]],
    mentions: [],
  });
});

test('a snippet stands around the first match and says that there is more', () => {
  const filler = 'lorem ipsum dolor sit amet '.repeat(20);
  const text = `${filler}the Übung is due ${filler}`;
  const { snippet: line } = snippet(text, parseQuery('ubung '));
  expect(line).toMatch(/^….*the Übung is due.*…$/);
  expect(line.length).toBeLessThanOrEqual(164);
  expect(marked(text, 'ubung ')).toEqual(['Übung']);
});

test('a snippet tells where the names of those it mentions belong, and of nobody else', () => {
  const [ada, ben] = ['ada' as UserId, 'ben' as UserId];
  const filler = 'lorem ipsum dolor sit amet '.repeat(20);
  const text = `@ ${filler}ask @ about the exam ${filler}@`;
  const at = text.indexOf('ask @') + 5;
  const { snippet: line, mentions } = snippet(text, parseQuery('exam '), [
    { at: 1, user: ben },
    { at, user: ada },
    { at: text.length, user: ben },
  ]);
  expect(mentions.map(([place, user]) => [line.slice(0, place).slice(-5), user])).toEqual([['ask @', ada]]);
  expect(snippet('a @', parseQuery(''), [{ at: 3, user: ben }]).mentions).toEqual([[3, ben]]);
});

test('marks are what was asked for, in the letters that were written', () => {
  expect(marked('Die Straße zur STRASSE', 'strasse ')).toEqual(['Straße', 'STRASSE']);
  expect(marked('the final exam, the final exam', '"final exam"')).toEqual(['final exam', 'final exam']);
  expect(marked('数据库 and 据', '据')).toEqual(['据', '据']);
  expect(marked('数据库管理', '数据库 ')).toEqual(['数据库']);
  expect(marked('e\u0301cole', 'ecole ')).toEqual(['e\u0301cole']);
  expect(marked('deadline', 'dead')).toEqual(['deadline']);
  expect(marked('nothing here', 'elsewhere ')).toEqual([]);
  expect(marked('anything', '')).toEqual([]);
});

test.each([1, 2, 3, 4])('any query over any text gives a snippet with its marks inside (seed %i)', (seed) => {
  const random = createRandom(seed);
  const words = [
    'exam',
    'Übung',
    '数据库',
    'e\u0301',
    'sess.opts',
    '🧪',
    '한국어',
    '"',
    '*',
    'from:',
    "don't",
    '\n',
    'ß',
  ];
  const some = (most: number) =>
    Array.from({ length: random.int(0, most) }, () => random.pick(words)).join(random.pick([' ', '']));
  let matched = 0;
  for (let n = 0; n < 300; n++) {
    const text = some(80);
    const query = parseQuery(some(3));
    const { snippet: line, marks } = snippet(text, query);
    expect(line.isWellFormed()).toBe(true);
    expect(line.length).toBeLessThanOrEqual(2 * 160 + 2);
    let end = 0;
    for (const [start, length] of marks) {
      expect(start).toBeGreaterThanOrEqual(end);
      expect(length).toBeGreaterThan(0);
      end = start + length;
    }
    expect(end).toBeLessThanOrEqual(line.length);
    if (query.phrases.length > 0) {
      expect(marks.length > 0).toBe(matchesText(text, query));
      if (marks.length > 0) matched++;
    }
  }
  expect(matched, 'some must match').toBeGreaterThan(20);
});

test('a query of a million characters is read as quickly as any, and never throws', () => {
  const million = [
    'x',
    'x ',
    '"',
    '(',
    'a-',
    'from:',
    'from:@x ',
    'on:2026-13-45 ',
    '*',
    '\\',
    '学',
    '\u202e',
    '💥',
    '\ud800',
  ];
  for (const piece of million) {
    const typed = piece.repeat(1e6 / piece.length);
    const begun = performance.now();
    const query = parseQuery(typed);
    expect(query.phrases.flat().length).toBeLessThanOrEqual(32);
    expect(query).toEqual(parseQuery(typed.slice(0, MAX_QUERY_LENGTH)));
    // Milliseconds where it is read once; minutes where it was read again for each of its letters.
    expect(performance.now() - begun, piece).toBeLessThan(1_000);
  }
});

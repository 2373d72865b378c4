import type { ChannelId, CourseId, SearchPage } from '@lectern/contracts';
import { bodyFromText, plainText } from '@lectern/rich-text';
import { indexText } from '@lectern/rich-text/search';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { HttpFixture, type TestPerson } from '../testing/http-fixture.ts';

const DAY = 24 * 60 * 60 * 1_000;
const NOW = Date.now();

describe.each(await testDatabases())('search on $name', (target) => {
  let fixture: HttpFixture;
  let ada: TestPerson;
  let bob: TestPerson;
  let course: CourseId;
  let general: ChannelId;
  let week: ChannelId;
  let secret: ChannelId;
  let elsewhere: ChannelId;

  beforeAll(async () => {
    fixture = await HttpFixture.start(target);
    ada = await fixture.person({ name: 'Ada' });
    bob = await fixture.person({ name: 'Bob' });
    course = await fixture.course([
      [ada, 'student'],
      [bob, 'tutor'],
    ]);
    general = await fixture.channel(course, { name: 'general' });
    week = await fixture.channel(course, { name: 'Week 1' });
    secret = await fixture.channel(course, { name: 'staff', type: 'private' });
    await fixture.member(secret, bob, 'in');
    const other = await fixture.course([[bob, 'student']], 'Another');
    elsewhere = await fixture.channel(other, { name: 'general' });
    await fixture.say(
      general,
      ada,
      ['The deadline is on Friday', 'Is the proof by induction complete?'],
      NOW - 100 * DAY,
    );
    await fixture.say(
      general,
      bob,
      ['Induction: the base case is missing', 'Ångström wrote naïve résumés'],
      NOW - 40 * DAY,
    );
    await fixture.say(
      week,
      ada,
      [
        'call sess.run(opts) in main.cpp',
        '期末试験の範囲は第三章までです',
        "it's a \\ back' slash & (paren) :* !",
      ],
      NOW - 2 * DAY,
    );
    await fixture.say(week, bob, ['deadlines slip', 'see https://lectern.example/notes/42'], NOW - DAY);
    await fixture.say(secret, bob, ['the secret deadline'], NOW - 3 * DAY);
    await fixture.say(elsewhere, bob, ['another deadline'], NOW - DAY);
  });
  afterAll(() => fixture.stop());

  const find = async (query: Record<string, string>, person = ada): Promise<SearchPage> => {
    const answer = await person.browser.get(`/api/search?${new URLSearchParams(query)}`);
    expect(answer.statusCode).toBe(200);
    return answer.json();
  };
  const snippets = async (q: string, filters: Record<string, string> = {}, person = ada) =>
    (await find({ q, ...filters }, person)).hits.map((hit) => hit.snippet);

  it.each([
    [
      'a word, newest first',
      'induction',
      ['Induction: the base case is missing', 'Is the proof by induction complete?'],
    ],
    ['several words, in any order', 'complete proof', ['Is the proof by induction complete?']],
    ['the beginning of the last word', 'deadl', ['deadlines slip', 'The deadline is on Friday']],
    ['a whole word when another follows', 'deadline friday', ['The deadline is on Friday']],
    ['a phrase', '"base case"', ['Induction: the base case is missing']],
    ['no phrase in another order', '"case base"', []],
    ['without accents and case', 'ANGSTROM resume*', ['Ångström wrote naïve résumés']],
    ['code, whole and in parts', 'sess.run', ['call sess.run(opts) in main.cpp']],
    ['code by a part', 'opts', ['call sess.run(opts) in main.cpp']],
    ['a part of an address', 'notes', ['see https://lectern.example/notes/42']],
    ['Chinese and Japanese', '第三章', ['期末试験の範囲は第三章までです']],
    ['one character of them', '章', ['期末试験の範囲は第三章までです']],
    ['nothing for what nobody said', 'unicorn', []],
    ['another form of a word', 'deadline ', ['deadlines slip', 'The deadline is on Friday']],
    ['a form that no rule makes', 'writing ', ['Ångström wrote naïve résumés']],
    ['links', 'has:link', ['see https://lectern.example/notes/42']],
    ['nothing that has not yet been invented', 'has:voice', []],
    ['nothing that only a device knows', 'is:unread', []],
  ])('finds %s', async (_what, q, expected) => {
    expect(await snippets(q)).toEqual(expected);
  });

  it.each([
    "back' slash",
    '\\',
    "'",
    '& | ! :* <->',
    '(',
    '"',
    '""',
    '*',
    'from:',
    'before:tomorrow',
    '\u0000',
    'from:@\u0000',
    '\u{1f600}',
  ])('takes %j for a query like any other', async (q) => {
    expect(await find({ q: `${q} ` })).toHaveProperty('hits');
  });

  it('finds only what the person may read', async () => {
    expect(await snippets('deadline')).toEqual(['deadlines slip', 'The deadline is on Friday']);
    expect(await snippets('"deadline" ', {}, bob)).toEqual([
      'another deadline',
      'the secret deadline',
      'The deadline is on Friday',
    ]);
    expect(await snippets('deadline', { channel: secret })).toEqual([]);
    expect(await snippets('deadline', { channel: elsewhere })).toEqual([]);
    const eve = await fixture.person();
    expect(await snippets('deadline', {}, eve)).toEqual([]);
    expect((await fixture.browser().get('/api/search?q=deadline')).statusCode).toBe(401);
  });

  it('filters by course, channel and author, given as ids or in words', async () => {
    const all = await snippets('deadline', {}, bob);
    expect(all).toHaveLength(4);
    expect(await snippets('deadline', { course }, bob)).toEqual(
      all.filter((text) => text !== 'another deadline'),
    );
    expect(await snippets('deadline', { channel: general }, bob)).toEqual(['The deadline is on Friday']);
    expect(await snippets('"deadline" in:week-1', {}, bob)).toEqual([]);
    expect(await snippets('in:#week-1 deadlines', {}, bob)).toEqual(['deadlines slip']);
    expect(await snippets('deadline', { author: ada.id }, bob)).toEqual(['The deadline is on Friday']);
    expect(await snippets('from:@person1 deadline', {}, bob)).toEqual(['The deadline is on Friday']);
    expect(await snippets('from:nobody deadline', {}, bob)).toEqual([]);
    expect(await snippets('from:person1', { author: bob.id }, bob)).toEqual([]);
  });

  it('filters by time, to the millisecond', async () => {
    const at = NOW - DAY;
    expect(await snippets('slip', { before: `${at - 1_000}` })).toEqual([]);
    expect(await snippets('slip', { before: `${at - 999}` })).toEqual(['deadlines slip']);
    expect(await snippets('slip', { after: `${at - 1_000}` })).toEqual(['deadlines slip']);
    expect(await snippets('slip', { after: `${at - 999}` })).toEqual([]);
    const day = new Date(NOW - 40 * DAY).toISOString().slice(0, 10);
    expect(await snippets(`on:${day} induction`)).toEqual(['Induction: the base case is missing']);
    expect(await snippets(`before:${day} induction`)).toEqual(['Is the proof by induction complete?']);
  });

  it('answers filters alone with the newest, and nothing with nothing', async () => {
    expect(await snippets('', { author: bob.id })).toEqual([
      'see https://lectern.example/notes/42',
      'deadlines slip',
      'Ångström wrote naïve résumés',
      'Induction: the base case is missing',
    ]);
    expect(await find({ q: '  ' })).toEqual({ hits: [], mended: [], cursor: null });
    expect(await find({})).toEqual({ hits: [], mended: [], cursor: null });
  });

  it('answers filters in words alone with the newest that the person may read', async () => {
    const [notes, slip, secretOne, accents, base] = [
      'see https://lectern.example/notes/42',
      'deadlines slip',
      'the secret deadline',
      'Ångström wrote naïve résumés',
      'Induction: the base case is missing',
    ];
    const day = new Date(NOW - 40 * DAY).toISOString().slice(0, 10);
    expect(await snippets('from:@person2')).toEqual([notes, slip, accents, base]);
    expect(await snippets('from:@person2', { course }, bob)).toEqual([notes, slip, secretOne, accents, base]);
    expect(await snippets('in:#staff')).toEqual([]);
    expect(await snippets('in:#staff', {}, bob)).toEqual([secretOne]);
    expect(await snippets(`on:${day}`)).toEqual([accents, base]);
    expect(await snippets(`before:${day}`)).toEqual([
      'Is the proof by induction complete?',
      'The deadline is on Friday',
    ]);
    expect(await snippets(`after:${day} in:week-1 from:person2`)).toEqual([notes, slip]);
    expect((await find({ q: 'in:#week-1' })).hits.every((hit) => hit.marks.length === 0)).toBe(true);
  });

  it('marks what matched, in the words as they were written', async () => {
    const { hits } = await find({ q: 'deadl' });
    const [first] = hits;
    expect(first!.marks.map(([start, length]) => first!.snippet.slice(start, start + length))).toEqual([
      'deadlines',
    ]);
    expect(first!.message).toMatchObject({ channel: week, author: bob.id, seq: 4 });
  });

  it('mends a word that stands nowhere, from what the person may read, and says so', async () => {
    const page = await find({ q: 'indcution ' });
    expect(page.hits.map((hit) => hit.snippet)).toEqual([
      'Induction: the base case is missing',
      'Is the proof by induction complete?',
    ]);
    expect(page.mended).toEqual([{ typed: 'indcution', meant: 'induction' }]);
    expect(page.hits[0]!.marks).toEqual([[0, 9]]);
    expect(await find({ q: 'sceret ' })).toEqual({ hits: [], mended: [], cursor: null });
    expect((await find({ q: 'sceret ' }, bob)).mended).toEqual([{ typed: 'sceret', meant: 'secret' }]);
  });

  it('goes on page by page with what it has mended', async () => {
    const channel = await fixture.channel(course);
    await fixture.say(
      channel,
      ada,
      Array.from({ length: 60 }, (_, n) => `wombat ${n}`),
    );
    const first = await find({ q: 'wobmat ' });
    const second = await find({ q: 'wobmat ', cursor: first.cursor! });
    expect([first.hits.length, second.hits.length, second.cursor]).toEqual([50, 10, null]);
  });

  it('answers the best first when it is asked for, page by page', async () => {
    const channel = await fixture.channel(course);
    await fixture.say(channel, ada, ['an okapi'], NOW - 300 * DAY);
    await fixture.say(
      channel,
      ada,
      Array.from({ length: 70 }, (_, n) => `okapis and many other words ${n}`),
    );
    const first = await find({ q: 'okapi ', order: 'relevance' });
    expect(first.hits[0]!.snippet).toBe('an okapi');
    const second = await find({ q: 'okapi ', order: 'relevance', cursor: first.cursor! });
    expect(second.cursor).toBeNull();
    const ids = [...first.hits, ...second.hits].map((hit) => hit.message.id);
    expect(new Set(ids).size).toBe(71);
  });

  it('tells whose names belong behind the @ of a mention', async () => {
    const channel = await fixture.channel(course);
    const [said] = await fixture.say(channel, ada, ['']);
    const body = bodyFromText(
      'first line\nask @person2 about the gnu @ noon',
      new Map([['person2', { t: 'mention', user: bob.id } as const]]),
    );
    const text = plainText(body);
    const { tsvector: tsv, signature } = indexText(text);
    await fixture.database.db
      .updateTable('message')
      .set({ body: JSON.stringify(body), text, tsv, signature })
      .where('id', '=', said!.id)
      .execute();
    const [hit] = (await find({ q: 'gnu' })).hits;
    expect(hit).toMatchObject({
      snippet: 'first line ask @ about the gnu @ noon',
      mentions: [['first line ask @'.length, bob.id]],
    });
  });

  it('does not find what was edited away or deleted', async () => {
    const channel = await fixture.channel(course);
    const [, gone] = await fixture.say(channel, ada, ['a walrus', 'two walruses']);
    expect(await snippets('walrus')).toHaveLength(2);
    await fixture.database.db
      .updateTable('message')
      .set({ body: null, text: '', tsv: null, deleted_at: new Date() })
      .where('id', '=', gone!.id)
      .execute();
    expect(await snippets('walrus')).toEqual(['a walrus']);
    expect((await find({ channel })).hits).toHaveLength(1);
  });

  it('pages through more than a page, over equal times and a long pause, without a gap or a repetition', async () => {
    const channel = await fixture.channel(course);
    const texts = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => `zebra ${from + i}`);
    const old = await fixture.say(channel, ada, texts(0, 70), NOW - 50 * DAY);
    const recent = await fixture.say(channel, ada, texts(70, 60), NOW);
    const moment = new Date(NOW - 10 * DAY);
    const ids = recent.slice(0, 55).map((message) => message.id);
    await fixture.database.db
      .updateTable('message')
      .set({ created_at: moment })
      .where('id', 'in', ids)
      .execute();
    for (const query of [{ q: 'zebra ' }, { q: '', channel }]) {
      const seen: string[] = [];
      const times: number[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: SearchPage = await find({ ...query, ...(cursor === '' ? {} : { cursor }) });
        seen.push(...page.hits.map((hit) => hit.message.id));
        times.push(...page.hits.map((hit) => hit.message.at));
        cursor = page.cursor;
      }
      expect(new Set(seen).size).toBe(130);
      expect(seen).toHaveLength(130);
      expect(times).toEqual([...times].sort((a, b) => b - a));
      expect(seen).toEqual(expect.arrayContaining([...old, ...recent].map((message) => message.id)));
    }
  });

  it.each([
    { channel: 'general' },
    { author: '1' },
    { after: 'yesterday' },
    { cursor: 'x' },
    { cursor: '12.34' },
    { q: 'x'.repeat(401) },
    { order: 'rank' },
  ])('refuses %j', async (query) => {
    const answer = await ada.browser.get(
      `/api/search?${new URLSearchParams({ q: 'deadline', ...query } as Record<string, string>)}`,
    );
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid']);
    expect(Object.keys(answer.json().fields)).toEqual(Object.keys(query));
  });
});

import type { ChannelId, UserId } from '@lectern/contracts';
import { signatureOf } from '@lectern/rich-text/search';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MessageSearch, searchTexts } from './search.ts';
import { type TestDatabase, testDatabases } from './test-database.ts';

/** More than a walk reads, so that every way to the matches is gone. */
const MESSAGES = 24_000;
const HOUR = 60 * 60 * 1_000;
const START = Date.UTC(2026, 0, 1);

const askFor = (changes: Partial<MessageSearch>): MessageSearch => ({
  tsquery: "'common'",
  signatures: [],
  channels: [],
  authors: null,
  since: null,
  until: null,
  cursor: null,
  limit: 51,
  ...changes,
});

/** Gives every message the signature of its terms, but for some, as they are while nobody knows it. */
async function sign({ db }: TestDatabase): Promise<void> {
  const { rows } = await sql<{ id: string; terms: string[] }>`
    select id, tsvector_to_array(tsv) as terms from message where seq % 10 > 0`.execute(db);
  await sql`update message m set signature = t.signature
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ terms }) => signatureOf(terms))}::bigint[]) t(id, signature)
    where m.id = t.id`.execute(db);
}

describe.each(await testDatabases())('search over many messages, on $name', (target) => {
  let database: TestDatabase;
  let own: ChannelId[];
  let authors: UserId[];

  beforeAll(async () => {
    database = await target.create();
    const { db } = database;
    const ids = async <Id>(statement: ReturnType<typeof sql<{ id: Id }>>) =>
      (await statement.execute(db)).rows.map(({ id }) => id);
    authors = await ids<UserId>(sql`
      insert into person (name, handle, email) select 'A', 'a' || n, 'a' || n || '@example.org'
      from generate_series(1, 5) n returning id`);
    const [course] = await ids(
      sql`insert into course (id, name) values (gen_random_uuid(), 'Course') returning id`,
    );
    const channels = await ids<ChannelId>(sql`
      insert into channel (id, course_id, name, type, created_by)
      select gen_random_uuid(), ${course}, 'channel-' || n, 'public', ${authors[0]} from generate_series(1, 4) n returning id`);
    own = channels.slice(0, 3);
    // Quiet for half a year in the middle; two messages at each time, of two channels.
    await sql`
      insert into message (id, channel_id, seq, rev, author_id, text, tsv, sent_at, created_at, deleted_at)
      select gen_random_uuid(), (${channels}::uuid[])[1 + n % 4], n, n, (${authors}::uuid[])[1 + n / 4 % 5], words,
        array_to_tsvector(string_to_array(words, ' ')), at, at, case when n % 701 = 0 then now() end
      from generate_series(1, ${MESSAGES}::int) n,
        lateral (select to_timestamp(${START / 1_000}::int + n / 2 * 600
          + case when n > 15000 then 180 * 86400 else 0 end) as at) t,
        lateral (select concat_ws(' ', 'm' || n,
          case when n % 2 = 0 then 'common' end,
          case when n / 4 % 90 = 0 then 'some' end,
          case when n / 4 % 400 = 0 then 'few' end,
          case when n / 4 % 60 = 0 and n not between 3000 and 22000 then 'fading' end,
          case when n < 3 then 'first' end,
          case when n % 4 = 3 then 'elsewhere' end) as words) w`.execute(db);
    await sign(database);
    await sql`analyze message`.execute(db);
  }, 120_000);
  afterAll(() => database?.drop());

  /** What is meant, said in the plainest way. */
  const expected = async ({ tsquery, channels, authors, since, until, limit }: MessageSearch) => {
    const { rows } = await sql<{ id: string }>`
      select id from message m
      where m.tsv @@ ${tsquery}::tsquery and channel_id = any(${channels}::uuid[]) and deleted_at is null
        and (${authors}::uuid[] is null or author_id = any(${authors}::uuid[]))
        and (${since}::float8 is null or created_at >= to_timestamp(${since}::float8 / 1000))
        and (${until}::float8 is null or created_at < to_timestamp(${until}::float8 / 1000))
      order by created_at desc, seq desc, id desc limit ${limit}`.execute(database.db);
    return rows.map(({ id }) => id);
  };
  const search = (changes: Partial<MessageSearch>): MessageSearch => askFor({ channels: own, ...changes });

  /** What is asked for, and the terms by whose beginnings it may be told. */
  const words = [
    ["'common'", [['common']]],
    ["'some'", [['some']]],
    ["'few'", [['few']]],
    ["'fading'", [['fading']]],
    ["'first'", [['first']]],
    ["'elsewhere'", [['elsewhere']]],
    ["'nowhere'", [['nowhere']]],
    ["'common' & 'some'", [['common'], ['some']]],
    ["'m9' | 'm20011'", [['m9', 'm20011']]],
    ["'f':*", []],
  ] as const;
  const limits = [51, 200];
  it.each(words.flatMap(([tsquery, terms]) => limits.map((limit) => [tsquery, limit, terms] as const)))(
    'finds the newest with %s, %i at most',
    async (tsquery, limit, terms) => {
      const filters: Partial<MessageSearch>[] = [
        {},
        { channels: own.slice(1, 2) },
        { authors: authors.slice(0, 1) },
        { authors: authors.slice(3), since: START + 40 * 24 * HOUR },
        { since: START + 30 * 24 * HOUR, until: START + 50 * 24 * HOUR },
        { until: START + 100 * HOUR },
      ];
      for (const filter of filters) {
        const asked = search({ tsquery, limit, ...filter });
        const meant = await expected(asked);
        for (const signatures of [[], terms.map(signatureOf)]) {
          const found = await searchTexts(database, { ...asked, signatures });
          expect(
            found.map(({ id }) => id),
            JSON.stringify({ ...filter, signatures }),
          ).toEqual(meant);
        }
      }
    },
  );

  it.each(words)('goes on behind a page with %s', async (tsquery, terms) => {
    const all = await expected(search({ tsquery, limit: 200 }));
    let found: string[] = [];
    let cursor: MessageSearch['cursor'] = null;
    while (found.length < 200) {
      const page = await searchTexts(
        database,
        search({ tsquery, signatures: terms.map(signatureOf), cursor, limit: 51 }),
      );
      found = [...found, ...page.map(({ id }) => id)];
      if (page.length < 51) break;
      cursor = page.at(-1)!.cursor;
    }
    expect(found.slice(0, 200)).toEqual(all);
  });

  it('answers filters alone, and nothing where there is nothing', async () => {
    const asked = { tsquery: '', authors: authors.slice(0, 1) };
    const found = await searchTexts(database, search(asked));
    expect(found.map(({ id }) => id)).toEqual(await expected(search({ ...asked, tsquery: "'m':*" })));
    expect(await searchTexts(database, search({ channels: [] }))).toEqual([]);
    expect(await searchTexts(database, search({ until: START }))).toEqual([]);
    expect(await searchTexts(database, search({ since: Date.UTC(2040, 0, 1) }))).toEqual([]);
  });
});

it('is asked of an empty database', async () => {
  const [target] = await testDatabases();
  const database = await target!.create();
  const channels = ['00000000-0000-4000-8000-000000000000' as ChannelId];
  const asked = askFor({ tsquery: "'a'", channels, limit: 5 });
  expect(await searchTexts(database, asked)).toEqual([]);
  await database.drop();
});

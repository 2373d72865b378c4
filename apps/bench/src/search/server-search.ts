import { randomUUID } from 'node:crypto';
import { indexText } from '@lectern/rich-text/search';
import { createRandom } from '@lectern/test-kit';
import type pg from 'pg';
import { openCourse } from '../course.ts';
import { Lectern, type Person } from '../lectern.ts';
import { ROUNDS, reportDetail, reportRow } from '../report.ts';
import { Corpus, queryMix } from './corpus.ts';
import { type KindTimes, reportKinds, roundQuantiles } from './report-kinds.ts';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 1_000_000);
const CHANNELS = 500;
/** Channels that the asker is in. */
const OWN_CHANNELS = 40;
const COURSES = 12;
const PEOPLE = 300;
const DAYS = 300;
const ROWS_AT_ONCE = 5_000;
const DAY_MS = 86_400_000;

/** Search on the server over 1,000,000 messages in 500 channels, by a person who is in 40, as a browser asks it. */
export async function measureServerSearch(): Promise<void> {
  const app = await Lectern.start();
  try {
    const course = await openCourse(app);
    const asker = await course.join('Asker');
    const db = await app.database();
    const corpus = new Corpus('server search');
    const channels = await addChannels(db, course.id, asker);
    await fill(db, corpus, channels);
    await db.end();
    const day = new Date(Date.now() - 14 * DAY_MS).toISOString().slice(0, 10);
    await ask(app, asker, queryMix(corpus, { author: 'author1', channel: 'channel-0', day }));
  } finally {
    await app.stop();
  }
}

async function ask(app: Lectern, asker: Person, mix: ReturnType<typeof queryMix>): Promise<void> {
  const headers = { cookie: asker.cookies.join('; ') };
  // On a connection that stays open, as a browser's does.
  const get = async (path: string) => {
    const answer = await fetch(`http://localhost:${app.port}${path}`, { headers });
    return (await answer.json()) as { readonly hits: readonly unknown[] };
  };
  const measured = { quick: [] as KindTimes[], slow: [] as KindTimes[] };
  for (const { name, queries, order = 'newest', slow } of mix) {
    const rounds: number[][] = [];
    let hits = 0;
    // The first round fills caches, as the hours before would have.
    for (let round = -1; round < ROUNDS; round++) {
      const times: number[] = [];
      for (const q of queries) {
        const from = performance.now();
        const page = await get(`/api/search?${new URLSearchParams({ q, order })}`);
        times.push(performance.now() - from);
        hits += page.hits.length;
      }
      if (round >= 0) rounds.push(times);
    }
    measured[slow ? 'slow' : 'quick'].push({ name, rounds, hits: hits / queries.length / (ROUNDS + 1) });
  }
  const { quick, slow } = measured;
  const what = `server search, ${MESSAGES} messages`;
  reportRow(`${what}, query mix, p95`, roundQuantiles(quick, 0.95), { atMost: 20, aim: 10 }, 'ms', 1);
  reportRow(`${what}, query mix, worst`, roundQuantiles(quick, 1), { atMost: 40, aim: 25 }, 'ms', 1);
  reportRow(
    `${what}, short beginnings and slips, p95`,
    roundQuantiles(slow, 0.95),
    { atMost: 80, aim: 40 },
    'ms',
    1,
  );
  reportKinds([...quick, ...slow]);
  reportDetail('query mix, p50', roundQuantiles(quick, 0.5), 'ms');
}

/** The asker's course has as many channels as they are in; the others belong to courses of others. */
async function addChannels(db: pg.Client, course: string, asker: Person): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `insert into course (id, name) select gen_random_uuid(), 'Course ' || n from generate_series(1, $1) n returning id`,
    [COURSES],
  );
  // Every twelfth is the asker's, so that large and small ones are among them.
  const own = Math.floor(CHANNELS / OWN_CHANNELS);
  const channels = Array.from({ length: CHANNELS }, (_, at) => ({
    id: randomUUID(),
    course: at % own === 0 && at / own < OWN_CHANNELS ? course : rows[at % COURSES]!.id,
  }));
  await db.query(
    `insert into channel (id, course_id, name, type, created_by)
     select id, course, 'channel-' || (n - 1), 'public', $1
     from unnest($2::uuid[], $3::uuid[]) with ordinality as t(id, course, n)`,
    [asker.id, channels.map(({ id }) => id), channels.map((channel) => channel.course)],
  );
  return channels.map(({ id }) => id);
}

/** Writes all messages as rows. Their authors are `author1` and so on. */
async function fill(db: pg.Client, corpus: Corpus, channels: readonly string[]): Promise<void> {
  const random = createRandom('authors');
  const people = Array.from({ length: PEOPLE }, () => randomUUID());
  await db.query(
    `insert into person (id, name, handle, email)
     select id, 'Author ' || n, 'author' || n, 'author' || n || '@example.org'
     from unnest($1::uuid[]) with ordinality as t(id, n)`,
    [people],
  );
  const seqs = channels.map(() => 0);
  for (let from = 0; from < MESSAGES; from += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, MESSAGES - from) }, (_, at) => {
      const place = corpus.channel(CHANNELS);
      const text = corpus.text();
      const ago = ((MESSAGES - from - at) / MESSAGES) * DAYS * DAY_MS;
      const seq = ++seqs[place]!;
      return {
        channel: channels[place]!,
        seq,
        author: random.pick(people),
        text,
        ...indexText(text),
        ago,
      };
    });
    await db.query(
      `insert into message (id, channel_id, seq, rev, author_id, body, text, tsv, signature, sent_at, created_at)
       select gen_random_uuid(), channel, seq, seq, author, jsonb_build_object('kind', 'plain', 'blocks',
           jsonb_build_array(jsonb_build_object('t', 'p', 'c',
             jsonb_build_array(jsonb_build_object('t', 'text', 's', text))))),
         text, tsv::tsvector, signature, now() - ago * interval '1 ms', now() - ago * interval '1 ms'
       from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::float8[])
         as t(channel, seq, author, text, tsv, signature, ago)`,
      [
        rows.map((row) => row.channel),
        rows.map((row) => row.seq),
        rows.map((row) => row.author),
        rows.map((row) => row.text),
        rows.map((row) => row.tsvector),
        rows.map((row) => row.signature),
        rows.map((row) => row.ago),
      ],
    );
  }
  await db.query(
    `update channel c set seq = m.seq, rev = m.seq
     from (select channel_id, max(seq) as seq from message group by 1) m where m.channel_id = c.id`,
  );
  await db.query('vacuum analyze message');
}

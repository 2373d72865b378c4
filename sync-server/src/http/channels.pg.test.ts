import {
  type ChangesPage,
  type ChannelId,
  type CourseId,
  EPOCH_SIZE,
  type HistoryPage,
  type Message,
  type MessageId,
  type MessageRecord,
  newId,
  type ThreadPage,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { HttpFixture, type TestPerson } from '../testing/http-fixture.ts';

const texts = (count: number) => Array.from({ length: count }, (_, i) => `message ${i + 1}`);

describe.each(await testDatabases())('channels over HTTP on $name', (target) => {
  let fixture: HttpFixture;
  let ada: TestPerson;
  let course: CourseId;
  let channel: ChannelId;
  beforeEach(async () => {
    fixture = await HttpFixture.start(target);
    ada = await fixture.person();
    course = await fixture.course([[ada, 'student']]);
    channel = await fixture.channel(course);
  });
  afterEach(() => fixture.stop());

  const page = async (query = ''): Promise<HistoryPage> =>
    (await ada.browser.get(`/api/channels/${channel}/messages${query}`)).json();
  const changes = async (since: number, limit?: number): Promise<ChangesPage> =>
    (
      await ada.browser.get(
        `/api/channels/${channel}/changes?since=${since}${limit ? `&limit=${limit}` : ''}`,
      )
    ).json();
  const seqs = (records: readonly MessageRecord[]) => records.map((record) => record.seq);
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const shape = ({ messages, ...rest }: HistoryPage) => ({ ...rest, seqs: seqs(messages) });

  describe('a thread', () => {
    const thread = async (id: string, query = ''): Promise<ThreadPage> =>
      (await ada.browser.get(`/api/channels/${channel}/threads/${id}${query}`)).json();
    const say = async (count: number, among = 3) => {
      const [root] = await fixture.say(channel, ada, ['who begins?']);
      const place = { id: root!.id, seq: root!.seq };
      for (let n = 0; n < count; n++) {
        const [seq] = [root!.seq + 1 + n * among];
        const [reply, ...others] = texts(among).map((text, i): Message => {
          const at = Date.now();
          const body = bodyFromText(text);
          return { id: newId(), seq: seq! + i, rev: seq! + i, author: ada.id, at, sentAt: at, body };
        });
        await fixture.write(channel, [{ ...reply!, thread: place }, ...others]);
      }
      return root!;
    };

    it('is its replies and nothing else, page by page to its first message', async () => {
      const root = await say(60, 2);
      const newest = await thread(root.id);
      expect(newest.root).toEqual(root);
      expect(seqs(newest.replies)).toEqual(Array.from({ length: 50 }, (_, n) => 22 + 2 * n));
      expect(newest).toMatchObject({ from: 22, to: 121, reachesStart: false });
      const older = await thread(root.id, '?before=22');
      expect(seqs(older.replies)).toEqual(Array.from({ length: 10 }, (_, n) => 2 + 2 * n));
      expect(older).toMatchObject({ from: 1, to: 21, reachesStart: true });
    });

    it('is not to be had of a reply, of another channel, or by who may not read it', async () => {
      const root = await say(1);
      const { replies } = await thread(root.id);
      const other = await fixture.channel(course);
      const stranger = await fixture.person();
      const get = (path: string, by = ada) => by.browser.get(`/api/channels/${path}`);
      expect((await get(`${channel}/threads/${replies[0]!.id}`)).statusCode).toBe(404);
      expect((await get(`${other}/threads/${root.id}`)).statusCode).toBe(404);
      expect((await get(`${channel}/threads/no-id`)).statusCode).toBe(404);
      expect((await get(`${channel}/threads/${root.id}?before=x`)).statusCode).toBe(400);
      expect((await get(`${channel}/threads/${root.id}`, stranger)).statusCode).toBe(404);
    });
  });

  describe('history', () => {
    it('of an empty channel is an empty range with both ends', async () => {
      expect(await page()).toEqual({ messages: [], from: 1, to: 0, reachesStart: true, reachesEnd: true });
    });

    it('pages back from the newest to the first without a gap', async () => {
      const records = await fixture.say(channel, ada, texts(120));
      const newest = await page();
      expect(newest.messages).toEqual(records.slice(70));
      expect(shape(newest)).toMatchObject({ from: 71, to: 120, reachesStart: false, reachesEnd: true });
      expect(shape(await page('?before=71'))).toEqual({
        seqs: range(21, 70),
        from: 21,
        to: 70,
        reachesStart: false,
        reachesEnd: false,
      });
      expect(shape(await page('?before=21'))).toEqual({
        seqs: range(1, 20),
        from: 1,
        to: 20,
        reachesStart: true,
        reachesEnd: false,
      });
      // Before the first there is nothing: the empty range at the start.
      for (const first of [1, 0]) {
        expect(shape(await page(`?before=${first}`))).toEqual({
          seqs: [],
          from: 1,
          to: 0,
          reachesStart: true,
          reachesEnd: false,
        });
      }
    });

    it('knows an end that falls on the edge of a page', async () => {
      await fixture.say(channel, ada, texts(50));
      expect(shape(await page())).toMatchObject({ from: 1, to: 50, reachesStart: true, reachesEnd: true });
      expect(shape(await page('?after=0'))).toMatchObject({
        from: 1,
        to: 50,
        reachesStart: true,
        reachesEnd: true,
      });
    });

    it('pages forward, and around a message', async () => {
      await fixture.say(channel, ada, texts(120));
      expect(shape(await page('?after=60'))).toEqual({
        seqs: range(61, 110),
        from: 61,
        to: 110,
        reachesStart: false,
        reachesEnd: false,
      });
      expect(shape(await page('?after=110'))).toEqual({
        seqs: range(111, 120),
        from: 111,
        to: 120,
        reachesStart: false,
        reachesEnd: true,
      });
      expect(shape(await page('?after=120'))).toEqual({
        seqs: [],
        from: 121,
        to: 120,
        reachesStart: false,
        reachesEnd: true,
      });
      expect(shape(await page('?around=60'))).toEqual({
        seqs: range(35, 84),
        from: 35,
        to: 84,
        reachesStart: false,
        reachesEnd: false,
      });
      expect(shape(await page('?around=5'))).toMatchObject({
        seqs: range(1, 29),
        from: 1,
        to: 29,
        reachesStart: true,
        reachesEnd: false,
      });
      expect(shape(await page('?around=119'))).toMatchObject({
        seqs: range(94, 120),
        to: 120,
        reachesStart: false,
        reachesEnd: true,
      });
    });

    it('finds a moment: around the first message from then on, the newest when there is none', async () => {
      await fixture.say(channel, ada, texts(120));
      await sql`update message set created_at = to_timestamp(1000 + seq)`.execute(fixture.database.db);
      const at = (n: number) => page(`?at=${(1_000 + n) * 1_000}`);
      const around = async (n: number) => shape(await page(`?around=${n}`));
      expect(shape(await at(60))).toEqual(await around(60));
      expect(shape(await at(59.001))).toEqual(await around(60));
      expect(shape(await page('?at=0'))).toEqual(await around(1));
      expect(await at(121)).toEqual(await page());
      // A reply that stands in its thread alone is no place to go to.
      await sql`update message set extras = jsonb_build_object('thread', jsonb_build_object('id', id, 'seq', 1))
        where seq between 60 and 62`.execute(fixture.database.db);
      expect(shape(await at(60))).toEqual(await around(63));
    });

    it('gives as many messages as are asked for', async () => {
      await fixture.say(channel, ada, texts(120));
      expect(shape(await page('?before=121&limit=100'))).toMatchObject({
        seqs: range(21, 120),
        reachesStart: false,
      });
      expect(shape(await page('?limit=1'))).toMatchObject({ seqs: [120], from: 120, to: 120 });
      expect(shape(await page('?around=60&limit=1'))).toMatchObject({ seqs: [60], from: 60, to: 60 });
    });

    it('joins two epochs: the range reaches up to the message that was asked from', async () => {
      await fixture.say(channel, ada, texts(2));
      await fixture.write(channel, [
        {
          ...(await fixture.say(channel, ada, ['x']))[0]!,
          id: newId(),
          seq: EPOCH_SIZE + 1,
          rev: EPOCH_SIZE + 1,
        },
      ]);
      expect(shape(await page(`?before=${EPOCH_SIZE + 1}`))).toMatchObject({
        seqs: [1, 2, 3],
        from: 1,
        to: EPOCH_SIZE,
      });
      expect(shape(await page('?after=3'))).toMatchObject({
        seqs: [EPOCH_SIZE + 1],
        from: 4,
        to: EPOCH_SIZE + 1,
      });
    });

    it('keeps the place of a deleted message and no word of it', async () => {
      const [first, second] = await fixture.say(channel, ada, ['one', 'the secret']);
      await fixture.database.db
        .updateTable('message')
        .set({ body: null, text: '', tsv: null, deleted_at: new Date(5_000), rev: 3 })
        .where('id', '=', second!.id)
        .execute();
      const { messages } = await page();
      const { id, seq, author, at } = second!;
      expect(messages).toEqual([first, { id, seq, author, at, rev: 3, deletedAt: 5_000 }]);
    });

    it.each([
      'before=-1',
      'before=x',
      'after=1.5',
      'before=1&after=2',
      'before=1&before=2',
      'around=99999999999999999',
      'page=2',
      'at=1&around=2',
      'limit=0',
      'limit=201',
      'before=',
    ])('refuses %s', async (query) => {
      const answer = await ada.browser.get(`/api/channels/${channel}/messages?${query}`);
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid']);
    });
  });

  describe('what people have made of messages', () => {
    const get = async (by: TestPerson, path: string) => by.browser.get(`/api/channels/${channel}/${path}`);

    it('open questions are told newest first, and no others', async () => {
      const [one, two, three, four] = await fixture.say(channel, ada, texts(4));
      const write = async (id: MessageId, extras: object) =>
        fixture.database.db
          .updateTable('message')
          .set({ extras: JSON.stringify(extras) })
          .where('id', '=', id)
          .execute();
      await write(one!.id, { question: {} });
      await write(two!.id, { question: { accepted: { id: four!.id, seq: 4 } } });
      await write(three!.id, { question: {} });
      const answer = (await get(ada, 'questions')).json();
      expect(answer).toMatchObject({
        questions: [{ id: three!.id }, { id: one!.id, question: {} }],
        more: false,
      });
      const stranger = await fixture.person();
      expect((await get(stranger, 'questions')).statusCode).toBe(404);
    });

    it('earlier versions are for those who look after the channel', async () => {
      const tutor = await fixture.person();
      await fixture.database.db
        .insertInto('course_member')
        .values({ course_id: course, person_id: tutor.id, role: 'tutor' })
        .execute();
      const [message] = await fixture.say(channel, ada, ['now']);
      await fixture.database.db
        .insertInto('message_version')
        .values([
          {
            message_id: message!.id,
            rev: 9,
            body: JSON.stringify(bodyFromText('later')),
            said_at: new Date(2),
          },
          {
            message_id: message!.id,
            rev: 3,
            body: JSON.stringify(bodyFromText('first')),
            said_at: new Date(1),
          },
        ])
        .execute();
      const path = `messages/${message!.id}/versions`;
      expect((await get(tutor, path)).json()).toEqual({
        versions: [
          { body: bodyFromText('first'), at: 1 },
          { body: bodyFromText('later'), at: 2 },
        ],
        more: false,
      });
      expect((await get(ada, path)).statusCode).toBe(403);
      expect((await get(tutor, `messages/${newId()}/versions`)).statusCode).toBe(404);
      const elsewhere = await fixture.channel(course);
      const there = await tutor.browser.get(`/api/channels/${elsewhere}/${path}`);
      expect(there.statusCode).toBe(404);
    });
  });

  describe('changes since', () => {
    it('are all records with a higher rev, in rev order, tombstones among them', async () => {
      const [one, two, three] = await fixture.say(channel, ada, ['one', 'two', 'three']);
      const { db } = fixture.database;
      await db
        .updateTable('message')
        .set({ rev: 4, edited_at: new Date(9_000) })
        .where('id', '=', one!.id)
        .execute();
      await db
        .updateTable('message')
        .set({ rev: 5, body: null, deleted_at: new Date(9_500) })
        .where('id', '=', two!.id)
        .execute();
      await db.updateTable('channel').set({ rev: 6 }).execute();
      const answer = await changes(2);
      expect(answer.records).toMatchObject([
        { id: three!.id, rev: 3 },
        { id: one!.id, rev: 4, editedAt: 9_000, seq: 1 },
        { id: two!.id, rev: 5, deletedAt: 9_500, seq: 2 },
      ]);
      expect(answer.records[2]).not.toHaveProperty('body');
      // Rev 6 was the channel's own, such as a new name: the cursor takes it along.
      expect(answer).toMatchObject({ cursor: 6, more: false, lastSeq: 3 });
      expect(await changes(6)).toEqual({ records: [], cursor: 6, more: false, lastSeq: 3 });
    });

    it('skip nothing while messages are written and edited between the pages', async () => {
      const records = await fixture.say(channel, ada, texts(20));
      const seen = new Map<string, number>();
      let cursor = 0;
      for (let pageNumber = 0, more = true; more; pageNumber++) {
        const answer = await changes(cursor, 7);
        for (const record of answer.records) {
          expect(record.rev).toBeGreaterThan(cursor);
          cursor = record.rev;
          seen.set(record.id, record.rev);
        }
        ({ cursor, more } = answer);
        if (pageNumber === 0) {
          // A message that was on the first page changes, and a new one comes.
          await fixture.say(channel, ada, ['new']);
          await fixture.database.db
            .updateTable('message')
            .set({ rev: 22 })
            .where('id', '=', records[3]!.id)
            .execute();
          await fixture.database.db.updateTable('channel').set({ rev: 22 }).execute();
        }
      }
      expect(seen.size).toBe(21);
      expect(seen.get(records[3]!.id)).toBe(22);
      expect(cursor).toBe(22);
    });

    it.each(['since=-1', 'since=x', 'limit=0', 'limit=501', 'until=3'])('refuse %s', async (query) => {
      expect((await ada.browser.get(`/api/channels/${channel}/changes?${query}`)).statusCode).toBe(400);
    });
  });

  describe('are read only by those who are in', () => {
    const paths = (id: string) =>
      ['messages', 'changes', 'members'].map((what) => `/api/channels/${id}/${what}`);
    const statuses = async (person: TestPerson | null, id: string) => {
      const browser = person?.browser ?? fixture.browser();
      return new Set(await Promise.all(paths(id).map(async (path) => (await browser.get(path)).statusCode)));
    };

    it.each(['public', 'announcement'] as const)(
      '%s: everyone in the course until they are out',
      async (type) => {
        const open = await fixture.channel(course, { type });
        const [bob, eve] = [await fixture.person(), await fixture.person()];
        await fixture.course([[eve, 'admin']], 'Another');
        await fixture.database.db
          .insertInto('course_member')
          .values({ course_id: course, person_id: bob.id, role: 'student' })
          .execute();
        expect(await statuses(bob, open)).toEqual(new Set([200]));
        await fixture.member(open, bob, 'left');
        expect(await statuses(bob, open)).toEqual(new Set([403]));
        await fixture.database.db.updateTable('channel_member').set({ state: 'removed' }).execute();
        expect(await statuses(bob, open)).toEqual(new Set([403]));
        expect(await statuses(eve, open)).toEqual(new Set([404]));
        expect(await statuses(null, open)).toEqual(new Set([401]));
      },
    );

    it('private: those who were let in; for others, offices included, it does not exist', async () => {
      const secret = await fixture.channel(course, { type: 'private' });
      await fixture.say(secret, ada, ['psst']);
      const owner = await fixture.person({ siteAdmin: true });
      const admin = await fixture.person();
      await fixture.database.db
        .insertInto('course_member')
        .values({ course_id: course, person_id: admin.id, role: 'admin' })
        .execute();
      for (const person of [ada, owner, admin])
        expect(await statuses(person, secret)).toEqual(new Set([404]));
      await fixture.member(secret, ada, 'in');
      expect(await statuses(ada, secret)).toEqual(new Set([200]));
      expect((await ada.browser.get(`/api/channels/${secret}/members`)).json()).toEqual([
        { user: ada.id, role: 'member', state: 'in' },
      ]);
    });

    it('SEC-8 private: a link into it is answered as one into nothing, to the byte', async () => {
      const secret = await fixture.channel(course, { type: 'private' });
      const [said] = await fixture.say(secret, ada, ['psst']);
      const nothing = { channel: newId<ChannelId>(), message: newId<MessageId>() };
      const answers = async (channel: string, message: string) => {
        const search = ['/api/search?q=psst', `&channel=${channel}`].join('');
        const asked = [...paths(channel), `/api/channels/${channel}/messages?around=1`, search].concat(
          ['threads/', 'messages/'].map((kind) => `/api/channels/${channel}/${kind}${message}`),
          `/api/channels/${channel}/messages/${message}/versions`,
        );
        const all = await Promise.all(asked.map((path) => ada.browser.get(path)));
        return all.map(({ statusCode, headers, body }) => {
          const { date: _, ...rest } = headers;
          return { statusCode, body, headers: JSON.stringify(rest).replace(/"x-ratelimit[^,]*,/g, '') };
        });
      };
      const [there, gone] = [
        await answers(secret, said!.id),
        await answers(nothing.channel, nothing.message),
      ];
      expect(there).toEqual(gone);
      expect(there.map(({ statusCode }) => statusCode)).toContain(404);
    });

    it.each(['none', 'NONE', '00000000-0000-4000-8000-000000000000', "'--"])(
      'a channel that is none: %s',
      async (id) => {
        expect(await statuses(ada, encodeURIComponent(id))).toEqual(new Set([404]));
      },
    );
  });
});

import { noteFault, readNote } from '@lectern/channel-doc';
import type { ChannelId } from '@lectern/contracts';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { readNewest } from '../database/batches.ts';
import { readInboxContent } from '../database/directory.ts';
import { readDocument } from '../database/documents.ts';
import { type TestDatabase, testDatabases } from '../database/test-database.ts';
import { seedDemo } from './seed-demo.ts';

const now = Date.now();
const hashPassword = async (password: string): Promise<string> => `hash of ${password}`;

describe.each(await testDatabases())('seedDemo on $name', (target) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await target.create();
  });
  afterEach(() => database.drop());

  const rowsOf = async <Row>(query: string): Promise<Row[]> =>
    (await database.pool.query(query)).rows as Row[];

  it('fills an empty database once, also when two start at the same moment', async () => {
    const { db } = database;
    const answers = await Promise.all([1, 2].map((seed) => seedDemo(db, { hashPassword, now, seed })));
    expect(answers.filter((accounts) => accounts === null)).toHaveLength(1);
    expect(await seedDemo(db, { hashPassword, now })).toBeNull();
    expect(
      await rowsOf(`select (select count(*) from person) as people, (select count(*) from course_member) as members,
        (select count(*) from channel) as channels, (select count(*) from message) as messages,
        (select count(*) from account) as accounts, (select count(*) from document) as documents,
        (select count(*) > 0 from notification) as notified`),
    ).toEqual([
      { people: 40, members: 40, channels: 8, messages: 20_000, accounts: 2, documents: 2, notified: true },
    ]);
  });

  it('answers who can sign in, with rows as better-auth has them', async () => {
    const accounts = (await seedDemo(database.db, { hashPassword, now, seed: 3 }))!;
    const rows = await rowsOf(`select p.email, p.name, m.role, p.site_admin, a.provider_id,
      a.account_id = p.id::text as own, a.password
      from account a join person p on p.id = a.user_id join course_member m on m.person_id = p.id order by m.joined_at`);
    expect(rows).toEqual(
      accounts.map(({ email, name, password }, index) => ({
        email,
        name,
        role: ['lecturer', 'student'][index],
        site_admin: false,
        provider_id: 'credential',
        own: true,
        password: `hash of ${password}`,
      })),
    );
  });

  it('gives channels the heads that their rows have', async () => {
    await seedDemo(database.db, { hashPassword, now, seed: 4 });
    const channels = await rowsOf<
      Record<string, unknown>
    >(`select c.name, c.seq = max(m.seq) and c.seq = count(*)
        and min(m.seq) = 1 as dense, c.rev >= max(m.rev) as revs, max(m.created_at) <= now() as past,
        bool_and((m.deleted_at is null) = (m.tsv is not null and m.body is not null)) as whole
      from channel c join message m on m.channel_id = c.id group by c.id`);
    expect(channels).toHaveLength(8);
    for (const channel of channels)
      expect(channel).toMatchObject({ dense: true, revs: true, past: true, whole: true });
    const [{ id }] = (await rowsOf<{ id: ChannelId }>(`select id from channel where name = 'exercises'`)) as [
      { id: ChannelId },
    ];
    const { records } = await readNewest(database.db, id, 200);
    expect(records).toHaveLength(200);
    expect(records.at(-1)!.at).toBeGreaterThan(now - 10 * 60_000);
  });

  it('has notes that are read as they were written, and pinned in their channels', async () => {
    const { db } = database;
    await seedDemo(db, { hashPassword, now, seed: 4 });
    const rows = await rowsOf(
      'select n.id, n.title, n.pinned, p.handle from note n join person p on p.id = n.edited_by order by n.title',
    );
    expect(rows).toMatchObject([
      { title: 'Before you hand in', pinned: true, handle: 'amara' },
      { title: 'Which structure costs what', pinned: true },
    ]);
    for (const { id } of rows as { id: string }[]) {
      const doc = new Y.Doc();
      const { updates } = await readDocument(db, { kind: 'note', id });
      for (const update of updates) Y.applyUpdate(doc, update);
      expect(noteFault(doc)).toBeNull();
      const { blocks } = readNote(doc);
      expect(new Set(blocks.map(({ t }) => t)).size).toBeGreaterThan(3);
    }
  });

  it('lets those who sign in see their private channels and mentions, and search', async () => {
    const { db } = database;
    const [lecturer, student] = (await seedDemo(db, { hashPassword, now, seed: 5 }))!;
    for (const { email, privateName } of [
      { email: lecturer!.email, privateName: 'tutors' },
      { email: student!.email, privateName: 'study-group-7' },
    ]) {
      const { id } = await db
        .selectFrom('person')
        .select('id')
        .where('email', '=', email)
        .executeTakeFirstOrThrow();
      const inbox = await readInboxContent(db, id);
      expect(inbox.courses).toHaveLength(1);
      expect(inbox.channels.flatMap(({ entry }) => entry?.name ?? [])).toEqual([privateName]);
      expect(inbox.notices.length).toBeGreaterThan(0);
    }
    const found = await sql`select 1 from message where tsv @@ 'heap'::tsquery`.execute(db);
    expect(found.rows.length).toBeGreaterThan(100);
  });
});

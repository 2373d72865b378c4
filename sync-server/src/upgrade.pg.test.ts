import {
  noteRoot,
  projectCourse,
  projectInbox,
  readChannel,
  readDrafts,
  readNote,
  readNotes,
  readSaved,
} from '@lectern/channel-doc';
import {
  type ChannelId,
  type CourseId,
  type HistoryPage,
  isTombstone,
  type Me,
  type MessageVersions,
  type NoteId,
  type NoteVersions,
  newId,
  type OpId,
  PROTOCOL_VERSION,
  type SearchPage,
  type ThreadPage,
  type UserId,
} from '@lectern/contracts';
import { bodyFromText, plainText } from '@lectern/rich-text';
import { freePort } from '@lectern/test-kit/free-port';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createServer, type Server } from './create-server.ts';
import { readCourseDirectory, readInboxContent } from './database/directory.ts';
import { type DocumentKey, readDocument } from './database/documents.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { type TestDatabase, testDatabases } from './database/test-database.ts';
import { loadOldStore, oldStores } from './database/test-old-store.ts';
import { describeSchema } from './database/test-schema.ts';
import { readEnv } from './env.ts';
import { fillDocument, readFill } from './scribe/fill-document.ts';
import { SiteClient } from './testing/site-client.ts';
import { poll, TestDevice } from './testing/test-device.ts';

/** What everybody of the old course signs in with; `apps/e2e` made them. */
const PASSWORD = 'a sentence to sign in with';
const PEOPLE = ['Sofia Kovalevskaya', 'Emmy Noether', 'Kurt Gödel', 'Ada Lovelace'];

test('there is a store of every version of the protocol before this one', () => {
  const before = Array.from({ length: PROTOCOL_VERSION - 1 }, (_, i) => i + 1);
  expect(oldStores(), 'make it with the code before the change: CONTRIBUTING.md').toEqual(
    expect.arrayContaining([1, ...before]),
  );
});

describe.each(await testDatabases())('on $name', (target) => {
  describe.each(oldStores())('a store of protocol %i', (protocol) => {
    let stored: TestDatabase;
    beforeEach(async () => {
      stored = await target.createBlank();
      await loadOldStore(stored.pool, protocol);
    });
    afterEach(() => stored.drop());

    test('gets the schema that a fresh one has, and a second start changes nothing', async () => {
      const fresh = await target.create();
      try {
        const start = await opened(stored);
        await start.database.close();
        expect(start.said.filter((line) => !line.includes('Migrated'))).toEqual([]);
        expect(await describeSchema(stored.pool)).toEqual(await describeSchema(fresh.pool));
      } finally {
        await fresh.drop();
      }
      const before = await contents(stored);
      const { database, said } = await opened(stored);
      await database.close();
      expect(said, 'no migration, no new epoch').toEqual([]);
      expect(await contents(stored)).toEqual(before);
    });

    test('keeps every row', async () => {
      const before = await contents(stored);
      await (await opened(stored)).database.close();
      const after = await contents(stored);
      for (const [table, rows] of Object.entries(before)) {
        if (table === 'kysely_migration') continue;
        const columns = Object.keys(rows[0] ?? {});
        expect(asText(after[table] ?? [], columns), table).toEqual(asText(rows, columns));
      }
    });

    test('every document loads and says what its tables say', async () => {
      const { database } = await opened(stored);
      const { db } = database;
      try {
        for (const { id } of await db.selectFrom('channel').select('id').execute()) {
          const doc = await load(db, { kind: 'channel', id });
          const blank = new Y.Doc();
          fillDocument(blank, await readFill(db, id));
          const [said, wanted] = [readChannel(doc), readChannel(blank)];
          expect(said.lastSeq).toBe(wanted.lastSeq);
          expect(readNotes(doc)).toEqual(readNotes(blank));
          const records = new Map(said.records.map((record) => [record.id, record]));
          const wantedHere = wanted.records.filter(
            ({ seq, id: of }) => seq >= said.firstSeq || records.has(of),
          );
          expect(wantedHere.length).toBeGreaterThan(0);
          for (const record of wantedHere) expect(records.get(record.id)).toEqual(record);
        }
        // One that nobody has opened yet is blank, and is written when somebody does.
        const written = (doc: Y.Doc) => doc.store.clients.size > 0;
        let compared = 0;
        for (const { id } of await db.selectFrom('course').select('id').execute()) {
          const doc = await load(db, { kind: 'course', id });
          const directory = (await readCourseDirectory(db, id as CourseId))!;
          if (!written(doc)) continue;
          expect(changes(doc, () => projectCourse(doc, directory))).toBe(0);
          compared += 1;
        }
        for (const { id } of await db.selectFrom('person').select('id').execute()) {
          const inbox = await load(db, { kind: 'inbox', id });
          const content = await readInboxContent(db, id);
          if (!written(inbox)) continue;
          expect(changes(inbox, () => projectInbox(inbox, content))).toBe(0);
          compared += 1;
        }
        expect(compared, 'a course, its three people and who looks after the site').toBe(5);
        const kurt = await db
          .selectFrom('person')
          .select('id')
          .where('name', '=', 'Kurt Gödel')
          .executeTakeFirstOrThrow();
        const own = await load(db, { kind: 'user', id: kurt.id });
        expect(JSON.stringify([...readDrafts(own).values()])).toContain('A draft from the other device');
        expect(readSaved(own).size).toBe(3);
        const note = await db
          .selectFrom('note')
          .select('id')
          .where('title', '=', 'Week 5')
          .executeTakeFirstOrThrow();
        const said = readNote(await load(db, { kind: 'note', id: note.id }));
        expect(JSON.stringify(said)).toContain('As Bolzano said. And Weierstrass.');
      } finally {
        await database.close();
      }
    });

    describe('served by the code of today', () => {
      let database: Database;
      let server: Server;
      let origin: string;
      beforeEach(async () => {
        ({ database } = await opened(stored));
        const port = await freePort();
        origin = `http://localhost:${port}`;
        const env = readEnv({
          LOG_LEVEL: 'silent',
          PORT: `${port}`,
          PUBLIC_URL: origin,
          DATABASE_URL: stored.url,
        });
        if (!env.ok) throw new Error(env.faults.join());
        server = await createServer({ env: env.env, log: pino({ level: 'silent' }), database });
        await server.listen();
      });
      afterEach(async () => {
        await server.close();
        await database.close();
      });

      const signIn = async (name: string): Promise<{ me: Me; client: SiteClient }> => {
        const { email } = await database.db
          .selectFrom('person')
          .select('email')
          .where('name', '=', name)
          .executeTakeFirstOrThrow();
        const client = new SiteClient(origin);
        return { client, me: await client.ask<Me>('POST', '/sign-in', { email, password: PASSWORD }) };
      };
      const idOf = async (table: 'channel' | 'note', name: string): Promise<string> => {
        const column = table === 'note' ? 'title' : 'name';
        const { rows } = await stored.pool.query(`select id from ${table} where ${column} = $1`, [name]);
        return rows[0].id;
      };

      test('its people sign in and read everything', async () => {
        for (const name of PEOPLE) expect((await signIn(name)).me.name).toBe(name);
        const { client } = await signIn('Kurt Gödel');
        const limits = (await idOf('channel', 'limits')) as ChannelId;
        const texts: string[] = [];
        let root: string | null = null;
        let edited: string | null = null;
        for (let after = 0, more = true; more; ) {
          const page: HistoryPage = await client.ask('GET', `/channels/${limits}/messages?after=${after}`);
          for (const message of page.messages) {
            texts.push(isTombstone(message) ? '(deleted)' : plainText(message.body));
            if (message.replies !== undefined) root = message.id;
            if (!isTombstone(message) && message.editedAt !== undefined) edited = message.id;
          }
          after = page.to;
          more = !page.reachesEnd;
        }
        const { rows } = await stored.pool.query('select count(*) as n from message where channel_id = $1', [
          limits,
        ]);
        expect(texts).toHaveLength(rows[0].n);
        expect(texts).toContain('Lecture 1: a bounded monotone sequence converges.');
        expect(texts).toContain('(deleted)');
        expect(texts.some((text) => text.includes('Epsilonics is an art.'))).toBe(true);
        const thread = await client.ask<ThreadPage>('GET', `/channels/${limits}/threads/${root}`);
        expect(thread.replies).toHaveLength(5);
        const versions = await client.ask<MessageVersions>(
          'GET',
          `/channels/${limits}/messages/${edited}/versions`,
        );
        expect(versions.versions.map(({ body }) => plainText(body))).toEqual(['The limt is unique.']);
        const note = await idOf('note', 'Week 5');
        const kept = await client.ask<NoteVersions>('GET', `/channels/${limits}/notes/${note}/versions`);
        expect(JSON.stringify(kept)).toContain('Before the break');
        const { hits } = await client.ask<SearchPage>('GET', '/search?q=complete+space');
        expect(hits.map(({ snippet }) => snippet).join()).toContain('In a complete space it does.');
        const staff = await client.ask<SearchPage>('GET', '/search?q=marks');
        expect(staff.hits).toHaveLength(1);
        const { client: ada } = await signIn('Ada Lovelace');
        expect((await ada.ask<SearchPage>('GET', '/search?q=marks')).hits).toEqual([]);
      });

      test('a new message, an edit and words in the note go through', async () => {
        const { client, me } = await signIn('Emmy Noether');
        const device = new TestDevice({
          url: `${origin.replace('http', 'ws')}/sync`,
          origin,
          person: me.id as UserId,
          ticket: async () => (await client.ask<{ ticket: string }>('POST', '/socket-ticket')).ticket,
        });
        try {
          const limits = (await idOf('channel', 'limits')) as ChannelId;
          const message = device.send(limits, 'Said by the code of today.');
          expect(await device.outcome(message)).toMatchObject({ ok: true });
          const channel = device.channel(limits);
          device.do({
            ...{ id: newId<OpId>(), kind: 'edit', at: Date.now() },
            ...{ channel: limits, message, body: bodyFromText('Edited by the code of today.') },
          });
          await channel.when(({ records: all }) =>
            all.some(
              (record) => record.id === message && !isTombstone(record) && record.editedAt !== undefined,
            ),
          );
          const { records } = await channel.when(({ records: all }) => all.some(({ id }) => id === message));
          expect(records.length).toBeGreaterThan(50);
          const note = (await idOf('note', 'Week 5')) as NoteId;
          const open = await device.open('note', note).synced();
          textWith(noteRoot(open.doc), 'That is all.').insert(0, 'Written by the code of today. ');
          await poll(() => !open.provider.hasUnsyncedChanges, 'the note to be on the server');
          const doc = await load(database.db, { kind: 'note', id: note });
          expect(JSON.stringify(readNote(doc))).toContain('Written by the code of today.');
          expect(JSON.stringify(readNote(doc))).toContain('And Weierstrass.');
        } finally {
          device.close();
        }
      });
    });
  });
});

/** A document as it is stored. */
async function load(db: Database['db'], key: DocumentKey): Promise<Y.Doc> {
  const doc = new Y.Doc();
  const { state, updates } = await readDocument(db, key);
  for (const update of state === null ? updates : [state, ...updates]) Y.applyUpdate(doc, update);
  expect(doc.store.pendingStructs, `${key.kind} ${key.id} lacks nothing`).toBeNull();
  return doc;
}

/** The run of text of a note that holds these words. */
function textWith(root: Y.XmlElement, words: string): Y.XmlText {
  for (const node of root.createTreeWalker((each) => each instanceof Y.XmlText))
    if (String(node).includes(words)) return node as Y.XmlText;
  throw new Error(`The note does not say ${words}`);
}

/** Opens a database as a start does, and answers what the log was told. */
async function opened({ url }: TestDatabase): Promise<{ database: Database; said: string[] }> {
  const said: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => said.push(line) });
  return { database: await openDatabase({ databaseUrl: url, dataDir: '/nowhere' }, log), said };
}

/** Every row of every table, in an order of its own. */
async function contents({ pool }: TestDatabase): Promise<Record<string, object[]>> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const tables: Record<string, object[]> = {};
  for (const { name } of rows)
    tables[name] = (await pool.query(`select * from ${name} t order by t::text`)).rows;
  return tables;
}

/** Rows as far as these columns go, in an order of its own. */
const asText = (rows: readonly object[], columns: string[]): string[] =>
  rows.map((row) => JSON.stringify(columns.map((column) => row[column as keyof typeof row]))).sort();

/** How many updates a document tells of while something is done. */
function changes(doc: Y.Doc, work: () => void): number {
  let told = 0;
  doc.on('update', () => {
    told += 1;
  });
  work();
  return told;
}

import { readNoticesRead, readPositions } from '@lectern/channel-doc';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { readDocument } from '../database/documents.ts';
import { readHeads } from '../database/heads.ts';
import { findByEmail } from '../database/people.ts';
import { testDatabases } from '../database/test-database.ts';
import { createLog } from '../log.ts';
import { HttpFixture } from '../testing/http-fixture.ts';
import { prepareDemo } from './prepare-demo.ts';

const log = createLog({ logLevel: 'silent' });

describe.each(await testDatabases())('the demonstration on $name', (target) => {
  let fixture: HttpFixture;
  beforeEach(async () => {
    fixture = await HttpFixture.start(target);
  });
  afterEach(() => fixture.stop());

  it('fills an empty database once, with two people ready to sign in who have read nearly everything', async () => {
    const { database } = fixture;
    const accounts = (await prepareDemo(database, log))!;
    expect(accounts).toHaveLength(2);
    for (const { email, password, name } of accounts) {
      const browser = fixture.browser();
      expect((await browser.post('/api/sign-in', { email, password })).json().name).toBe(name);
      expect((await browser.get('/api/search?q=heap')).json().hits.length).toBeGreaterThan(10);

      const { id } = (await findByEmail(database.db, email))!;
      const stored = await readDocument(database.db, { kind: 'user', id });
      const doc = new Y.Doc();
      for (const update of stored.updates) Y.applyUpdate(doc, update);
      const { channels, notice } = await readHeads(database.db, id);
      const places = readPositions(doc);
      const unread = channels.map((channel) => channel.seq - (places.get(channel.id)?.seq ?? 0));
      expect(channels).toHaveLength(8);
      expect(Math.max(...unread)).toBeLessThan(20);
      expect(Math.max(...unread)).toBeGreaterThan(0);
      expect(readNoticesRead(doc)).toBeLessThanOrEqual(notice);
    }

    const count = async () => (await database.pool.query('select count(*) as n from message')).rows[0].n;
    expect(await count()).toBe(20_000);
    expect(await prepareDemo(database, log)).toEqual(accounts);
    expect(await count()).toBe(20_000);
  });

  it('leaves a database alone that somebody uses', async () => {
    await fixture.person();
    expect(await prepareDemo(fixture.database, log)).toBeNull();
    const { rows } = await fixture.database.pool.query(
      'select (select count(*) from person) as people, (select count(*) from course) as courses',
    );
    expect(rows).toEqual([{ people: 1, courses: 0 }]);
  });
});

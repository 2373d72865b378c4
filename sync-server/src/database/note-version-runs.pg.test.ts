import { type NoteId, newId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { up } from './migrations/0013-note-version-runs.ts';
import { readNoteVersion, readNoteVersions } from './note-versions.ts';
import { testDatabases } from './test-database.ts';

describe.each(await testDatabases())('versions from before runs were kept, on $name', (target) => {
  test('have the runs that can be told from the shares of their paragraphs', async () => {
    const fixture = await SyncFixture.start(target);
    try {
      const { db } = fixture.database;
      const ada = await fixture.people.person('Ada');
      const channel = await fixture.people.channel(await fixture.people.course([[ada, 'lecturer']]));
      const note: NoteId = await fixture.people.note(channel, ada);
      await sql`alter table note_version drop column bytes, drop column runs, add column shares jsonb not null`.execute(
        db,
      );
      const shares = {
        'one-writer': [{ by: ada, length: 12 }],
        nobodys: [{ by: null, length: 4 }],
        'of-two': [
          { by: ada, length: 12 },
          { by: newId(), length: 3 },
        ],
      };
      for (const each of [shares, {}])
        await sql`insert into note_version (note_id, by_hand, writers, clocks, body, shares)
          values (${note}, true, '{}', '{}', '{"blocks": []}', ${JSON.stringify(each)}::jsonb)`.execute(db);
      await up(db as unknown as Kysely<unknown>);
      const [second, first] = await readNoteVersions(db, note, 2);
      expect((await readNoteVersion(db, note, first!.id))!.runs).toEqual({
        'one-writer': [[12, ada]],
        nobodys: [[4, null]],
      });
      expect((await readNoteVersion(db, note, second!.id))!.runs).toEqual({});
    } finally {
      await fixture.stop();
    }
  });
});

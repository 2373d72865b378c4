import { noteRoot, readNote, writeNote } from '@lectern/channel-doc';
import {
  MAX_NOTE_VERSIONS_BYTES,
  movedReason,
  type NoteBody,
  type NoteId,
  newId,
  type UserId,
} from '@lectern/contracts';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { readNoteVersion, readNoteVersions } from '../database/note-versions.ts';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { type OpenDocument, poll } from '../testing/test-device.ts';
import { restoreVersion } from './note-restore.ts';
import { keepDueVersions, keepVersion, NoRoomForVersion } from './note-versions.ts';

describe.each(await testDatabases())('versions of a note on $name', (target) => {
  let fixture: SyncFixture;
  let [ada, bob] = [newId<UserId>(), newId<UserId>()];
  let note = newId<NoteId>();

  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
    const { people } = fixture;
    [ada, bob] = [await people.person('Ada'), await people.person('Bob')];
    const course = await people.course([
      [ada, 'lecturer'],
      [bob, 'tutor'],
    ]);
    note = await people.note(await people.channel(course), ada);
  });
  afterEach(() => fixture.stop());

  const open = (person: UserId) => fixture.device(person).open('note', note).synced();
  const saved = ({ provider }: OpenDocument) =>
    poll(() => !provider.hasUnsyncedChanges, 'the server to name what it has');
  const keep = (by = ada, name: string | null = null) => keepVersion(fixture.database.db, note, by, name);
  const versions = () => readNoteVersions(fixture.database.db, note, 200);
  const text = async (id: Awaited<ReturnType<typeof versions>>[number]['id']) =>
    (await readNoteVersion(fixture.database.db, note, id))!;
  const lines = ({ blocks }: NoteBody) =>
    blocks.map((block) =>
      'c' in block ? block.c.map((inline) => ('s' in inline ? inline.s : '')).join('') : block.t,
    );
  /** As if the last who wrote had done it so long ago. */
  const pause = async (minutes: number, since: 'edited_at' | 'versioned_at' = 'edited_at') => {
    await poll(async () => {
      const { rows } = await sql<{
        at: Date | null;
      }>`select edited_at as at from note where id = ${note}`.execute(fixture.database.db);
      return rows[0]!.at !== null;
    }, 'the list to tell of the edit');
    await sql`update note set ${sql.ref(since)} = now() - ${minutes} * interval '1 minute' where id = ${note}`.execute(
      fixture.database.db,
    );
  };

  test('says what the note said, who wrote since the one before, and who wrote what', async () => {
    const a = await open(ada);
    say(a, ['Limits are where a sequence goes.']);
    await saved(a);
    const first = (await keep(ada, 'Before the lecture'))!;
    expect(first).toMatchObject({ by: ada, name: 'Before the lecture', writers: [ada] });

    const b = await open(bob);
    type(b, 0, ' And stays.');
    say(b, ['Limits are where a sequence goes. And stays.', 'Second.']);
    await saved(b);
    const second = (await keep(bob))!;
    expect(second).toMatchObject({ by: bob, name: null, writers: [bob] });
    expect((await versions()).map(({ id }) => id)).toEqual([second.id, first.id]);

    const { body, runs } = await text(second.id);
    expect(lines(body)).toEqual(['Limits are where a sequence goes. And stays.', 'Second.']);
    expect(runs[body.blocks[0]!.id]).toEqual([
      [33, ada],
      [11, bob],
    ]);
    expect(runs[body.blocks[1]!.id]).toEqual([[7, bob]]);
    expect(lines((await text(first.id)).body)).toEqual(['Limits are where a sequence goes.']);
  });

  test('is not kept twice for the same words; a name is given to the one that is there', async () => {
    const a = await open(ada);
    say(a, ['One.']);
    await saved(a);
    const [first, again] = [await keep(), await keep()];
    expect(again).toEqual(first);
    say(a, ['Other.']);
    say(a, ['One.']);
    await saved(a);
    expect(await keep(ada, 'Final')).toEqual({ ...first, name: 'Final' });
    expect(await versions()).toHaveLength(1);
  });

  test('is kept of words with a NUL in them, which no database takes', async () => {
    const a = await open(ada);
    say(a, ['One\0two.']);
    await saved(a);
    expect(lines((await text((await keep())!.id)).body)).toEqual(['One\ufffdtwo.']);
  });

  test('is kept by itself when a stretch of work has ended, by one of those who look', async () => {
    const { db } = fixture.database;
    const a = await open(ada);
    expect(await keepDueVersions(db)).toBe(0);
    say(a, ['Work.']);
    await saved(a);
    await pause(1);
    expect(await keepDueVersions(db)).toBe(0);
    await pause(6);
    expect((await Promise.all([keepDueVersions(db), keepDueVersions(db)])).sort()).toEqual([0, 1]);
    expect(await versions()).toMatchObject([{ by: null, name: null, writers: [ada] }]);
    expect(await keepDueVersions(db)).toBe(0);
  });

  test('is kept of the others when one note cannot be read', async () => {
    const { db } = fixture.database;
    const a = await open(ada);
    say(a, ['Work.']);
    await saved(a);
    await pause(6);
    // Due for longer, and broken.
    const { rows } = await sql<{ id: NoteId }>`
      insert into note (id, channel_id, title, sort, template, created_by, created_at, edited_by, edited_at)
      select gen_random_uuid(), channel_id, 'Broken', 2, 'blank', created_by, created_at, edited_by, edited_at - interval '1 hour'
      from note where id = ${note} returning id`.execute(db);
    await sql`insert into document (kind, id, state) values ('note', ${rows[0]!.id}, ${Buffer.from([9, 9, 255])})`.execute(
      db,
    );
    await expect(keepDueVersions(db)).rejects.toThrow(rows[0]!.id);
    expect(await versions()).toHaveLength(1);
  });

  test('is kept in work without a pause, too', async () => {
    const { db } = fixture.database;
    const a = await open(ada);
    say(a, ['Work.']);
    await saved(a);
    await pause(40, 'versioned_at');
    expect(await keepDueVersions(db)).toBe(1);
    expect(await versions()).toHaveLength(1);
  });

  test('those that were kept by themselves are thinned out; those with a name and those that somebody saved stay', async () => {
    const { db } = fixture.database;
    const a = await open(ada);
    say(a, ['Now.']);
    await saved(a);
    await sql`insert into note_version (note_id, kept_at, by_hand, name, writers, clocks, body, runs)
      select ${note}, date_trunc('day', now()) - interval '3 days' + n * interval '1 second', n = 7,
        case when n = 9 then 'Named' end, '{}', '{}', '{"blocks": []}', '{}' from generate_series(1, 150) n`.execute(
      db,
    );
    await keep();
    const left = await versions();
    // The one just now, by hand; a hundred of the old day, the last among them; one by hand, one with a name.
    expect(left).toHaveLength(103);
    expect(left.filter(({ name }) => name === 'Named')).toHaveLength(1);
  });

  test('have so many bytes together: the oldest that were kept by themselves go, and where others fill it none is added', async () => {
    const { db } = fixture.database;
    const a = await open(ada);
    say(a, ['Now.']);
    await saved(a);
    // Repeated letters: little to store, and as much to read.
    const fill = (count: number, byHand: boolean) =>
      sql`insert into note_version (note_id, kept_at, by_hand, writers, clocks, body, runs)
        select ${note}, now() - n * interval '1 minute', ${byHand}, '{}', '{}',
          jsonb_build_object('blocks', '[]'::jsonb, 'filling', repeat('x', ${MAX_NOTE_VERSIONS_BYTES / 4}::int)), '{}'
        from generate_series(1, ${count}::int) n`.execute(db);
    await fill(4, false);
    const [, second, third, oldest] = await versions();
    const kept = await keep();
    const left = (await versions()).map(({ id }) => id);
    expect(left).toContain(kept!.id);
    expect(left).toEqual(expect.arrayContaining([second!.id, third!.id]));
    expect(left).not.toContain(oldest!.id);

    await fill(4, true);
    say(a, ['Later.']);
    await saved(a);
    const before = await versions();
    await expect(keep(ada, 'Important')).rejects.toThrow(NoRoomForVersion);
    await expect(restoreVersion(db, note, kept!.id, ada)).rejects.toThrow(NoRoomForVersion);
    expect(await versions()).toEqual(before);
  });

  test('a note that cannot be read goes on with its newest version, where that is more', async () => {
    const { db } = fixture.database;
    const a = await open(ada);
    say(a, ['What the lecture was about.']);
    await saved(a);
    await keep();
    await fixture.restart();
    await sql`update document set state = ${Buffer.from([9, 9, 9, 255])}, compacted = head
      where kind = 'note' and id = ${note}`.execute(db);
    await fixture.device(ada).open('note', note).closed(movedReason(2));
    const next = await fixture.device(ada).open('note', note, 2).synced();
    expect(lines(readNote(next.doc))).toEqual(['What the lecture was about.']);
    // Whoever goes on writing in it may.
    type(next, 0, ' More.');
    await saved(next);
    expect(lines((await text((await keep())!.id)).body)).toEqual(['What the lecture was about. More.']);
  });
});

/** Makes the note say this, as an edit. */
function say({ doc }: OpenDocument, paragraphs: readonly string[]): void {
  writeNote(doc, { blocks: paragraphs.map((s) => ({ id: '', t: 'p', c: [{ t: 'text', s }] })) });
}

/** Writes at the end of a block, as an editor does. */
function type({ doc }: OpenDocument, at: number, text: string): void {
  const block = noteRoot(doc).get(at) as Y.XmlElement;
  const words = block.get(block.length - 1) as Y.XmlText;
  words.insert(words.length, text);
}

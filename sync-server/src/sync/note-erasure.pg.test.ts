import { readNote, writeNote } from '@lectern/channel-doc';
import {
  movedReason,
  type NoteBlock,
  type NoteId,
  type NoteLine,
  newId,
  type UserId,
} from '@lectern/contracts';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNoteVersions } from '../database/note-versions.ts';
import { testDatabases } from '../database/test-database.ts';
import { placesOf } from '../testing/places-of.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { type OpenDocument, poll } from '../testing/test-device.ts';
import { eraseFromNote } from './note-erasure.ts';
import { keepVersion } from './note-versions.ts';

/** Words that stand nowhere else. */
const CANARY = 'zwitscherkanarie';

describe.each(await testDatabases())('words that are erased from a note on $name', (target) => {
  let fixture: SyncFixture;
  let ada = newId<UserId>();
  let note = newId<NoteId>();
  let device: OpenDocument;

  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
    const { people } = fixture;
    ada = await people.person('Ada');
    note = await people.note(await people.channel(await people.course([[ada, 'lecturer']])), ada);
    device = await fixture.device(ada).open('note', note).synced();
  });
  afterEach(() => fixture.stop());

  const paragraph = (s: string): NoteBlock => ({ id: '', t: 'p', c: [{ t: 'text', s }] });
  const toThere = (href: string): NoteLine => [{ t: 'link', href, c: [{ t: 'text', s: 'here' }] }];
  const link = (href: string): NoteBlock => ({ id: '', t: 'p', c: toThere(href) });
  const say = async (...blocks: NoteBlock[]) => {
    writeNote(device.doc, { blocks });
    await poll(() => !device.provider.hasUnsyncedChanges, 'the server to name what it has');
  };
  const keep = async (name: string | null = null) =>
    (await keepVersion(fixture.database.db, note, ada, name))!;
  const erase = (passage: string) => eraseFromNote(fixture.database.db, note, passage);
  const places = () => placesOf(fixture.database.db, CANARY);
  const versions = () => readNoteVersions(fixture.database.db, note, 200);

  test('SEC-37 go from versions, their names, links and the log: they are found in no table', async () => {
    await say(paragraph(`The key is ${CANARY} here.`));
    await keep();
    await say(link(`https://a.example/people/${CANARY.toUpperCase()}`));
    await keep();
    await say(paragraph('Nothing to see.'));
    const named = await keep(`Before ${CANARY} left`);
    const { db } = fixture.database;
    await sql`insert into document_broken (kind, id, life, position, bytes, fault, kept)
      values ('note', ${note}, 1, 0, ${Buffer.from(CANARY)}, 'unreadable', false)`.execute(db);
    expect(await places()).toEqual([
      ...['document_broken.bytes', 'document_update.bytes', 'note_version.body', 'note_version.name'],
    ]);
    expect(await erase(`Zwitscher${CANARY.slice(9)}`)).toEqual({ versions: 2, names: 1, life: 2 });
    expect(await places()).toEqual([]);
    // Somebody wanted it kept; what it says is not what had to go.
    expect(await versions()).toEqual([{ ...named, name: null }]);
    const { rows } = await sql<{ by_hand: boolean }>`select by_hand from note_version`.execute(db);
    expect(rows).toEqual([{ by_hand: true }]);
    // The note goes on as it was, under another life, and whoever has the old one open hears of it.
    await device.closed(movedReason(2));
    device = await fixture.device(ada).open('note', note, 2).synced();
    await say(paragraph('Nothing to see.'), paragraph('Really.'));
    await fixture.restart();
    const { blocks } = readNote((await fixture.device(ada).open('note', note, 2).synced()).doc);
    expect(blocks).toHaveLength(2);
  });

  test('stay while the note says them, in its text or where a link leads', async () => {
    await say(paragraph('Nothing  to see.'));
    await keep();
    expect(await erase('nothing TO  see')).toBe('still-there');
    await say(link(`https://a.example/?q=${CANARY}`));
    expect(await erase(CANARY)).toBe('still-there');
    expect(await versions()).toHaveLength(1);
  });

  test.each([
    ['as a person would say it', 'https://a.example/?who=Anna%20Mu%CC%88ller', 'anna müller'],
    ['with signs for blanks', 'https://a.example/?who=Anna+M', 'Anna M'],
    ['with a sign that begins nothing', 'https://a.example/100%/anna+m', 'anna m'],
    ['as it is', 'https://a.example/?who=Anna%20M', 'anna%20m'],
    ['of a mailbox', 'mailto:anna@a.example', 'anna@a'],
  ])('are found in an address %s', async (_, href, passage) => {
    await say({ id: '', t: 'list', items: [{ c: toThere(href), d: 0, mark: 'bullet' }] });
    await keep();
    await say(paragraph('Gone.'));
    expect(await erase(passage)).toEqual({ versions: 1, names: 0, life: 2 });
    expect(await versions()).toEqual([]);
  });
});

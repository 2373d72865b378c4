import { noteRoot, readNote, writeNote } from '@lectern/channel-doc';
import { MAX_NOTE_BYTES, type NoteBody, type NoteId, newId, type UserId } from '@lectern/contracts';
import { sayingOf } from '@lectern/rich-text/note-block';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readDocument } from '../database/documents.ts';
import { readNoteVersion, readNoteVersions } from '../database/note-versions.ts';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { type OpenDocument, poll, until } from '../testing/test-device.ts';
import { restoreVersion } from './note-restore.ts';
import { keepVersion } from './note-versions.ts';

/** Lines that somebody writes while a version is restored: enough to stand before it, around it and after it. */
const LINES = 120;

describe.each(await testDatabases())('restoring a version of a note on $name', (target) => {
  let fixture: SyncFixture;
  let [ada, bob] = [newId<UserId>(), newId<UserId>()];
  let note = newId<NoteId>();

  beforeEach(async () => {
    // The whole log is read afterwards.
    fixture = await SyncFixture.start(target, { compactAfter: 10_000 });
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
  const keep = async () => (await keepVersion(fixture.database.db, note, ada, null))!;
  /** What the route does. */
  const restore = async (version: Awaited<ReturnType<typeof keep>>) => {
    const restored = await restoreVersion(fixture.database.db, note, version.id, ada);
    if (typeof restored === 'string') throw new Error(restored);
    if (restored.update !== null) fixture.sync.noteLogged(note, ada, restored.update);
    return restored;
  };
  const bodyOf = async ({ id }: Awaited<ReturnType<typeof keep>>) =>
    (await readNoteVersion(fixture.database.db, note, id))!.body;
  const says = (device: OpenDocument, ...lines: string[]) =>
    until(
      () => (linesOf(readNote(device.doc)).join() === lines.join() ? true : null),
      device.doc,
      () => `${lines.join()}, not ${linesOf(readNote(device.doc)).join()}`,
    );

  test('is an edit of who restores it, which everybody gets; what stays the same is not touched', async () => {
    const [a, b] = [await open(ada), await open(bob)];
    say(a, ['First.', 'Second.', 'Third.']);
    await saved(a);
    const kept = await keep();
    await says(b, 'First.', 'Second.', 'Third.');
    const [first, , third] = readNote(a.doc).blocks.map(({ id }) => id);
    say(b, ['First.', 'Other.', 'Third.']);
    await saved(b);
    const restored = await restore(kept);
    await Promise.all([says(a, 'First.', 'Second.', 'Third.'), says(b, 'First.', 'Second.', 'Third.')]);
    expect(linesOf(await bodyOf(restored.kept))).toEqual(['First.', 'Other.', 'Third.']);
    const now = readNote(b.doc).blocks.map(({ id }) => id);
    expect([now[0], now[2]]).toEqual([first, third]);
    // It is Ada's, and the list says so.
    expect((await keep()).writers).toEqual([ada]);
    await fixture.sync.idle();
    const { rows } = await sql<{ by: UserId }>`select edited_by as by from note where id = ${note}`.execute(
      fixture.database.db,
    );
    expect(rows[0]!.by).toBe(ada);
    // Nobody goes on under the id that it was written under, and both go on writing.
    say(a, ['First.', 'Second.', 'Third.', 'Fourth.']);
    await saved(a);
    await says(b, 'First.', 'Second.', 'Third.', 'Fourth.');
    await fixture.restart();
    expect(readNote((await open(bob)).doc)).toEqual(readNote(a.doc));
  });

  test('what others write meanwhile is in the version that is kept, or still in the note', async () => {
    const [a, b] = [await open(ada), await open(bob)];
    say(a, ['Old.']);
    await saved(a);
    const old = await keep();
    say(a, ['New.']);
    await saved(a);
    await says(b, 'New.');
    const written = (async () => {
      for (let line = 0; line < LINES; line++) {
        // Alternately where the restore takes something away, and below it.
        if (line % 2 === 0) type(b, 0, ` in ${line}`);
        else add(b, `line ${line}`);
        await new Promise(setImmediate);
        if (line % 10 === 0) await saved(b);
      }
      await saved(b);
    })();
    await poll(() => readNote(b.doc).blocks.length > LINES / 6, 'some lines to be written');
    const restored = await restore(old);
    await written;

    const { updates } = await readDocument(fixture.database.db, { kind: 'note', id: note });
    const before = documentOf(updates.slice(0, restored.update!.position - 1));
    expect((await bodyOf(restored.kept)).blocks.map(sayingOf)).toEqual(readNote(before).blocks.map(sayingOf));
    const kept = linesOf(await bodyOf(restored.kept));
    const now = linesOf(readNote(documentOf(updates)));
    // Every line below is in the one or in the other, and there are such of both kinds.
    const all = Array.from({ length: LINES / 2 }, (_, at) => `line ${2 * at + 1}`);
    expect(all.filter((line) => !kept.includes(line) && !now.includes(line))).toEqual([]);
    expect(kept.filter((line) => all.includes(line)).length).toBeGreaterThan(0);
    expect(now.filter((line) => all.includes(line)).length).toBeGreaterThan(0);
    await says(a, ...now);
  });

  test('changes nothing when the note says it already, and is refused where there is nothing or no room', async () => {
    const { db } = fixture.database;
    const a = await open(ada);
    say(a, ['One.']);
    await saved(a);
    const kept = await keep();
    expect(await restore(kept)).toEqual({ kept, update: null });
    expect(await restoreVersion(db, note, newId(), ada)).toBe('no-such-version');
    expect(await restoreVersion(db, newId(), kept.id, ada)).toBe('no-such-version');
    say(a, ['Two.']);
    await saved(a);
    const tooMuch = { blocks: [{ id: '', t: 'code', s: 'x'.repeat(MAX_NOTE_BYTES) }] };
    await sql`update note_version set body = ${JSON.stringify(tooMuch)}::jsonb where id = ${kept.id}`.execute(
      db,
    );
    expect(await restoreVersion(db, note, kept.id, ada)).toBe('full');
    expect(await readNoteVersions(db, note, 10)).toHaveLength(1);
  });
});

const linesOf = ({ blocks }: NoteBody): string[] =>
  blocks.map((block) =>
    'c' in block ? block.c.map((node) => ('s' in node ? node.s : '')).join('') : block.t,
  );

function documentOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

/** Makes the note say this, as an edit. */
function say({ doc }: OpenDocument, lines: readonly string[]): void {
  writeNote(doc, { blocks: lines.map((s) => ({ id: '', t: 'p', c: [{ t: 'text', s }] })) });
}

/** Writes a paragraph at the end, as an editor does. */
function add({ doc }: OpenDocument, line: string): void {
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(line)]);
  noteRoot(doc).push([paragraph]);
}

/** Writes at the end of a block's words, as an editor does. */
function type({ doc }: OpenDocument, at: number, text: string): void {
  const words = (noteRoot(doc).get(at) as Y.XmlElement).get(0) as Y.XmlText;
  words.insert(words.length, text);
}

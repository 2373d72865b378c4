import { readChannel } from '@lectern/channel-doc';
import {
  type ChannelId,
  type CourseId,
  type CreateNoteOp,
  isTombstone,
  MAX_NOTES,
  type MessageId,
  type NoteAnchor,
  type NoteEntry,
  type NoteId,
  newId,
  type Op,
  type OpId,
  type UserId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNewest } from '../database/batches.ts';
import { channelOfNote, readNotes, templateOfNote } from '../database/notes.ts';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll, sendOp, type TestDevice } from '../testing/test-device.ts';

describe.each(await testDatabases())('the notes of a channel on $name', (target) => {
  let fixture: SyncFixture;
  let [course, channel] = [newId<CourseId>(), newId<ChannelId>()];
  let [ada, bob] = [newId<UserId>(), newId<UserId>()];
  let staff: TestDevice;
  let student: TestDevice;
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
    [ada, bob] = [await fixture.people.person('Ada'), await fixture.people.person('Bob')];
    course = await fixture.people.course([
      [ada, 'tutor'],
      [bob, 'student'],
    ]);
    channel = await fixture.people.channel(course);
    [staff, student] = [fixture.device(ada), fixture.device(bob)];
  });
  afterEach(() => fixture.stop());

  type Said = { [K in Op['kind']]: Omit<Extract<Op, { kind: K }>, 'id' | 'channel' | 'at'> }[Op['kind']];
  const does = async (device: TestDevice, said: Said, where = channel) => {
    const op = { id: newId<OpId>(), channel: where, at: 1, ...said } as Op;
    device.do(op);
    const outcome = await device.outcome(op.id);
    return outcome.ok ? 'ok' : outcome.reason;
  };
  const create = (title: string, order: number, note = newId<NoteId>()) =>
    ({ kind: 'note.create', note, title, order, template: 'lab' }) as const;
  const made = async (title = 'Week 1', order = 1) => {
    const op = create(title, order);
    expect(await does(staff, op)).toBe('ok');
    return op.note;
  };
  const rows = (of = channel) => readNotes(fixture.database.db, of);
  /** Resolves with the list that a reader sees when it is that of the rows. */
  const shown = async (view = student.channel(channel)) => {
    const wanted = JSON.stringify(await rows());
    return (await view.when(({ notes }) => sorted(notes) === sorted(JSON.parse(wanted)))).notes;
  };
  const sorted = (notes: readonly NoteEntry[]) =>
    JSON.stringify(notes.map((note) => Object.entries(note).sort()));

  test('staff make, name, move, pin and archive them; every reader sees the list of the rows', async () => {
    const [first, second] = [await made('Week 1', 1), await made('Week 2', 2)];
    const list = await shown();
    expect(list).toMatchObject([
      { id: first, title: 'Week 1', order: 1, pinned: false, archived: false, by: ada, life: 1 },
      { id: second, title: 'Week 2' },
    ]);
    expect(list[0]!.at).toBeGreaterThan(Date.now() - 60_000);
    expect(list[0]).not.toHaveProperty('edited');

    const view = student.channel(channel);
    expect(await does(staff, { kind: 'note.change', note: first, order: 2.5, pinned: true })).toBe('ok');
    expect(
      await does(staff, { kind: 'note.change', note: second, title: 'Zweite Woche', archived: true }),
    ).toBe('ok');
    const after = await shown(view);
    expect(after).toMatchObject([
      { id: second, title: 'Zweite Woche', archived: true, pinned: false, order: 2 },
      { id: first, title: 'Week 1', archived: false, pinned: true, order: 2.5 },
    ]);
    expect(await does(staff, { kind: 'note.change', note: second, archived: false })).toBe('ok');
    expect(await shown(view)).toMatchObject([{ archived: false }, { pinned: true }]);

    expect(await does(student, create('mine', 1))).toBe('not-allowed');
    expect(await does(student, { kind: 'note.change', note: first, title: 'mine' })).toBe('not-allowed');
    expect(await does(staff, { kind: 'note.change', note: newId(), title: 'x' })).toBe('unknown-note');
    expect(await rows()).toEqual(after.map((note) => ({ ...note, archived: false })));
    expect(await templateOfNote(fixture.database.db, first)).toBe('lab');
    expect(await channelOfNote(fixture.database.db, first)).toBe(channel);
  });

  test('a document built anew from the tables lists the same, and what is written to it next keeps that', async () => {
    await made('Week 1', 1);
    await made('Week 2', 0.5);
    const before = await shown();
    await sql`delete from document where kind = 'channel'`.execute(fixture.database.db);
    await sql`delete from document_update where kind = 'channel'`.execute(fixture.database.db);
    await fixture.restart();
    // Nobody has it open: the scribe is the first to write it.
    expect(await does(staff, { kind: 'send', body: bodyFromText('hello') })).toBe('ok');
    const view = student.channel(channel);
    expect((await view.has(1)).notes).toEqual(before);
    await sql`delete from document where kind = 'channel'`.execute(fixture.database.db);
    await sql`delete from document_update where kind = 'channel'`.execute(fixture.database.db);
    await fixture.restart();
    const again = fixture.device(bob).channel(channel);
    expect((await again.has(1)).notes).toEqual(before);
  });

  test('a new channel has notes of the batch that made it', async () => {
    const own = newId<ChannelId>();
    const note = create('Room plan', 1);
    const base = { channel: own, at: 1 };
    const last = newId<OpId>();
    student.do(
      {
        ...base,
        id: newId<OpId>(),
        kind: 'channel.create',
        course,
        name: 'ours',
        topic: '',
        type: 'private',
      },
      { ...base, id: newId<OpId>(), ...note },
      { ...base, id: newId<OpId>(), kind: 'note.change', note: note.note, title: 'Rooms', pinned: true },
      { ...base, id: last, kind: 'note.change', note: note.note, archived: true },
    );
    expect(await student.outcome(last)).toMatchObject({ ok: true });
    const wanted = [{ id: note.note, title: 'Rooms', pinned: true, archived: true, by: bob }];
    expect(await rows(own)).toMatchObject(wanted);
    const view = student.channel(own);
    expect((await view.when(({ notes }) => notes.length === 1)).notes).toEqual(await rows(own));
  });

  test('a channel takes so many, also when they come together; an id belongs to one note of one channel', async () => {
    const ops = Array.from(
      { length: MAX_NOTES + 2 },
      (_, n): CreateNoteOp => ({ id: newId<OpId>(), channel, at: 1, ...create(`note ${n}`, n) }),
    );
    staff.do(...ops);
    const outcomes = await Promise.all(ops.map((op) => staff.outcome(op.id)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(MAX_NOTES);
    expect(outcomes.at(-1)).toMatchObject({ reason: 'too-many-notes' });
    expect(await does(staff, { kind: 'note.change', note: ops[0]!.note, archived: true })).toBe('ok');
    expect(await does(staff, create('one more', 1))).toBe('too-many-notes');
    expect(await shown()).toHaveLength(MAX_NOTES);

    const elsewhere = await fixture.people.channel(course);
    expect(await does(staff, create('again', 1, ops[0]!.note), elsewhere)).toBe('id-used');
    expect(await does(staff, { kind: 'note.change', note: ops[0]!.note, title: 'x' }, elsewhere)).toBe(
      'unknown-note',
    );
    // Two channels at one moment: whichever comes second.
    const third = await fixture.people.channel(course);
    for (let round = 0; round < 5; round++) {
      const same = create('twins', 1);
      const twins = [elsewhere, third].map((where) => ({
        id: newId<OpId>(),
        channel: where,
        at: 1,
        ...same,
      }));
      staff.do(...twins);
      const both = await Promise.all(twins.map((op) => staff.outcome(op.id)));
      const [won, lost] = both[0]!.ok ? both : both.toReversed();
      expect([won, lost]).toMatchObject([{ ok: true }, { ok: false, reason: 'id-used' }]);
      expect(await channelOfNote(fixture.database.db, same.note)).toBe(both[0]!.ok ? elsewhere : third);
    }
  });

  test('who wrote in a note last is told with the list, whatever else is said meanwhile', async () => {
    const note = await made();
    const view = student.channel(channel);
    await shown(view);
    const { notes } = fixture.sync;
    await notes.noteEdited(note, ada, 1_700_000_000_123);
    expect(await shown(view)).toMatchObject([{ edited: { by: ada, at: 1_700_000_000_123 } }]);
    // What is told late says nothing any more.
    await notes.noteEdited(note, bob, 1_700_000_000_122);
    expect(await rows()).toMatchObject([{ edited: { by: ada, at: 1_700_000_000_123 } }]);
    await notes.noteEdited(newId<NoteId>(), bob, 1);

    const sent = Array.from({ length: 60 }, (_, n) => sendOp(channel, `talk ${n}`));
    const edits = sent.map(async (op, n) => {
      (n % 2 ? staff : student).do(op);
      await notes.noteEdited(note, n % 2 ? ada : bob, 1_700_000_001_000 + n);
    });
    expect(await does(staff, { kind: 'note.change', note, title: 'Renamed' })).toBe('ok');
    await Promise.all(edits);
    await view.has(sent.length);
    const wanted = [{ title: 'Renamed', edited: { by: ada, at: 1_700_000_001_059 } }];
    expect(await shown(view)).toMatchObject(wanted);
    const { records } = await readNewest(fixture.database.db, channel, 1_000);
    expect([...view.state.records].sort((a, b) => a.seq - b.seq)).toEqual(records);

    // The rename of an edited note keeps that, and so does a document that is read from the log.
    await fixture.restart();
    const again = fixture.device(bob).channel(channel);
    expect((await again.has(sent.length)).notes).toEqual(await rows());
  });

  test('edits of an hour are compacted as messages are', async () => {
    const note = await made();
    for (let n = 1; n <= 256; n++) await fixture.sync.notes.noteEdited(note, ada, n);
    const { rows: left } = await sql<{ count: number }>`select count(*) from document_update
      where kind = 'channel' and id = ${channel}`.execute(fixture.database.db);
    expect(left[0]!.count).toBeLessThan(10);
    expect(await shown()).toMatchObject([{ edited: { at: 256 } }]);
  });

  test('an edit of a note in a channel that was never written waits for its document, and hides nothing of it', async () => {
    const note = newId<NoteId>();
    const { db } = fixture.database;
    await sql`insert into note (id, channel_id, title, sort, template, created_by, created_at)
      values (${note}, ${channel}, 'Imported', 1, 'blank', ${ada}, now())`.execute(db);
    await sql`insert into message (id, channel_id, seq, rev, author_id, body, sent_at, created_at)
      values (${newId()}, ${channel}, 1, 1, ${ada}, ${JSON.stringify(bodyFromText('imported'))}, now(), now())`.execute(
      db,
    );
    await fixture.sync.notes.noteEdited(note, ada, 7);
    const state = await student.channel(channel).has(1);
    expect(state.notes).toEqual(await rows());
    expect(state.notes).toMatchObject([{ title: 'Imported', edited: { by: ada, at: 7 } }]);
  });

  test('the list names the life that a note’s document has', async () => {
    const note = await made();
    const view = student.channel(channel);
    await shown(view);
    await sql`insert into document (kind, id, life) values ('note', ${note}, 2)`.execute(fixture.database.db);
    await fixture.sync.notes.noteMoved(note);
    expect(await shown(view)).toMatchObject([{ life: 2 }]);
    expect(await does(staff, { kind: 'note.change', note, pinned: true })).toBe('ok');
    expect(await shown(view)).toMatchObject([{ life: 2, pinned: true }]);
    expect((await shown(view))[0]).not.toHaveProperty('edited');
  });

  describe('a question about a passage', () => {
    const anchorIn = (note: NoteId, quote = 'canary passage'): NoteAnchor => ({
      note,
      from: 'AAEC',
      to: 'AAED',
      quote,
    });

    test('stands in the channel with its passage, also after an edit, and loses it with its words', async () => {
      const note = await made();
      const ask = { ...sendOp(channel, 'why is that?'), anchor: anchorIn(note) };
      student.do(ask);
      const message = ask.id as string as MessageId;
      expect(await student.outcome(ask.id)).toMatchObject({ ok: true });
      const view = staff.channel(channel);
      expect((await view.has(1)).records).toMatchObject([{ anchor: anchorIn(note) }]);
      expect(await does(student, { kind: 'edit', message, body: bodyFromText('why?') })).toBe('ok');
      expect(await does(staff, { kind: 'pin', message, order: 1 })).toBe('ok');
      const { records } = await readNewest(fixture.database.db, channel, 10);
      expect(records).toMatchObject([{ anchor: anchorIn(note), editedRev: 3, pinned: { by: ada } }]);
      expect((await view.when(({ records: [r] }) => r?.rev === 4)).records).toEqual(records);

      for (const table of ['message', 'document_update']) expect(await isIn(table), table).toBe(true);

      expect(await does(student, { kind: 'delete', message })).toBe('ok');
      const gone = await view.when(({ records: all }) => all.some(isTombstone));
      expect(JSON.stringify(gone)).not.toContain('canary');
      for (const table of ['document', 'document_update'])
        await poll(async () => !(await isIn(table)), `no passage in ${table}`);
      for (const table of ['message', 'message_version', 'op_ledger', 'notification', 'note'])
        expect(await isIn(table), table).toBe(false);
    });

    /** Whether the passage stands in a table; a person's own document has the op until that is compacted. */
    const isIn = async (table: string) => {
      const { rows: found } = await sql<{ text: string }>`
        select t::text as text from ${sql.table(table)} t where t::text not like '(user,%'`.execute(
        fixture.database.db,
      );
      return found.some(({ text }) => text.includes('canary') || text.includes(hex('canary')));
    };
    const hex = (text: string) => Buffer.from(text).toString('hex');

    test('is refused about a note that is not of this channel, and in a thread', async () => {
      const note = await made();
      const ask = { kind: 'send', body: bodyFromText('why?') } as const;
      const elsewhere = await fixture.people.channel(course);
      expect(await does(student, { ...ask, anchor: anchorIn(newId()) })).toBe('unknown-note');
      expect(await does(student, { ...ask, anchor: anchorIn(note) }, elsewhere)).toBe('unknown-note');
      const root = student.send(channel, 'root');
      await student.outcome(root);
      expect(await does(student, { ...ask, thread: root, anchor: anchorIn(note) })).toBe('invalid');
      expect(await does(student, { ...ask, anchor: anchorIn(note, 'a\u0000b') })).toBe('invalid');
      expect(await does(student, { ...ask, anchor: anchorIn(note), reply: root, question: true })).toBe('ok');
      const { doc } = student.channel(channel).document;
      await poll(() => readChannel(doc).records.length === 2, 'the question');
    });

    test('may come in the batch that makes its note, and not before it', async () => {
      const note = create('Week 1', 1);
      const [early, late] = [sendOp(channel, 'early'), sendOp(channel, 'late')].map((op) => ({
        ...op,
        anchor: anchorIn(note.note),
      })) as [Op, Op];
      staff.do(early, { id: newId<OpId>(), channel, at: 1, ...note }, late);
      expect(await staff.outcome(early.id)).toMatchObject({ reason: 'unknown-note' });
      expect(await staff.outcome(late.id)).toMatchObject({ ok: true });
    });
  });
});

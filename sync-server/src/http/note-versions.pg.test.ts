import { seedOf, writeNote } from '@lectern/channel-doc';
import {
  type ChannelId,
  type CourseId,
  MAX_KEPT_VERSIONS,
  MAX_NOTE_VERSIONS_BYTES,
  type NoteId,
  type NoteVersion,
  type NoteVersionText,
  newId,
} from '@lectern/contracts';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { testDatabases } from '../database/test-database.ts';
import { HttpFixture, type TestPerson } from '../testing/http-fixture.ts';

describe.each(await testDatabases())('versions of a note over HTTP, on $name', (target) => {
  let fixture: HttpFixture;
  let ada: TestPerson;
  let sam: TestPerson;
  let course: CourseId;
  let channel: ChannelId;
  let note: NoteId;
  beforeEach(async () => {
    fixture = await HttpFixture.start(target);
    [ada, sam] = [await fixture.person(), await fixture.person()];
    course = await fixture.course([
      [ada, 'lecturer'],
      [sam, 'student'],
    ]);
    channel = await fixture.channel(course);
    note = newId<NoteId>();
    await sql`insert into note (id, channel_id, title, sort, template, created_by, created_at)
      values (${note}, ${channel}, 'Week 1', 1, 'blank', ${ada.id}, now())`.execute(fixture.database.db);
    await write('Limits.');
  });
  afterEach(() => fixture.stop());

  /** What the note's document says from now on. */
  async function write(text: string): Promise<void> {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, seedOf('blank'));
    writeNote(doc, { blocks: [{ id: '', t: 'p', c: [{ t: 'text', s: text }] }] });
    const state = Buffer.from(Y.encodeStateAsUpdate(doc));
    await sql`insert into document (kind, id, state) values ('note', ${note}, ${state})
      on conflict (kind, id) do update set state = excluded.state`.execute(fixture.database.db);
  }
  const address = (version = '', of = note) =>
    `/api/channels/${channel}/notes/${of}/versions${version === '' ? '' : `/${version}`}`;
  const keep = async (name: string | null = null): Promise<NoteVersion> => {
    const answer = await ada.browser.post(address(), { name });
    expect(answer.statusCode).toBe(200);
    return answer.json();
  };
  const list = async () => (await ada.browser.get(address())).json();

  it('are kept, listed, read, named and deleted', async () => {
    expect(await list()).toEqual({ versions: [], more: false });
    const first = await keep('Draft');
    await write('Limits and more.');
    const second = await keep();
    expect(await list()).toEqual({ versions: [second, first], more: false });
    const text: NoteVersionText = (await ada.browser.get(address(first.id))).json();
    expect(text).toMatchObject({
      ...first,
      body: { blocks: [{ t: 'p', c: [{ t: 'text', s: 'Limits.' }] }] },
    });
    expect((await ada.browser.patch(address(second.id), { name: 'Final' })).statusCode).toBe(204);
    expect((await ada.browser.patch(address(first.id), { name: null })).statusCode).toBe(204);
    expect((await list()).versions).toMatchObject([{ name: 'Final' }, { name: null }]);
    expect((await ada.browser.delete(address(first.id))).statusCode).toBe(204);
    expect((await list()).versions).toMatchObject([{ id: second.id }]);
    for (const answer of [
      await ada.browser.get(address(first.id)),
      await ada.browser.delete(address(first.id)),
      await ada.browser.patch(address(first.id), { name: 'x' }),
      await ada.browser.get(address('', newId())),
      await ada.browser.get(address('x')),
    ])
      expect(answer.statusCode).toBe(404);
  });

  it('are restored by who may write in the note; what it said before is answered', async () => {
    const first = await keep();
    await write('Something else.');
    const restore = (of = first.id) => ada.browser.post(`${address(of)}/restore`, {});
    const answer = await restore();
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { by: ada.id, name: null }]);
    const before: NoteVersionText = (await ada.browser.get(address(answer.json().id))).json();
    expect(before.body.blocks).toMatchObject([{ c: [{ s: 'Something else.' }] }]);
    expect(fixture.told.filter(({ told }) => told === 'noteLogged')).toEqual([
      { told: 'noteLogged', note, by: ada.id, position: 1 },
    ]);
    // It says this now: nothing is written, and nobody is told.
    expect((await restore()).json().id).not.toBe(before.id);
    expect(fixture.told.filter(({ told }) => told === 'noteLogged')).toHaveLength(1);
    expect((await restore(newId())).statusCode).toBe(404);
    expect((await sam.browser.post(`${address(first.id)}/restore`, {})).statusCode).toBe(403);
    await sql`update channel set archived_at = now() where id = ${channel}`.execute(fixture.database.db);
    expect((await restore(before.id)).statusCode).toBe(403);
  });

  it('go when they say what is erased, and not while the note says it', async () => {
    await keep();
    await write('Something else.');
    await keep();
    const erase = (passage: unknown) => ada.browser.post(address('erase'), { passage });
    expect((await erase('limits')).json()).toEqual({ versions: 1, names: 0 });
    expect((await list()).versions).toHaveLength(1);
    // Devices learn by the life that what they have kept is to go.
    expect(fixture.told).toContainEqual({ told: 'noteMoved', note, life: 2 });
    const refused = await erase('something');
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'conflict']);
    for (const passage of ['ab', '  a ', 'x'.repeat(1_001), null])
      expect((await erase(passage)).statusCode).toBe(400);
    expect((await sam.browser.post(address('erase'), { passage: 'limits' })).statusCode).toBe(403);
  });

  it('have names that can be read', async () => {
    for (const name of ['', ' x', 'a\nb', 'x'.repeat(81), 7, undefined])
      expect((await ada.browser.post(address(), { name })).statusCode, String(name)).toBe(400);
  });

  it('are for those who look after the channel', async () => {
    const { id } = await keep();
    const stranger = await fixture.person();
    for (const [who, status] of [
      [sam, 403],
      [stranger, 404],
    ] as const) {
      expect((await who.browser.get(address())).statusCode).toBe(status);
      expect((await who.browser.get(address(id))).statusCode).toBe(status);
      expect((await who.browser.post(address(), { name: null })).statusCode).toBe(status);
      expect((await who.browser.patch(address(id), { name: null })).statusCode).toBe(status);
      expect((await who.browser.delete(address(id))).statusCode).toBe(status);
    }
    const elsewhere = await fixture.channel(course);
    const other = `/api/channels/${elsewhere}/notes/${note}/versions`;
    expect((await ada.browser.get(other)).statusCode).toBe(404);
  });

  it('are so many at most that are kept for good', async () => {
    await sql`insert into note_version (note_id, by_hand, writers, clocks, body, runs)
      select ${note}, true, '{}', '{}', '{"blocks": []}', '{}' from generate_series(1, ${MAX_KEPT_VERSIONS}::int)`.execute(
      fixture.database.db,
    );
    const answer = await ada.browser.post(address(), { name: null });
    expect(answer.statusCode).toBe(429);
    expect(answer.json().message).toContain(String(MAX_KEPT_VERSIONS));
  });

  it('have no room for one that is saved when those that are kept for good fill it', async () => {
    const small = await keep();
    await write('Something else.');
    await sql`insert into note_version (note_id, kept_at, by_hand, writers, clocks, body, runs)
      values (${note}, now() - interval '1 day', true, '{}', '{}',
        jsonb_build_object('blocks', '[]'::jsonb, 'filling', repeat('x', ${MAX_NOTE_VERSIONS_BYTES}::int)), '{}')`.execute(
      fixture.database.db,
    );
    const { versions } = await list();
    for (const answer of [
      await ada.browser.post(address(), { name: 'Important' }),
      await ada.browser.post(`${address(small.id)}/restore`, {}),
    ]) {
      expect(answer.statusCode).toBe(429);
      expect(answer.json().message).toContain('64 MB');
    }
    expect((await list()).versions).toEqual(versions);
  });
});

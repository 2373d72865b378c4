import {
  type ChannelId,
  type CourseId,
  MAX_NOTE_QUESTIONS,
  type Message,
  type NoteId,
  newId,
  type QuestionsPage,
  type SocketTicket,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { spendTicket } from '../database/tickets.ts';
import { HttpFixture, type TestPerson } from '../testing/http-fixture.ts';

describe.each(await testDatabases())('questions about a note, and tickets for it, on $name', (target) => {
  let fixture: HttpFixture;
  let ada: TestPerson;
  let course: CourseId;
  let channel: ChannelId;
  let note: NoteId;
  beforeEach(async () => {
    fixture = await HttpFixture.start(target);
    ada = await fixture.person();
    course = await fixture.course([[ada, 'student']]);
    channel = await fixture.channel(course);
    note = await noteIn(channel);
  });
  afterEach(() => fixture.stop());

  async function noteIn(where: ChannelId): Promise<NoteId> {
    const id = newId<NoteId>();
    await sql`insert into note (id, channel_id, title, sort, template, created_by, created_at)
      values (${id}, ${where}, 'Week 1', 1, 'blank', ${ada.id}, now())`.execute(fixture.database.db);
    return id;
  }
  const message = (seq: number, about: NoteId | null): Message => ({
    id: newId(),
    seq,
    rev: seq,
    author: ada.id,
    at: seq,
    sentAt: seq,
    body: bodyFromText(`message ${seq}`),
    ...(about === null ? {} : { anchor: { note: about, from: 'AA==', to: 'AQ==', quote: `passage ${seq}` } }),
  });
  const get = (by = ada, of = note, where = channel) =>
    by.browser.get(`/api/channels/${where}/notes/${of}/questions`);

  it('are the messages about it, whole, the newest first, and no others', async () => {
    expect((await get()).json()).toEqual({ questions: [], more: false } satisfies QuestionsPage);
    const other = await noteIn(channel);
    const said = [message(1, note), message(2, null), message(3, other), message(4, note)];
    await fixture.write(channel, [
      ...said,
      { id: newId(), seq: 5, rev: 5, author: ada.id, at: 5, deletedAt: 6 },
    ]);
    expect((await get()).json()).toEqual({ questions: [said[3], said[0]], more: false });
    expect((await get(ada, other)).json()).toEqual({ questions: [said[2]], more: false });
  });

  it('are so many at most, and say that there are more', async () => {
    await fixture.write(
      channel,
      Array.from({ length: MAX_NOTE_QUESTIONS + 1 }, (_, n) => message(n + 1, note)),
    );
    const { questions, more }: QuestionsPage = (await get()).json();
    expect(more).toBe(true);
    expect(questions.map(({ seq }) => seq)).toEqual(
      Array.from({ length: MAX_NOTE_QUESTIONS }, (_, n) => MAX_NOTE_QUESTIONS + 1 - n),
    );
  });

  it('are for those who read the channel that the note is in', async () => {
    await fixture.write(channel, [message(1, note)]);
    const [stranger, left] = [await fixture.person(), await fixture.person()];
    await sql`insert into course_member (course_id, person_id, role) values (${course}, ${left.id}, 'student')`.execute(
      fixture.database.db,
    );
    await fixture.member(channel, left, 'left');
    expect((await get(stranger)).statusCode).toBe(404);
    expect((await get(left)).statusCode).toBe(403);
    const hidden = await fixture.channel(course, { type: 'private' });
    expect((await get(ada, await noteIn(hidden), hidden)).statusCode).toBe(404);
    // By way of a channel that one reads no other channel's note is reached.
    expect((await get(ada, await noteIn(hidden))).statusCode).toBe(404);
    expect((await get(ada, newId())).statusCode).toBe(404);
    expect((await get(ada, 'x' as NoteId)).statusCode).toBe(404);
    expect((await fixture.browser().get(`/api/channels/${channel}/notes/${note}/questions`)).statusCode).toBe(
      401,
    );
  });

  it('a ticket for a stock client opens this note once, and is for those who read it', async () => {
    const { db } = fixture.database;
    const ask = (by: TestPerson, of = note) => by.browser.post(`/api/channels/${channel}/notes/${of}/ticket`);
    const answer = await ask(ada);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    const { ticket }: SocketTicket = answer.json();
    for (const elsewhere of [null, await noteIn(channel)])
      expect(await spendTicket(db, ticket, newId(), elsewhere)).toBeNull();
    expect(await spendTicket(db, ticket, newId(), note)).toMatchObject({ user: ada.id });
    expect(await spendTicket(db, ticket, newId(), note)).toBeNull();
    expect((await ask(await fixture.person())).statusCode).toBe(404);
    const hidden = await fixture.channel(course, { type: 'private' });
    expect((await ask(ada, await noteIn(hidden))).statusCode).toBe(404);
  });
});

import { noteRoot } from '@lectern/channel-doc';
import type { ChannelId, MessageId, NoteId, OpId, UserId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { bodyFromText, plainText } from '@lectern/rich-text';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { NoteQuestionsView } from './port-values.ts';
import { ClassRoom } from './testing/class-room.ts';
import { makeNote, NotePage } from './testing/note-page.ts';
import type { TestHub } from './testing/test-hub.ts';

/** What is asked about passages of notes, seen by hubs against the real server process. */
const PATIENCE_MS = 30_000;
const TEST_MS = 60_000;

let room: ClassRoom;
const pages: NotePage[] = [];
beforeAll(async () => {
  room = await ClassRoom.build();
}, 90_000);
afterEach(async () => {
  for (const page of pages.splice(0)) page.replica.close();
  await room?.closeHubs();
  if (room?.server.runs === false) await room.server.run();
});
afterAll(() => room?.tearDown(), 60_000);

const asked = (
  hub: TestHub,
  place: { channel: ChannelId; note: NoteId },
  holds: (view: NoteQuestionsView) => boolean,
) => hub.until('noteQuestions', place, holds, PATIENCE_MS);
const nobody = (_: UserId): string => '';
const wordsOf = ({ items }: NoteQuestionsView) => items.map(({ record }) => plainText(record.body, nobody));

async function written(hub: TestHub, note: NoteId, words: string): Promise<NotePage> {
  const page = await NotePage.open(hub, note);
  pages.push(page);
  await page.type(words);
  return page;
}

/** Asks about the passage between two places of a page's first text. */
async function ask(
  hub: TestHub,
  channel: ChannelId,
  {
    page,
    note,
    from,
    to,
    question,
  }: { page: NotePage; note: NoteId; from: number; to: number; question: string },
): Promise<MessageId> {
  const text = (noteRoot(page.doc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const position = (index: number, assoc: 0 | -1) =>
    Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index, assoc))).toString(
      'base64',
    );
  const id = crypto.randomUUID() as OpId;
  const quote = text.toString().slice(from, to);
  const anchor = { note, from: position(from, 0), to: position(to, -1), quote };
  const body = bodyFromText(question);
  await hub.tab.command('submit', { kind: 'send', id, at: 1, channel, body, question: true, anchor });
  return id as string as MessageId;
}

test(
  'a question stands beside its passage for everybody, without a server too, until its words are gone',
  async () => {
    const { ada } = room;
    const storage = createMemoryStorage({ durable: true });
    const hub = await room.open(ada);
    const student = await room.invite();
    const theirs = await room.open(student, storage);
    const channel = await room.newChannel(hub);
    const note = await makeNote(hub, channel, { pinned: true });
    const place = { channel, note };
    const page = await written(hub, note, 'A thin lens bends light.');
    const first = await ask(hub, channel, { page, note, from: 2, to: 11, question: 'How thin?' });
    // Whoever looks at the questions has the note open.
    const stops = [hub, theirs].map((each) => each.hub.watch('note', place, () => {}));
    const view = await asked(theirs, place, ({ places }) => places[first] !== undefined);
    expect(wordsOf(view)).toEqual(['How thin?']);

    await room.server.kill();
    const second = await ask(theirs, channel, { page, note, from: 12, to: 17, question: 'Which way?' });
    const waiting = await asked(
      theirs,
      place,
      ({ items, places }) => items[0]?.rung === 'device' && places[second] !== undefined,
    );
    expect(wordsOf(waiting)).toEqual(['Which way?', 'How thin?']);
    expect(waiting.places[second]).toBe(waiting.places[first]);
    await theirs.stop();
    const again = room.reopen(student, storage);
    stops.push(again.hub.watch('note', place, () => {}));
    const after = await asked(
      again,
      place,
      ({ items, places }) => items.length === 2 && places[second] !== undefined,
    );
    expect(after.places).toEqual(waiting.places);

    await room.server.run();
    for (const each of [hub, again]) await each.tab.command('probe', null);
    await asked(hub, place, ({ items, known }) => items.length === 2 && known === 'all');
    const text = (noteRoot(page.doc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    const gone = new Promise((resolve) =>
      page.doc.once('update', (update) => resolve(page.replica.write(update))),
    );
    text.delete(2, 10);
    await gone;
    for (const each of [hub, again]) {
      const left = await asked(each, place, ({ places }) => places[first] === undefined);
      expect(left.places[second]).toBe(waiting.places[second]);
      expect(left.items.find(({ record }) => record.id === first)?.record.anchor?.quote).toBe('thin lens');
    }
    for (const stop of stops) stop();
  },
  TEST_MS,
);

test(
  'a device that has not got the messages of so long ago is told by the server what was asked',
  async () => {
    const { ada } = room;
    const hub = await room.open(ada);
    const channel = await room.newChannel(hub);
    const note = await makeNote(hub, channel);
    const page = await written(hub, note, 'A thin lens bends light.');
    const id = await ask(hub, channel, { page, note, from: 2, to: 11, question: 'How thin?' });
    for (let n = 0; n < 120; n += 1) {
      const send = { kind: 'send', id: crypto.randomUUID() as OpId, at: 1, channel } as const;
      await hub.tab.command('submit', { ...send, body: bodyFromText(`message ${n}`) });
    }
    await hub.until('pending', null, (all) => all.length === 0, PATIENCE_MS);
    const late = await room.open(ada);
    const view = await asked(late, { channel, note }, ({ known }) => known === 'all');
    expect(view.items.map(({ record }) => record.id)).toEqual([id]);
  },
  TEST_MS,
);

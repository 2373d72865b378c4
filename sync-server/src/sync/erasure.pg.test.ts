import { setDraft } from '@lectern/channel-doc';
import {
  type ChannelId,
  type ConversationKey,
  isTombstone,
  type MessageId,
  newId,
  type Op,
  type OpId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { testDatabases } from '../database/test-database.ts';
import { placesOf } from '../testing/places-of.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll, sendOp, type TestDevice } from '../testing/test-device.ts';

/** Words that stand nowhere else, without a form that search would shorten. */
const CANARY = 'zwitscherkanarie';
const FIRST = `${CANARY} was said`;
const LAST = `${CANARY} was meant`;

describe.each(await testDatabases())('what was deleted on $name', (target) => {
  let fixture: SyncFixture;
  let channel: ChannelId;
  let author: TestDevice;
  let staff: TestDevice;
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
    const [ada, bob] = [await fixture.people.person('Ada'), await fixture.people.person('Bob')];
    const course = await fixture.people.course([
      [ada, 'lecturer'],
      [bob, 'student'],
    ]);
    channel = await fixture.people.channel(course);
    [staff, author] = [fixture.device(ada), fixture.device(bob)];
  });
  afterEach(() => fixture.stop());

  const op = (device: TestDevice, what: object): Promise<unknown> => {
    const made = { id: newId<OpId>(), channel, at: 1, ...what } as Op;
    device.do(made);
    return device.outcome(made.id);
  };

  const places = (word: string) => placesOf(fixture.database.db, word);
  const isGone = () => poll(async () => (await places(CANARY)).length === 0, 'every copy to go');

  /** Drafted, said, answered, pinned, edited: copies of the words stand wherever they ever can. */
  async function say(): Promise<MessageId> {
    const key = channel as string as ConversationKey;
    for (const text of [CANARY, FIRST]) setDraft(author.user.doc, key, bodyFromText(text));
    const message = author.send(channel, FIRST);
    setDraft(author.user.doc, key, null);
    await author.outcome(message);
    await op(staff, { kind: 'send', body: bodyFromText('Yes.'), reply: message });
    await op(staff, { kind: 'send', body: bodyFromText('No.'), thread: message });
    await op(author, { kind: 'edit', message, body: bodyFromText(LAST) });
    await op(staff, { kind: 'pin', message, order: 1 });
    await op(author, { kind: 'question', message, on: true });
    await fixture.sync.idle();
    expect(await places(CANARY)).toEqual([
      'document_update.bytes',
      'message.body',
      'message.text',
      'message.tsv',
      'message_version.body',
    ]);
    return message;
  }

  test('SEC-37 is in no table and in no log, while everybody stays connected', async () => {
    const reader = staff.channel(channel);
    const message = await say();
    await reader.when(({ records }) => JSON.stringify(records).includes(LAST));
    await op(staff, { kind: 'delete', message });
    await isGone();
    const late = author.channel(channel);
    await late.when(({ records }) => records.some((each) => each.id === message && isTombstone(each)));
    for (const { document } of [late, reader])
      expect(Buffer.from(Y.encodeStateAsUpdate(document.doc)).includes(CANARY)).toBe(false);
  });

  test('goes also when its author takes it back at once, with all its ops still in the outbox', async () => {
    const sent = sendOp(channel, FIRST);
    const message = sent.id as string as MessageId;
    const remove: Op = { id: newId<OpId>(), kind: 'delete', channel, at: 1, message };
    author.do(sent, remove);
    expect(await author.outcome(remove.id)).toMatchObject({ ok: true });
    await isGone();
  });

  test('goes from the document of an author who left before hearing of it, when that device is back', async () => {
    const message = await say();
    // From here on the device takes nothing out of its outbox.
    author.inbox.provider.destroy();
    const late = sendOp(channel, `${CANARY} again`);
    author.do(late);
    await poll(async () => {
      const { rows } = await sql`select 1 from message where id = ${late.id}`.execute(fixture.database.db);
      return rows.length > 0;
    }, 'the message to be committed');
    author.close();
    await op(staff, { kind: 'delete', message });
    await op(staff, { kind: 'delete', message: late.id as string as MessageId });
    await fixture.sync.idle();
    // Its own outbox is the person's: the op waits there for its device.
    await poll(async () => {
      const left = await places(CANARY);
      return left.length === 1 && left[0]!.startsWith('document');
    }, 'all but the outbox to be clean');
    fixture.device(author.person);
    await isGone();
  });
});

import { readChannel } from '@lectern/channel-doc';
import {
  type ChannelId,
  isTombstone,
  MAX_PINS,
  type MessageId,
  type MessageRecord,
  newId,
  type Op,
  type OpId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNewest } from '../database/batches.ts';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { sendOp, type TestDevice } from '../testing/test-device.ts';

describe.each(await testDatabases())('what people make of messages on $name', (target) => {
  let fixture: SyncFixture;
  let channel: ChannelId;
  let staff: TestDevice;
  let student: TestDevice;
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
    const [ada, bob] = [await fixture.people.person('Ada'), await fixture.people.person('Bob')];
    const course = await fixture.people.course([
      [ada, 'lecturer'],
      [bob, 'student'],
    ]);
    channel = await fixture.people.channel(course);
    [staff, student] = [fixture.device(ada), fixture.device(bob)];
  });
  afterEach(() => fixture.stop());

  type Mark = { [K in Op['kind']]: Omit<Extract<Op, { kind: K }>, 'id' | 'channel' | 'at'> }[Op['kind']];
  const does = async (device: TestDevice, mark: Mark) => {
    const op = { id: newId<OpId>(), channel, at: 1, ...mark } as Op;
    device.do(op);
    const outcome = await device.outcome(op.id);
    return outcome.ok ? 'ok' : outcome.reason;
  };
  const rows = async () => (await readNewest(fixture.database.db, channel, 1_000)).records;
  const row = async (id: MessageId) => (await rows()).find((record) => record.id === id)!;
  /** The document says the same as the rows, for somebody who has never seen it. */
  const documentAgrees = async (records: readonly MessageRecord[]) => {
    const view = student.channel(channel);
    const known = new Map((await rows()).map((record) => [record.id, record]));
    await view.when(({ rev }) => rev >= Math.max(...records.map((record) => record.rev)));
    for (const record of readChannel(view.document.doc).records) expect(record).toEqual(known.get(record.id));
  };

  test('a pin reaches who has only the newest messages, with all that it says; a deletion takes every copy', async () => {
    const first = staff.send(channel, 'the exam is on friday');
    expect(await does(staff, { kind: 'pin', message: first, order: 0 })).toBe('ok');
    for (let n = 0; n < 4; n++) {
      const batch = Array.from({ length: 100 }, (_, i) => sendOp(channel, `talk ${n} ${i}`));
      staff.do(...batch);
      await staff.outcome(batch.at(-1)!.id);
    }
    const view = student.channel(channel);
    const { firstSeq, records } = await view.when(({ lastSeq }) => lastSeq === 401);
    expect(firstSeq).toBeGreaterThan(1);
    expect(records.find(({ id }) => id === first)).toEqual(await pinnedRow(first));

    expect(await does(staff, { kind: 'edit', message: first, body: bodyFromText('it is on monday') })).toBe(
      'ok',
    );
    await view.when((state) => JSON.stringify(state.records).includes('it is on monday'));
    // Built anew from the tables, it says the same.
    await sql`delete from document where kind = 'channel'`.execute(fixture.database.db);
    await sql`delete from document_update where kind = 'channel'`.execute(fixture.database.db);
    await fixture.restart();
    const again = staff.channel(channel);
    const built = await again.when(({ lastSeq }) => lastSeq === 401);
    expect(built.records.find(({ id }) => id === first)).toEqual(await pinnedRow(first));

    expect(await does(staff, { kind: 'delete', message: first })).toBe('ok');
    const after = await again.when(({ records: all }) =>
      all.some((each) => each.id === first && isTombstone(each)),
    );
    expect(JSON.stringify(after.records)).not.toContain('monday');
  });

  const pinnedRow = async (id: MessageId) => {
    const record = await row(id);
    expect(record).toMatchObject({ pinned: { order: 0 } });
    return record;
  };

  test('a channel takes so many pins, also when they come together, and one more when one goes', async () => {
    const ops = Array.from({ length: MAX_PINS + 1 }, (_, n) => sendOp(channel, `message ${n}`));
    const ids = ops.map((op) => op.id as string as MessageId);
    const pins = ids.map(
      (message, order): Op => ({ id: newId<OpId>(), channel, at: 1, kind: 'pin', message, order }),
    );
    staff.do(...ops, ...pins);
    const outcomes = await Promise.all(pins.map((op) => staff.outcome(op.id)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(MAX_PINS);
    expect(outcomes.at(-1)).toMatchObject({ reason: 'too-many-pins' });
    expect(await does(staff, { kind: 'delete', message: ids[0]! })).toBe('ok');
    expect(await does(staff, { kind: 'pin', message: ids.at(-1)!, order: 3 })).toBe('ok');
    expect(await does(staff, { kind: 'pin', message: ids[5]!, order: 0.5 })).toBe('ok');
    expect(await does(student, { kind: 'pin', message: ids[6]!, order: null })).toBe('not-allowed');
    expect((await rows()).filter((record) => !isTombstone(record) && record.pinned)).toHaveLength(MAX_PINS);
  });

  test('who deletes an accepted answer opens its question again, however far apart the two stand', async () => {
    const question = { ...sendOp(channel, 'is zero even?'), question: true as const };
    student.do(question);
    const asked = question.id as string as MessageId;
    await student.outcome(question.id);
    const answer = staff.send(channel, 'yes');
    await staff.outcome(answer);
    expect(await does(student, { kind: 'accept', message: asked, answer })).toBe('ok');
    expect(await row(asked)).toMatchObject({ question: { accepted: { id: answer, seq: 2 } } });
    expect(await row(answer)).toMatchObject({ answers: { id: asked, seq: 1 } });
    // The batch that deletes names the answer alone: its question is found by it.
    expect(await does(staff, { kind: 'delete', message: answer })).toBe('ok');
    expect(await row(asked)).toMatchObject({ question: {} });
    expect(await row(asked)).not.toHaveProperty('question.accepted');
    expect(await does(student, { kind: 'accept', message: asked, answer })).toBe('already-deleted');

    const other = staff.send(channel, 'it is twice itself');
    await staff.outcome(other);
    expect(await does(student, { kind: 'accept', message: asked, answer: other })).toBe('ok');
    expect(await does(student, { kind: 'delete', message: asked })).toBe('ok');
    expect(await row(other)).not.toHaveProperty('answers');
    expect(await does(staff, { kind: 'endorse', message: other, on: true })).toBe('ok');
    expect(await does(student, { kind: 'endorse', message: other, on: true })).toBe('not-allowed');
    await documentAgrees(await rows());
  });

  test('earlier versions are kept as they were said, and go with the message', async () => {
    const message = student.send(channel, 'canary one');
    await student.outcome(message);
    for (const text of ['canary two', 'canary three'])
      expect(await does(student, { kind: 'edit', message, body: bodyFromText(text) })).toBe('ok');
    const versions = () =>
      fixture.database.db.selectFrom('message_version').select(['body']).orderBy('rev').execute();
    expect((await versions()).map(({ body }) => body)).toEqual(
      ['canary one', 'canary two'].map((text) => bodyFromText(text)),
    );
    // Edited and deleted at once: nothing is kept on the way.
    const edit: Op = {
      id: newId<OpId>(),
      channel,
      at: 1,
      kind: 'edit',
      message,
      body: bodyFromText('canary four'),
    };
    const remove: Op = { id: newId<OpId>(), channel, at: 1, kind: 'delete', message };
    student.do(edit, remove);
    expect(await student.outcome(remove.id)).toMatchObject({ ok: true });
    expect(await versions()).toEqual([]);
  });
});

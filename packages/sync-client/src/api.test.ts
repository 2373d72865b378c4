import type { ChannelId, MessageId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { createApi } from './api.ts';
import { makeMessage, newChannel } from './testing/make.ts';

test('a page of a newer server is read as far as it is known, wherever it comes from', async () => {
  const known = makeMessage({ seq: 1 });
  const newer = {
    ...makeMessage({ seq: 2 }),
    body: { kind: 'plain', blocks: [{ t: 'poll' }] },
    mood: 'good',
  };
  const records = [known, newer];
  const page = { records, messages: records, replies: records, questions: records, root: newer, more: false };
  const api = createApi('http://lectern.test', async () => Response.json(page));
  const channel: ChannelId = newChannel();
  const { mood: _, ...rest } = newer;
  const read = { ...rest, body: { kind: 'plain', blocks: [{ t: 'newer' }] } };
  expect((await api.changes(channel, 0)).records).toEqual([known, read]);
  expect((await api.history(channel, { around: 1 })).messages).toEqual([known, read]);
  expect((await api.questions(channel, null)).questions).toEqual([known, read]);
  expect(await api.thread(channel, known.id as MessageId, null)).toMatchObject({
    root: read,
    replies: [known, read],
  });
});

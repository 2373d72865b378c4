import { BodySchema, check, type PlainBody, type UserId } from '@lectern/contracts';
import { checkBody, groupsOf, mentionsOf, plainText } from '@lectern/rich-text';
import { expect, test } from 'vitest';
import { forwardedBody } from './forwarded-body.ts';

const ADA = '00000000-0000-4000-8000-000000000001' as UserId;
const to = { nameOf: () => 'Ada', source: 'Emmy in #exam', address: 'https://lectern.example/c/x/m/1' };
const original: PlainBody = {
  kind: 'plain',
  blocks: [
    {
      t: 'p',
      c: [
        { t: 'mention', user: ADA },
        { t: 'text', s: ' look:' },
      ],
    },
    {
      t: 'p',
      c: [
        { t: 'text', s: 'twice, ' },
        { t: 'mention', group: 'channel' },
      ],
    },
    { t: 'code', s: 'a = 1' },
    { t: 'list', items: [{ c: [{ t: 'mention', user: ADA }], d: 1 }] },
  ],
};

test('what was said is quoted below the comment, and nobody is mentioned by it', () => {
  const body = forwardedBody(original, ' See here. ', to);
  expect(check(BodySchema, body).ok).toBe(true);
  expect(checkBody(body)).toBeNull();
  expect(body.blocks.map(({ t }) => t)).toEqual(['p', 'quote', 'code', 'list', 'p']);
  expect(plainText(body)).toBe('See here.\n@Ada look:\ntwice, @channel\na = 1\n@Ada\nEmmy in #exam');
  expect([...mentionsOf(body), ...groupsOf(body)]).toEqual([]);
  // The original is as it was.
  expect(mentionsOf(original)).toEqual([ADA]);
});

test('without a comment it begins with the quote', () => {
  const body = forwardedBody(original, '', to);
  expect(body.blocks.map(({ t }) => t)).toEqual(['quote', 'code', 'list', 'p']);
  expect(plainText(body)).toContain('@Ada look:\ntwice');
});

import { expect, test } from 'vitest';
import { documentKinds, formatDocumentName, parseDocumentName } from './document-name.ts';

const ID = '0b9f7f6e-93a4-4c55-8d0a-1c6f7f0e2a11';

test('what is formatted is parsed again', () => {
  for (const kind of documentKinds)
    for (const life of [1, 2, 10, 999_999_999])
      expect(parseDocumentName(formatDocumentName(kind, ID, life))).toEqual({ kind, id: ID, life });
});

test.each<[string, unknown]>([
  ['nothing', ''],
  ['no text', null],
  ['a list', ['channel', ID, '1']],
  ['no life', `channel/${ID}`],
  ['no id', 'channel//1'],
  ['more parts', `channel/${ID}/1/2`],
  ['a slash at the end', `channel/${ID}/1/`],
  ['a slash at the beginning', `/channel/${ID}/1`],
  ['life 0', `channel/${ID}/0`],
  ['a negative life', `channel/${ID}/-1`],
  ['a life with a leading zero', `channel/${ID}/01`],
  ['a fraction of a life', `channel/${ID}/1.5`],
  ['a life in another notation', `channel/${ID}/1e3`],
  ['a life beyond all numbers', `channel/${ID}/1000000000`],
  ['digits of another script', `channel/${ID}/١`],
  ['an unknown kind', `secret/${ID}/1`],
  ['a kind in capitals', `Channel/${ID}/1`],
  ['a key of every object', `__proto__/${ID}/1`],
  ['another key of every object', `constructor/${ID}/1`],
  ['such a key as id', 'channel/__proto__/1'],
  ['an id in capitals', `channel/${ID.toUpperCase()}/1`],
  ['a way out of the folder', 'channel/../../etc/passwd'],
  ['a way out in the id', `channel/..%2f${ID.slice(5)}/1`],
  ['NUL', `channel/${ID}/1\u0000`],
  ['NUL in the id', `channel/${ID.slice(0, -1)}\u0000/1`],
  ['a line break at the end', `channel/${ID}/1\n`],
  ['a space', ` channel/${ID}/1`],
  ['100 kB', `channel/${ID}/${'1'.repeat(100_000)}`],
])('refused: %s', (_, name) => {
  expect(parseDocumentName(name)).toBeNull();
});

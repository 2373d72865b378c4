import { textMarks, type UserId } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { bodyOfMarkup } from './body-of-markup.ts';
import { expand } from './expand.ts';
import { createRandom } from './random.ts';

const say = (template: string, seed = 1): string =>
  expand(
    template,
    createRandom(seed),
    (name) => ({ sheet: 'sheet 4', nested: '{one|two} of {sheet}' })[name],
  );

describe('expand', () => {
  it('takes one of several, also inside each other', () => {
    const said = new Set(Array.from({ length: 60 }, (_, seed) => say('{a|b{1|2}|}c', seed)));
    expect([...said].sort()).toEqual(['ac', 'b1c', 'b2c', 'c']);
  });

  it('fills in names, and names in what they stand for', () => {
    expect(say('on {sheet}.')).toBe('on sheet 4.');
    expect(say('{nested}')).toMatch(/^(one|two) of sheet 4$/);
  });

  it('leaves other braces alone', () => {
    expect(say('{3, 5} and `if (x) { y(); }` and {')).toBe('{3, 5} and `if (x) { y(); }` and {');
  });

  it('refuses a name that nobody knows', () => {
    expect(() => say('{sheets}')).toThrow('nothing is called {sheets}');
  });
});

describe('bodyOfMarkup', () => {
  const ada = 'ada-id' as UserId;

  it('makes marks, mentions and paragraphs', () => {
    expect(bodyOfMarkup('@ada is `a[i] * 2` **really** *that* slow?\nno', new Map([['ada', ada]]))).toEqual({
      kind: 'plain',
      blocks: [
        {
          t: 'p',
          c: [
            { t: 'mention', user: ada },
            { t: 'text', s: ' is ' },
            { t: 'text', s: 'a[i] * 2', m: textMarks.code },
            { t: 'text', s: ' ' },
            { t: 'text', s: 'really', m: textMarks.bold },
            { t: 'text', s: ' ' },
            { t: 'text', s: 'that', m: textMarks.italic },
            { t: 'text', s: ' slow?' },
          ],
        },
        { t: 'p', c: [{ t: 'text', s: 'no' }] },
      ],
    });
  });

  it('takes a lonely star for a star', () => {
    const { blocks } = bodyOfMarkup('2 * 3 * 4 and n*m', new Map());
    expect(blocks).toEqual([{ t: 'p', c: [{ t: 'text', s: '2 * 3 * 4 and n*m' }] }]);
  });

  it('makes one block of lines of code, and leaves a single one in its place', () => {
    const { blocks } = bodyOfMarkup('so:\n`def f():`\n`    return 1`\nand `f()`\n`1`', new Map());
    expect(blocks.map(({ t }) => t)).toEqual(['p', 'code', 'p', 'p']);
    expect(blocks[1]).toEqual({ t: 'code', s: 'def f():\n    return 1', lang: 'python' });
  });
});

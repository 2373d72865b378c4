import { type BlockNode, MAX_LIST_DEPTH, type MentionNode, type PlainBody } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import type { Random } from '@lectern/test-kit';

/**
 * A body that says these words in a paragraph, and something else in a block of any kind.
 * @param mentions whom it may mention
 */
export function randomBody(
  { pick, chance, int }: Random,
  words: string,
  mentions: readonly MentionNode[],
): PlainBody {
  const body = bodyFromText(words);
  const text = { t: 'text', s: pick(['so', 'x ≤ y', 'क्षि', '🧪', '$5']) } as const;
  const kinds: Record<Exclude<BlockNode['t'], 'newer'>, () => BlockNode> = {
    p: () => ({ t: 'p', c: [text, { t: 'math', s: 'x_1' }] }),
    quote: () => ({ t: 'quote', c: [text, { t: 'break' }, text] }),
    code: () => ({ t: 'code', s: 'a = 1\n\tb', ...(chance(0.5) ? { lang: 'python' } : {}) }),
    math: () => ({ t: 'math', s: '\\frac{1}{2}' }),
    list: () => ({
      t: 'list',
      items: Array.from({ length: int(1, 4) }, () => ({
        c: [{ t: 'link' as const, href: 'https://example.edu/a', c: [text] }],
        ...(chance(0.5) ? { d: int(1, MAX_LIST_DEPTH) } : {}),
        ...(chance(0.5) ? { n: true as const } : {}),
      })),
    }),
  };
  if (chance(0.6)) body.blocks.push(kinds[pick(['p', 'quote', 'code', 'math', 'list'] as const)]());
  if (chance(0.4)) body.blocks.push({ t: 'p', c: [pick(mentions)] });
  return body;
}

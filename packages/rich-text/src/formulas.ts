import { MAX_MATH_BYTES } from '@lectern/contracts';

/** A piece of what was typed: words, or the source of a formula. */
export type Typed = { readonly text: string } | { readonly math: string };

/**
 * Splits what was typed into words and formulas, which stand between dollar signs: `$x^2$`, also `$$x^2$$`.
 *
 * A dollar sign is money far more often than mathematics, and Chinese and Japanese write no spaces around a formula. So:
 * - No letter or digit of the Latin script stands right before the first sign or right behind the second one. A
 *   character of another script may: `令$x^2$为`.
 * - No blank stands right inside of either sign: `$5 and $10` is money.
 * - What stands between has a sign of mathematics in it, or is one name or number: `$5, or 10$` is money.
 * - `\$` is a dollar sign.
 */
export function splitFormulas(text: string): Typed[] {
  const typed: Typed[] = [];
  let words = '';
  let done = 0;
  for (const match of text.matchAll(FORMULA)) {
    const [whole, escaped, double, single] = match;
    words += text.slice(done, match.index);
    done = match.index + whole.length;
    const math = double ?? single;
    if (escaped !== undefined) words += '$';
    else if (math === undefined || !isFormula(math, double !== undefined)) words += whole;
    else {
      if (words !== '') typed.push({ text: words });
      typed.push({ math: math.trim() });
      words = '';
    }
  }
  words += text.slice(done);
  if (words !== '') typed.push({ text: words });
  return typed;
}

/** A formula of a block of its own, when these lines are one between double signs and nothing else; or null. */
export function blockFormula(lines: string): string | null {
  const source = /^\s*\$\$([\s\S]+)\$\$\s*$/.exec(lines)?.[1]?.trim();
  return source === undefined || source.includes('$$') || !isFormula(source, true) ? null : source;
}

/** Whether these lines begin a formula of a block that has not ended yet. */
export const beginsBlockFormula = (lines: string): boolean =>
  /^\s*\$\$/.test(lines) && !/^\s*\$\$[\s\S]*\$\$/.test(lines) && byteLength(lines) <= MAX_MATH_BYTES;

/** Words as they must be typed in order to be words again: without a formula in them. */
export const escapeFormulas = (text: string): string =>
  splitFormulas(text).some((piece) => 'math' in piece) || text.includes('\\$')
    ? text.replaceAll('$', '\\$')
    : text;

const FORMULA =
  /(\\\$)|(?<![A-Za-z0-9$])\$\$([^$\n]{1,2048}?)\$\$(?![A-Za-z0-9$])|(?<![A-Za-z0-9$])\$(?![\s$])((?:\\.|[^$\\\n]){1,2048}?)(?<!\s)\$(?![A-Za-z0-9$])/g;

function isFormula(source: string, certain: boolean): boolean {
  const trimmed = source.trim();
  if (trimmed === '' || byteLength(trimmed) > MAX_MATH_BYTES) return false;
  return certain || /[\\^_=+\-*/<>(){}[\]|!]/.test(trimmed) || !/\s/.test(trimmed);
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

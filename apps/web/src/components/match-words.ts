/**
 * How well a name answers what was typed, lower is better, or null. Every word typed must begin a word of the name; or
 * the letters typed are the first ones of its words; or they stand in it in their order.
 */
export function matchWords(typed: string, name: string): number | null {
  const [asked, whole] = [fold(typed), fold(name)];
  if (asked === '') return 3;
  if (whole === asked) return 0;
  if (whole.startsWith(asked)) return 1;
  const words = whole.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const beginnings = asked.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (beginnings.length === 0) return null;
  if (beginnings.every((each) => words.some((word) => word.startsWith(each)))) return 2;
  if (
    words
      .map((word) => word[0])
      .join('')
      .startsWith(asked)
  )
    return 4;
  return asked.length > 1 && standsInOrder(asked, whole) ? 5 : null;
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();

/** Letters of a name that was typed with gaps, the first where a word begins. */
function standsInOrder(asked: string, whole: string): boolean {
  let at = whole.startsWith(asked[0]!)
    ? 0
    : whole.search(new RegExp(`(?<![\\p{L}\\p{N}])${literally(asked[0]!)}`, 'u'));
  if (at < 0) return false;
  for (const letter of asked) {
    at = whole.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const literally = (letter: string): string => letter.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

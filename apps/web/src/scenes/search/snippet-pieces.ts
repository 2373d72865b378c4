import type { SearchHit, UserId } from '@lectern/contracts';

/** A stretch of a snippet that is marked as a match, or not. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * A snippet as it is shown: names behind their `@`, matches marked. Marks may touch or overlap; what is out of range
 * is left out. A name is marked when its match goes on behind it.
 */
export function snippetPieces(
  { snippet, marks, mentions }: Pick<SearchHit, 'snippet' | 'marks' | 'mentions'>,
  nameOf: (user: UserId) => string,
): Piece[] {
  const named = (from: number, to: number): string => {
    let text = '';
    let done = from;
    for (const [place, user] of mentions) {
      // A name at a border belongs to what stands before it, as its `@` does.
      if (place <= from || place > to) continue;
      text += snippet.slice(done, place) + nameOf(user);
      done = place;
    }
    return text + snippet.slice(done, to);
  };
  const pieces: Piece[] = [];
  let done = 0;
  const add = (to: number, marked: boolean) => {
    if (to > done) pieces.push({ text: named(done, to), marked });
    done = Math.max(done, to);
  };
  for (const [from, length] of [...marks].sort((a, b) => a[0] - b[0])) {
    const end = Math.min(snippet.length, from + length);
    if (end <= Math.max(done, from)) continue;
    add(from, false);
    add(end, true);
  }
  add(snippet.length, false);
  return pieces;
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FORTUNES = '/usr/share/games/fortunes';
/** Underscores, and steps back over them. */
const UNDERLINED = new RegExp(`_*${String.fromCharCode(8)}+`);

const BOOKS = ['science', 'computers', 'education', 'literature', 'debian', 'work', 'wisdom'];

/** One text of a corpus. */
export interface JudgedText {
  /** First 12 hexadecimal digits of its SHA-256. */
  readonly hash: string;
  readonly text: string;
}

/** The sayings that `judgedQueries` are about, or null where Debian's `fortunes` is not installed. */
export function readJudgedCorpus(): JudgedText[] | null {
  if (!existsSync(path.join(FORTUNES, BOOKS[0]!))) return null;
  const texts = BOOKS.flatMap((book) =>
    readFileSync(path.join(FORTUNES, book), 'utf8')
      .split('\n%\n')
      .map((text) => text.trim()),
  );
  return texts.map((text) => ({
    hash: createHash('sha256').update(text).digest('hex').slice(0, 12),
    // Words are underlined there as on a typewriter.
    text: text.split(UNDERLINED).join(''),
  }));
}

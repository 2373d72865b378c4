import { askedMarks } from './match-line.ts';
import type { SearchQuery } from './query.ts';
import { markTerm, type SearchMark } from './search-marks.ts';
import { signatureOf } from './signature.ts';
import { type AskedTerm, terms } from './terms.ts';

/** Postgres counts positions up to here. */
const MAX_POSITION = 16_383;

/** Positions of one lexeme that Postgres keeps. */
const MAX_POSITIONS_PER_LEXEME = 256;

/** Bytes of a tsvector are limited to a mebibyte; a message never comes near, and nothing else may. */
const MAX_LITERAL_LENGTH = 256 * 1024;

/** What Postgres finds a message by. */
export interface IndexedText {
  /** Terms and marks as a literal, for `$1::tsvector`. */
  readonly tsvector: string;
  /** What tells without a look at the literal that a term is not in it, see `signatureOf`. */
  readonly signature: number;
}

/** A text's terms and a message's marks, as Postgres keeps them. */
export function indexText(text: string, marks: readonly SearchMark[] = []): IndexedText {
  const positions = new Map<string, number[]>();
  for (const { term, position } of terms(text)) {
    if (position > MAX_POSITION) break;
    const known = positions.get(term);
    if (known === undefined) positions.set(term, [position]);
    else if (known.length < MAX_POSITIONS_PER_LEXEME && known.at(-1) !== position) known.push(position);
  }
  const held = marks.map(markTerm);
  let tsvector = held.map(quote).join(' ');
  for (const [term, places] of positions) {
    const lexeme = `${quote(term)}:${places.join(',')}`;
    if (tsvector.length + lexeme.length > MAX_LITERAL_LENGTH) break;
    tsvector += tsvector === '' ? lexeme : ` ${lexeme}`;
    held.push(term);
  }
  return { tsvector, signature: signatureOf(held) };
}

/** A query's words and marks as a Postgres `tsquery` literal, for `$1::tsquery`; empty when it has none. */
export function tsqueryText(query: SearchQuery): string {
  const phrases = query.phrases.map((phrase) =>
    phrase.reduce((text, asked, index) => {
      if (index === 0) return lexemesOf(asked);
      return `${text} <${asked.at - phrase[index - 1]!.at}> ${lexemesOf(asked)}`;
    }, ''),
  );
  const parts = [...phrases, ...askedMarks(query).map((mark) => quote(markTerm(mark)))];
  return parts.map((part) => (parts.length > 1 ? `(${part})` : part)).join(' & ');
}

function lexemesOf({ term, prefix, forms }: AskedTerm): string {
  const lexeme = prefix ? `${quote(term)}:*` : quote(term);
  // What begins with the term is found by the term.
  const others = forms.filter((form) => !prefix || !form.startsWith(term));
  return others.length === 0 ? lexeme : `(${[lexeme, ...others.map(quote)].join(' | ')})`;
}

const quote = (term: string): string => `'${term.replace(/['\\]/g, '$&$&')}'`;

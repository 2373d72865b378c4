import type { SearchQuery } from './query.ts';
import { type AskedTerm, terms } from './terms.ts';

/** Postgres counts positions up to here. */
const MAX_POSITION = 16_383;

/** Positions of one lexeme that Postgres keeps. */
const MAX_POSITIONS_PER_LEXEME = 256;

/** Bytes of a tsvector are limited to a mebibyte; a message never comes near, and nothing else may. */
const MAX_LITERAL_LENGTH = 256 * 1024;

/** A text's terms as a Postgres `tsvector` literal, for `$1::tsvector`. */
export function tsvectorText(text: string): string {
  const positions = new Map<string, number[]>();
  for (const { term, position } of terms(text)) {
    if (position > MAX_POSITION) break;
    const known = positions.get(term);
    if (known === undefined) positions.set(term, [position]);
    else if (known.length < MAX_POSITIONS_PER_LEXEME && known.at(-1) !== position) known.push(position);
  }
  let literal = '';
  for (const [term, places] of positions) {
    const lexeme = `${quote(term)}:${places.join(',')}`;
    if (literal.length + lexeme.length > MAX_LITERAL_LENGTH) break;
    literal += literal === '' ? lexeme : ` ${lexeme}`;
  }
  return literal;
}

/** A query's words as a Postgres `tsquery` literal, for `$1::tsquery`; empty when it has no words. */
export const tsqueryText = (query: SearchQuery): string =>
  query.phrases
    .map((phrase) =>
      phrase.reduce((text, asked, index) => {
        if (index === 0) return lexemeOf(asked);
        return `${text} <${asked.at - phrase[index - 1]!.at}> ${lexemeOf(asked)}`;
      }, ''),
    )
    .map((phrase) => (query.phrases.length > 1 ? `(${phrase})` : phrase))
    .join(' & ');

const lexemeOf = ({ term, prefix }: AskedTerm): string => (prefix ? `${quote(term)}:*` : quote(term));

const quote = (term: string): string => `'${term.replace(/['\\]/g, '$&$&')}'`;

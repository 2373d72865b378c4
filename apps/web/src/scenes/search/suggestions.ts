import type { PersonEntry } from '@lectern/contracts';
import { channelWord } from '@lectern/contracts';
import { type FilterName, hasFilters, isFilters } from '@lectern/rich-text/search';
import { matchPeople } from '../../composer/mention-search.ts';
import { searchWords } from '../../words/search.ts';

/** One way to go on with a filter that has been begun. */
export interface Suggestion {
  /** What the filter becomes: `from:@ada`. */
  readonly text: string;
  readonly label: string;
  readonly detail: string;
}
export interface Suggestions {
  readonly options: readonly Suggestion[];
  /** The piece that the chosen one takes the place of. */
  readonly start: number;
  readonly end: number;
}

const MAX_CHANNELS = 8;

/** A filter is being typed at the caret. */
const BEGUN = /(?:^|\s)((from|in|has|is|before|after|on):([^\s"]*))$/iu;

/** What may follow a begun filter before the caret, or null when none is begun. */
export function suggest(
  typed: string,
  caret: number,
  known: { people: readonly PersonEntry[]; channels: readonly { readonly name: string }[]; today: Date },
): Suggestions | null {
  const [, piece, name, begun] = BEGUN.exec(typed.slice(0, caret)) ?? [];
  if (piece === undefined || name === undefined || begun === undefined) return null;
  const options = optionsFor(name.toLowerCase() as FilterName, begun, known);
  return options.length === 0 ? null : { options, start: caret - piece.length, end: caret };
}

function optionsFor(
  name: FilterName,
  begun: string,
  { people, channels, today }: Parameters<typeof suggest>[2],
): Suggestion[] {
  const wanted = begun.replace(/^[@#]/, '').toLowerCase();
  const text = (value: string) => `${name}:${value}`;
  switch (name) {
    case 'from':
      return matchPeople(people, wanted).map((person) => ({
        text: text(`@${person.handle}`),
        label: person.name,
        detail: `@${person.handle}`,
      }));
    case 'in':
      return channels
        .filter((channel) => channelWord(channel.name).includes(wanted))
        .slice(0, MAX_CHANNELS)
        .map((channel) => ({
          text: text(`#${channelWord(channel.name)}`),
          label: `#${channel.name}`,
          detail: '',
        }));
    case 'has':
      return hasFilters
        .filter((what) => what.startsWith(wanted))
        .map((what) => ({ text: text(what), label: searchWords.has[what], detail: text(what) }));
    case 'is':
      return isFilters
        .filter((what) => what.startsWith(wanted))
        .map((what) => ({ text: text(what), label: searchWords.is[what], detail: text(what) }));
    default:
      return searchWords.days
        .map(({ label, back }) => ({ label, day: isoDay(today, back) }))
        .filter(({ day }) => day.startsWith(wanted))
        .map(({ label, day }) => ({ text: text(day), label, detail: day }));
  }
}

/** The day so many days before, on the person's own calendar. */
function isoDay(today: Date, back: number): string {
  const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - back);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

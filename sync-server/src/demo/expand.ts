import type { Random } from './random.ts';

/** What a name between braces stands for; undefined for a name that nobody knows. */
export type Lookup = (name: string) => string | undefined;

const NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/**
 * Fills in a template. `{one|other|}` is one of these, `{name}` what `lookup` says, and both may stand inside each
 * other; any other brace is itself, as in `{3, 5}`.
 * @throws Error when a name is unknown
 */
export function expand(template: string, random: Random, lookup: Lookup): string {
  let text = '';
  let place = 0;
  while (place < template.length) {
    const open = template.indexOf('{', place);
    const close = open < 0 ? -1 : closing(template, open);
    if (close < 0) return text + template.slice(place);
    text += template.slice(place, open);
    text += inside(template.slice(open + 1, close), random, lookup);
    place = close + 1;
  }
  return text;
}

function inside(content: string, random: Random, lookup: Lookup): string {
  const choices = alternatives(content);
  if (choices.length > 1) return expand(random.pick(choices), random, lookup);
  if (!NAME.test(content)) return `{${expand(content, random, lookup)}}`;
  const value = lookup(content);
  if (value === undefined) throw new Error(`nothing is called {${content}}`);
  return expand(value, random, lookup);
}

/** Where the brace that opens at `open` is closed, or -1. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let place = open; place < text.length; place++) {
    if (text[place] === '{') depth++;
    else if (text[place] === '}' && --depth === 0) return place;
  }
  return -1;
}

function alternatives(content: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let place = 0; place < content.length; place++) {
    if (content[place] === '{') depth++;
    else if (content[place] === '}') depth--;
    else if (content[place] === '|' && depth === 0) {
      found.push(content.slice(start, place));
      start = place + 1;
    }
  }
  found.push(content.slice(start));
  return found;
}
